"""The figure check of a whole draft: what is linked, typed, wrong, unknown and moved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.events import target_of
from accounts.models import User
from cases.actions.signing import reopen
from cases.models import Sample
from forces.models import Force, Inspection
from judgments.actions import passages
from judgments.actions.citing import Accepted, accept
from judgments.actions.passages import Wording
from judgments.actions.replacing import Typed, use_token
from judgments.figures.checking import FigureCheck, Line, Status, check_figures
from judgments.models import Finding, InspectionArea, Practice
from judgments.report.assembling import assemble
from judgments.report.readiness import readiness_of
from tests.factories import ReviewFactory, TeamMemberFactory
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

EFFECTIVE, CHECKED = f"{{{{{VSA}/effective count}}}}", f"{{{{{VSA}/victim_checked count}}}}"

CHANGED = "{{lancashire/force-data/uses_of_force_unrecorded/change 2023-03-31 numbers}}"


def write(area: InspectionArea, text: str, by: User, heading: str = "What we found") -> Finding:
    return passages.write(Finding, area=area, wording=Wording("main", heading, text), by=by)


def the_line(inspection: Inspection) -> Line:
    (line,) = check_figures(inspection).lines
    return line


def statuses(found: FigureCheck) -> list[str]:
    return [line.status.value for line in found.lines]


def test_a_draft_without_figures_has_nothing_to_check(lancashire: Inspection) -> None:
    found = check_figures(lancashire)
    assert (found.lines, found.errors) == ([], [])


def test_a_token_with_its_figure_is_linked(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, f"Most were good. They were effective in {EFFECTIVE}. More is said.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.now, line.is_error) == (Status.LINKED, "two of three cases", False)
    assert line.context == "They were effective in two of three cases."


def test_a_typed_figure_is_offered_the_token(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, "Investigations were effective in two of three cases.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.written) == (Status.TYPED, "two of three cases")
    assert (line.offers[0].token.text, line.offers[0].printed) == (EFFECTIVE, "two of three cases")
    assert not line.is_error


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("were down 10.7 percent", Status.TYPED),
        ("fell by 10.7 percent", Status.TYPED),
        ("were up 10.7 percent", Status.DIFFERS),
    ],
)
def test_the_token_of_a_change_takes_the_place_of_its_number_alone(
    covered: InspectionArea, lancashire: Inspection, sent: Force, inspector: User, words: str,
    status: Status,
) -> None:  # fmt: skip
    text = f"Use of force records that were missing {words} on the year before."
    finding = write(covered, text, inspector)
    line = the_line(lancashire)
    assert (line.status, line.written) == (status, "10.7 percent")
    offer = line.offers[0]
    assert offer.token.text == CHANGED
    assert offer.reads == text
    typed = Typed(line.text.name, 1, offer.place.start, offer.place.words)
    use_token(inspection=lancashire, typed=typed, token=offer.token.text, by=inspector)
    finding.refresh_from_db()
    assert finding.text == text.replace("10.7", CHANGED)


def test_a_figure_that_differs_is_an_error(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, "Investigations were effective in one of three cases.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.is_error) == (Status.DIFFERS, True)
    assert line.reason == "The sentence names “Effective investigations”: two of three cases."
    assert [offer.token.text for offer in line.offers] == [EFFECTIVE]


def test_a_figure_that_nobody_knows_is_listed(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, "We spoke to 12 of 40 officers.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.written, line.is_error) == (Status.UNKNOWN, "12 of 40", False)


def test_a_rounded_share_is_listed_and_said_to_be_one(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, "Investigations were effective in two in three.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.written, line.is_error) == (Status.UNKNOWN, "two in three", False)
    assert line.reason.startswith("This share is rounded")


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (f"{{{{{VSA}/nothing}}}}", Status.MISSING, "has no figure nothing"),
        ("{{lancashire/vsa}}", Status.UNREADABLE, "is no token"),
    ],
)
def test_a_token_that_prints_nothing_is_an_error(
    covered: InspectionArea,
    lancashire: Inspection,
    inspector: User,
    text: str,
    status: Status,
    reason: str,
) -> None:
    write(covered, f"In {text}.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.written, line.is_error) == (status, text, True)
    assert reason in line.reason


def test_a_heading_holds_no_token(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    write(covered, "Nothing more.", inspector, heading=f"Good in {EFFECTIVE}")
    line = the_line(lancashire)
    assert (line.status, line.text.is_heading) == (Status.UNREADABLE, True)


@pytest.mark.parametrize("form", ["chart", "table"])
def test_a_chart_or_table_among_words_is_an_error(
    covered: InspectionArea, lancashire: Inspection, inspector: User, form: str
) -> None:
    token = f"{{{{{VSA}/effective+victim_checked {form}}}}}"
    finding = write(covered, f"It shows {token} well.", inspector)
    line = the_line(lancashire)
    assert (line.status, line.written, line.is_error) == (Status.UNREADABLE, token, True)
    assert "needs a paragraph of its own" in line.reason
    refused = readiness_of(lancashire, assemble(lancashire)).refused
    [point] = [point for point in refused if token in point.sentence]
    assert point.sentence == f"{line.text.where}: {token}. {line.reason}"
    assert point.address == f"/judgments/inspections/lancashire-2023-25/figures/#{line.anchor}"
    for text in (f"It shows:\n\n{token}\n\nSo it is.", f"- {token}\n- Good."):
        edition = Finding.objects.get().edition
        wording = Wording("main", "What we found", text)
        passages.revise(passage=finding, wording=wording, edition=edition, by=inspector)
        assert the_line(lancashire).status is Status.LINKED
    text = f"{token}\n\nAgain {token}."
    wording = Wording("main", "What we found", text)
    passages.revise(passage=finding, wording=wording, edition=edition + 1, by=inspector)
    assert the_line(lancashire).is_error


def test_a_token_is_told_by_the_name_of_its_figures(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    chart = f"{{{{{VSA}/effective+effective_violence chart}}}}"
    write(covered, f"Good in {EFFECTIVE}.\n\n{chart}", inspector)
    one, several = check_figures(lancashire).lines
    assert one.name == "Effective investigations"
    assert several.name.startswith("Effective investigations, ")


def test_reopening_a_sample_flags_every_line_that_rests_on_it(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, inspector: User,
    supervisor: User,
) -> None:  # fmt: skip
    write(covered, f"Effective in {EFFECTIVE}, checked in {CHECKED}.", inspector)
    write(covered, f"Again: {EFFECTIVE}.", inspector)
    assert statuses(check_figures(lancashire)) == ["linked", "linked", "linked"]
    reopen(sample=signed.pk, reason="An answer was wrong.", by=supervisor)
    found = check_figures(lancashire)
    assert [(line.status, line.was, line.now) for line in found.errors] == [
        (Status.MOVED, "two of three cases", "")
    ] * 3
    assert all("was reopened" in line.reason for line in found.errors)
    assert not any(line.may_be_accepted for line in found.lines)


def test_signing_off_again_shows_old_and_new_until_accepted(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, inspector: User,
    supervisor: User,
) -> None:  # fmt: skip
    finding = write(covered, f"Effective in {EFFECTIVE}, checked in {CHECKED}.", inspector)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    found = check_figures(lancashire)
    assert statuses(found) == ["moved", "linked"]
    (line,) = found.errors
    assert (line.was, line.now, line.may_be_accepted) == (
        "two of three cases", "all three cases", True
    )  # fmt: skip
    read = Accepted(target_of(finding), EFFECTIVE, line.now)
    accept(inspection=lancashire, figures=[read], by=supervisor)
    assert statuses(check_figures(lancashire)) == ["linked", "linked"]


def test_every_sentence_that_rests_on_a_moved_figure_is_listed_and_accepted_at_once(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, inspector: User,
    supervisor: User,
) -> None:  # fmt: skip
    text = f"They were effective in {EFFECTIVE}. That is good. It was so in {EFFECTIVE} before."
    finding = write(covered, text, inspector)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    found = check_figures(lancashire)
    assert [(line.status, line.context, line.start) for line in found.lines] == [
        (Status.MOVED, "They were effective in all three cases.", text.index(EFFECTIVE)),
        (Status.MOVED, "It was so in all three cases before.", text.rindex(EFFECTIVE)),
    ]
    (once,) = found.to_accept
    assert once.start == text.index(EFFECTIVE)
    read = Accepted(target_of(finding), EFFECTIVE, once.now)
    assert accept(inspection=lancashire, figures=[read], by=supervisor) == 1
    assert statuses(check_figures(lancashire)) == ["linked", "linked"]


def test_a_figure_that_came_after_the_text_waits_to_be_read(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, inspector: User,
    supervisor: User,
) -> None:  # fmt: skip
    reopen(sample=signed.pk, reason="An answer was wrong.", by=supervisor)
    finding = write(covered, f"Effective in {EFFECTIVE}.", inspector)
    assert the_line(lancashire).status is Status.MISSING
    sign_off_again(signed, supervisor)
    line = the_line(lancashire)
    assert (line.status, line.was, line.now) == (Status.MOVED, "", "two of three cases")
    read = Accepted(target_of(finding), EFFECTIVE, line.now)
    accept(inspection=lancashire, figures=[read], by=inspector)
    assert the_line(lancashire).status is Status.LINKED


def test_what_is_kept_from_a_reader_is_not_told_by_its_old_value(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, inspector: User,
    other_inspector: User,
) -> None:  # fmt: skip
    write(covered, f"Effective in {EFFECTIVE}.", inspector)
    TeamMemberFactory.create(inspection=lancashire, user=other_inspector)
    file = signed.case_files.first()
    ReviewFactory.create(case_file=file, position="second", counts=False, reviewer=other_inspector)
    (line,) = check_figures(lancashire, reader=other_inspector).lines
    assert (line.was, line.now, line.context) == ("", "", f"Effective in {EFFECTIVE}.")
    assert "kept from you" in line.reason


def test_lines_come_in_the_order_of_the_text(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    text = f"We saw 12 of 40. {EFFECTIVE} {{{{what}}}} and 13 of 40, then {CHECKED}."
    write(covered, text, inspector)
    assert statuses(check_figures(lancashire)) == [
        "unknown", "linked", "unreadable", "unknown", "linked"
    ]  # fmt: skip


def test_withdrawn_texts_are_not_checked(
    covered: InspectionArea, lancashire: Inspection, inspector: User
) -> None:
    finding = write(covered, "In {{nothing/at/all}}.", inspector)
    passages.withdraw(passage=finding, reason="It is wrong.", by=inspector)
    assert check_figures(lancashire).lines == []


def test_any_number_of_texts_takes_the_same_queries(
    covered: InspectionArea, lancashire: Inspection, sent: Force, inspector: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            check_figures(Inspection.objects.select_related("force", "cycle").get())
        return len(found)

    write(covered, f"In {EFFECTIVE}.", inspector)
    one = queries()
    for _ in range(2):
        write(covered, f"In {EFFECTIVE}, {CHECKED} and 2 of 3 cases.", inspector)
    wording = Wording("promising", "A pilot", f"Good in {CHECKED}.")
    passages.write(Practice, area=covered, wording=wording, by=inspector)
    assert queries() == one == 18
