"""Printed judgments, and those of the demonstration."""

from datetime import date

import pytest

from accounts.models import Role, User
from cases.demonstration.people import INSPECTORS, SUPERVISORS, Person
from forces.actions import add_member, create_inspection
from forces.models import Cycle, Force, Inspection
from forces.reference import load_reference
from judgments.actions.publishing import PrintedJudgment, PrintedReport, enter_published_judgments
from judgments.demonstration import lancashire
from judgments.demonstration.loading import CYCLE, load_judgments
from judgments.models import InspectionArea, Judgment
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SecondmentFactory, UserFactory

PRINTED_GRADES = {
    "recording_crime": "good", "police_powers": "good", "prevention": "outstanding",
    "responding": "adequate", "investigating_crime": "adequate",
    "vulnerable_people": "requires_improvement", "managing_offenders": "good", "workforce": "good",
    "leadership": "good",
}  # fmt: skip


def report(inspection: Inspection, *judgments: PrintedJudgment, source: str = "A report"):
    return PrintedReport(inspection, judgments, source, date(2024, 1, 2))


def test_a_printed_report_is_entered_with_its_source(
    inspection: Inspection, supervisor: User, observer: User
) -> None:
    printed = report(inspection, PrintedJudgment("responding", "good", rationale="As printed."))
    [made] = enter_published_judgments(reports=[printed], by=supervisor)
    assert list(Judgment.objects.visible_to(observer)) == [made]
    assert (made.source, made.published_on) == ("A report", date(2024, 1, 2))
    with pytest.raises(Conflict, match="has judgments already"):
        enter_published_judgments(reports=[printed], by=supervisor)


@pytest.mark.parametrize(
    ("printed", "problem"),
    [
        (PrintedJudgment("responding", "splendid"), "“responding” needs one of the grades good"),
        (PrintedJudgment("responding", "good", "ungraded"), "has no grade, but “good” is given"),
        (PrintedJudgment("unknown", "good"), "has no area “unknown”"),
    ],
)
def test_a_broken_report_is_refused_whole(
    inspection: Inspection, supervisor: User, printed: PrintedJudgment, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        enter_published_judgments(reports=[report(inspection, printed)], by=supervisor)
    assert not InspectionArea.objects.exists()


def test_supervisors_from_elsewhere_enter_reports(
    inspection: Inspection, inspector: User, supervisor: User, other_supervisor: User
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=inspection.force)
    for by in (inspector, other_supervisor):
        with pytest.raises(Refused):
            enter_published_judgments(reports=[report(inspection)], by=by)
    with pytest.raises(Invalid, match="name the report"):
        enter_published_judgments(reports=[report(inspection, source=" ")], by=supervisor)


@pytest.fixture
def loaded(db: None) -> dict[Person, User]:
    """Three inspections as the demonstration has them, with their judgments."""
    load_reference(by=None)
    people = {
        person: UserFactory.create(name=person.name, role=person.role)
        for person in (*INSPECTORS, *SUPERVISORS)
    }
    cycle = Cycle.objects.get(slug=CYCLE)
    for slug in ("lancashire", "cumbria", "essex", "kent"):
        force = Force.objects.get(slug=slug)
        lead = people[SUPERVISORS[0]]
        made = create_inspection(force=force, cycle=cycle, lead=lead, by=None)
        for inspector in INSPECTORS[:2]:
            add_member(inspection=made, member=people[inspector], by=lead)
    load_judgments(people)
    return people


def test_lancashire_has_the_printed_grades(loaded: dict[Person, User]) -> None:
    found = Judgment.objects.filter(area__inspection__slug=lancashire.SLUG)
    assert {judgment.state for judgment in found} == {"confirmed"}
    rows = found.values_list("area__area__code", "grade__code", "synthetic")
    assert {area: grade for area, grade, _ in rows} == PRINTED_GRADES
    assert not any(synthetic for *_, synthetic in rows)
    ungraded = InspectionArea.objects.get(inspection__slug=lancashire.SLUG, treatment="ungraded")
    assert ungraded.area.code == "victim_service"


def test_lancashire_has_its_judgments_of_2017(loaded: dict[Person, User]) -> None:
    found = InspectionArea.objects.filter(inspection__slug="lancashire-2017")
    rows = found.values_list("area__code", "treatment", "judgments__grade__code")
    assert {area: (treatment, grade) for area, treatment, grade in rows} == {
        "effectiveness": ("graded", "good"),
        "preventing_crime": ("stands", "good"),
        "investigating_crime": ("stands", "good"),
        "vulnerable_people": ("graded", "requires_improvement"),
        "organised_crime": ("stands", "good"),
        "specialist_capabilities": ("ungraded", None),
    }


def test_the_other_forces_are_marked_as_made_up(loaded: dict[Person, User]) -> None:
    others = Judgment.objects.exclude(area__inspection__force__slug="lancashire")
    assert {judgment.synthetic for judgment in others} == {True}
    under_way = others.filter(area__inspection__force__slug="cumbria")
    assert {j.state for j in under_way} == {"draft", "proposed", "moderated", "confirmed"}
    assert not others.filter(area__inspection__force__slug="kent").exists()
    assert {person.role for person in loaded.values()} == {Role.INSPECTOR, Role.SUPERVISOR}
