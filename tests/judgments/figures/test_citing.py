"""What a text cites is kept as it was read, and renewed by a person alone."""

import pytest

from accounts.events import history_of, target_of
from accounts.models import User
from cases.models import Sample
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.citing import Accepted, accept, cite
from judgments.actions.passages import Wording
from judgments.figures.drafts import texts_of
from judgments.models import CitedFigure, Finding, InspectionArea, Practice
from peel.lib.errors import Conflict, Invalid, Refused
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

EFFECTIVE, CHECKED = f"{{{{{VSA}/effective count}}}}", f"{{{{{VSA}/victim_checked count}}}}"


@pytest.fixture
def finding(covered: InspectionArea, inspector: User) -> Finding:
    wording = Wording("main", "Investigations", f"They were good in {EFFECTIVE}.")
    return passages.write(Finding, area=covered, wording=wording, by=inspector)


def rewrite(finding: Finding, text: str, by: User) -> Finding:
    finding.refresh_from_db()
    wording = Wording("main", finding.heading, text)
    return passages.revise(passage=finding, wording=wording, edition=finding.edition, by=by)


def cited_by(finding: Finding) -> dict[str, str]:
    rows = CitedFigure.objects.filter(owner=target_of(finding))
    return dict(rows.values_list("token", "printed"))


def test_a_saved_text_keeps_what_its_tokens_print(finding: Finding, inspector: User) -> None:
    assert cited_by(finding) == {EFFECTIVE: "two of three cases"}
    row = CitedFigure.objects.get()
    assert (row.value, row.accepted_by) == ({"met": 2, "of": 3}, inspector)


def test_changing_the_text_keeps_the_figures_in_step(finding: Finding, inspector: User) -> None:
    rewrite(finding, f"Checks in {CHECKED}, effective in {EFFECTIVE}.", inspector)
    assert set(cited_by(finding)) == {EFFECTIVE, CHECKED}
    rewrite(finding, f"Checks in {CHECKED} and {{{{{VSA}/nothing}}}}.", inspector)
    assert set(cited_by(finding)) == {CHECKED}


def test_saving_again_does_not_renew_a_figure_that_moved(
    finding: Finding, signed: Sample, supervisor: User
) -> None:
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    rewrite(finding, f"All in all, they were good in {EFFECTIVE}.", supervisor)
    assert cited_by(finding) == {EFFECTIVE: "two of three cases"}


def test_accepting_renews_the_figure_and_leaves_a_record(
    finding: Finding, signed: Sample, lancashire: Inspection, supervisor: User, inspector: User
) -> None:
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    read = Accepted(target_of(finding), EFFECTIVE, "all three cases")
    assert accept(inspection=lancashire, figures=[read], by=inspector) == 1
    assert cited_by(finding) == {EFFECTIVE: "all three cases"}
    event = history_of(finding).get(verb="figure accepted")
    assert event.details == {
        "token": EFFECTIVE, "was": "two of three cases", "is": "all three cases"
    }  # fmt: skip
    assert event.by == inspector


def test_what_nobody_read_is_not_accepted(
    finding: Finding, signed: Sample, lancashire: Inspection, supervisor: User
) -> None:
    def refuse(owner: str, token: str, text: str, error: type[Exception], said: str) -> None:
        read = Accepted(owner, token, text)
        with pytest.raises(error, match=said):
            accept(inspection=lancashire, figures=[read], by=supervisor)

    name = target_of(finding)
    refuse(name, EFFECTIVE, "one of three cases", Conflict, "changed again")
    refuse(name, CHECKED, "two of three cases", Conflict, "changed again")
    refuse("judgments.finding:0", EFFECTIVE, "two of three cases", Conflict, "changed again")
    refuse(name, "{{what}}", "", Invalid, "by its token")
    change_an_answer(signed, supervisor)
    refuse(name, EFFECTIVE, "all three cases", Conflict, "was reopened")
    assert cited_by(finding) == {EFFECTIVE: "two of three cases"}


def test_only_the_team_accepts(
    finding: Finding, lancashire: Inspection, other_inspector: User, observer: User
) -> None:
    read = Accepted(target_of(finding), EFFECTIVE, "two of three cases")
    for person in (other_inspector, observer):
        with pytest.raises(Refused):
            accept(inspection=lancashire, figures=[read], by=person)


def test_a_figure_that_the_writer_does_not_see_is_not_kept(
    finding: Finding, lancashire: Inspection, other_inspector: User
) -> None:
    cite(owner=finding, inspection=lancashire, text="", by=other_inspector)
    cite(owner=finding, inspection=lancashire, text=EFFECTIVE, by=other_inspector)
    assert cited_by(finding) == {}


def test_the_draft_is_all_its_standing_texts_in_order(
    finding: Finding, covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    wording = Wording("promising", "A pilot", "It saves time.")
    practice = passages.write(Practice, area=covered, wording=wording, by=inspector)
    gone = passages.write(Practice, area=covered, wording=wording, by=inspector)
    passages.withdraw(passage=gone, reason="It was written twice.", by=inspector)
    found = [(text.name, text.is_heading, text.text) for text in texts_of(lancashire)]
    assert found == [
        (target_of(finding), True, "Investigations"),
        (target_of(finding), False, f"They were good in {EFFECTIVE}."),
        (target_of(practice), True, "A pilot"),
        (target_of(practice), False, "It saves time."),
    ]
    assert texts_of(lancashire)[0].where == "Responding, main finding “Investigations”"
