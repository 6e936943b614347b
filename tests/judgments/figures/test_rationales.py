"""Figures in the rationales of judgments: checked, accepted, and frozen at publishing."""

import pytest
from django.test import Client

from accounts.events import history_of, target_of
from accounts.models import User
from cases.models import Sample
from judgments.actions import judging
from judgments.actions.citing import Accepted, accept
from judgments.actions.judging import Opinion
from judgments.actions.publishing import PrintedJudgment, PrintedReport, enter_published_judgments
from judgments.actions.replacing import Typed, use_token
from judgments.figures.checking import Status, check_figures
from judgments.models import CitedFigure, InspectionArea, Judgment
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SupervisorFactory
from tests.judgments.conftest import area_of
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

EFFECTIVE = f"{{{{{VSA}/effective count}}}}"
TABLE = f"{{{{{VSA}/effective table}}}}"
WRITTEN = f"**Good work** in {EFFECTIVE}.\n\n{EFFECTIVE} were effective.\n\n{TABLE}"
FROZEN = (
    "**Good work** in two of three cases.\n\nTwo of three cases were effective.\n\n"
    "Effective investigations: two of three"
)
WRONG = "Investigations were effective in one of three cases."


def judged(area: InspectionArea, rationale: str, by: User) -> Judgment:
    return judging.draft(area=area, opinion=Opinion("good", rationale), by=by)


def confirmed(area: InspectionArea, rationale: str, author: User, lead: User) -> Judgment:
    made = judged(area, rationale, author)
    judging.propose(judgment=made, by=author)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    return judging.confirm(judgment=made, by=lead)


def test_the_check_reads_rationales_until_they_are_published(
    covered: InspectionArea, inspector: User, supervisor: User
) -> None:
    made = confirmed(covered, f"Good in {EFFECTIVE}.", inspector, supervisor)
    (line,) = check_figures(covered.inspection).lines
    assert (line.status, line.text.where) == (
        Status.LINKED,
        "Responding, rationale of the judgment",
    )
    assert CitedFigure.objects.get().owner == target_of(made)
    judging.publish(judgment=made, by=supervisor)
    assert check_figures(covered.inspection).lines == []


def test_a_published_rationale_prints_its_figures_for_good(
    covered: InspectionArea, signed: Sample, inspector: User, supervisor: User
) -> None:
    made = confirmed(covered, WRITTEN, inspector, supervisor)
    judging.publish(judgment=made, by=supervisor)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    made.refresh_from_db()
    assert made.rationale == FROZEN
    event = history_of(made).last()
    assert event
    assert event.details == {"rationale": WRITTEN}


@pytest.mark.parametrize(
    ("rationale", "problem"),
    [
        (WRONG, "rationale of the judgment: one of three cases. The sentence names"),
        (f"Good in {{{{{VSA}/nothing}}}}.", "nothing"),
        ("Good in {{something}}.", "double braces"),
    ],
)
def test_a_wrong_figure_keeps_a_judgment_from_being_published(
    covered: InspectionArea, inspector: User, supervisor: User, rationale: str, problem: str
) -> None:
    made = confirmed(covered, rationale, inspector, supervisor)
    with pytest.raises(Conflict, match=problem):
        judging.publish(judgment=made, by=supervisor)
    confirmed(area_of(covered.inspection, "leadership"), "Well led.", inspector, supervisor)
    with pytest.raises(Conflict, match=problem):
        judging.publish_all(inspection=covered.inspection, by=supervisor)
    assert not Judgment.objects.standing().exists()


def test_a_figure_that_moved_is_accepted_before_publishing(
    covered: InspectionArea, signed: Sample, inspector: User, supervisor: User
) -> None:
    made = confirmed(covered, f"Good in {EFFECTIVE}.", inspector, supervisor)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    with pytest.raises(Conflict, match="moved after somebody last accepted it"):
        judging.publish(judgment=made, by=supervisor)
    read = Accepted(target_of(made), EFFECTIVE, "all three cases")
    with pytest.raises(Refused, match="Only a supervisor of the team"):
        accept(inspection=covered.inspection, figures=[read], by=inspector)
    accept(inspection=covered.inspection, figures=[read], by=supervisor)
    published = judging.publish(judgment=made, by=supervisor)
    assert published.rationale == "Good in all three cases."


def test_the_page_offers_to_accept_to_who_may(
    covered: InspectionArea, signed: Sample, inspector: User, supervisor: User, client: Client
) -> None:
    confirmed(covered, f"Good in {EFFECTIVE}.", inspector, supervisor)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    told = {}
    for person in (inspector, supervisor):
        client.force_login(person)
        page = client.get(f"/judgments/inspections/{covered.inspection.slug}/figures/")
        told[person] = page.content.decode()
    assert "Accept “all three cases”" in told[supervisor]
    assert "Accept “all three cases”" not in told[inspector]
    assert "a supervisor of the team accepts the new value" in told[inspector]


def test_a_figure_of_a_draft_is_accepted_by_the_team(
    covered: InspectionArea, signed: Sample, inspector: User, supervisor: User
) -> None:
    made = judged(covered, f"Good in {EFFECTIVE}.", inspector)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    read = Accepted(target_of(made), EFFECTIVE, "all three cases")
    assert accept(inspection=covered.inspection, figures=[read], by=inspector) == 1


def test_a_token_takes_the_place_of_a_typed_figure(
    covered: InspectionArea, inspector: User
) -> None:
    made = judged(covered, WRONG, inspector)
    (line,) = check_figures(covered.inspection).lines
    typed = Typed(line.text.name, made.edition, line.start, line.written)
    use_token(inspection=covered.inspection, typed=typed, token=EFFECTIVE, by=inspector)
    made.refresh_from_db()
    assert made.rationale == f"Investigations were effective in {EFFECTIVE}."
    assert made.edition == 2


def test_the_page_shows_a_rationale_with_its_figures(
    covered: InspectionArea, inspector: User, client: Client
) -> None:
    made = judged(covered, f"**Good work** in {EFFECTIVE}.", inspector)
    client.force_login(inspector)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "<strong>Good work</strong>" in page
    assert "two of three cases" in page
    assert f">{EFFECTIVE}<" not in page


def test_a_printed_rationale_has_no_token(covered: InspectionArea, supervisor: User) -> None:
    printed = PrintedJudgment("leadership", "good", rationale=f"Good in {EFFECTIVE}.")
    inspection = covered.inspection
    report = PrintedReport(inspection, (printed,), "A report", inspection.cycle.starts)
    with pytest.raises(Invalid, match="Give the words that the report printed"):
        enter_published_judgments(reports=[report], by=supervisor)
