"""Entering judgments that a report printed and nobody moderated here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.events import record_many
from accounts.models import User
from cases.actions.reasons import cleaned
from forces.models import Inspection
from judgments import permissions
from judgments.actions.coverage import cover
from judgments.actions.rationales import rationale_of
from judgments.models import (
    LONGEST_SOURCE,
    Framework,
    Grade,
    InspectionArea,
    Judgment,
    Treatment,
)
from judgments.states import JudgmentState
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class PrintedJudgment:
    """What a report prints of an area. ``grade`` is "" where it has none."""

    area: str
    grade: str = ""
    treatment: str = Treatment.GRADED
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """The judgments of an inspection, the report that prints them, and the day of it."""

    inspection: Inspection
    judgments: tuple[PrintedJudgment, ...]
    source: str
    published_on: date
    synthetic: bool = False


@transaction.atomic
def enter_published_judgments(*, reports: Sequence[PrintedReport], by: User) -> list[Judgment]:
    """Enter whole reports, all of them or nothing, and what their inspections covered.

    Raises Refused, Invalid with a sentence for each fault, and Conflict for an inspection that
    has judgments already.
    """
    inspections = {report.inspection.pk: report.inspection for report in reports}
    for inspection in inspections.values():
        require(permissions.publish_elsewhere(by, inspection))
    list(Inspection.objects.filter(pk__in=inspections).order_by("pk").select_for_update())
    _refuse_judged(inspections)
    grades = _grades(inspections)
    faults = [fault for report in reports for fault in _faults(report, grades)]
    if faults:
        raise Invalid(*faults)
    for report in reports:
        treatments = {printed.area: printed.treatment for printed in report.judgments}
        cover(inspection=report.inspection, treatments=treatments, by=by)
    judgments = Judgment.objects.bulk_create(_rows(reports, grades, by))
    record_many(targets=judgments, verb="entered from a report", by=by)
    return judgments


Grades = Mapping[int, Mapping[str, Grade]]
"""By the cycle's primary key and the grade's code."""


def _refuse_judged(inspections: Mapping[int, Inspection]) -> None:
    judged = Judgment.objects.filter(area__inspection__in=inspections.keys())
    if first := judged.select_related("area__inspection__force", "area__inspection__cycle").first():
        raise Conflict(f"{first.area.inspection} has judgments already. Reissue those instead.")


def _grades(inspections: Mapping[int, Inspection]) -> Grades:
    cycles = {inspection.cycle_id for inspection in inspections.values()}
    found: dict[int, dict[str, Grade]] = defaultdict(dict)
    for grade in Grade.objects.filter(framework__cycle__in=cycles).select_related("framework"):
        found[grade.framework.cycle_id][grade.code] = grade
    missing = cycles - set(Framework.objects.values_list("cycle", flat=True))
    if missing:
        raise Conflict("One of these cycles has no framework, so it can't be judged yet.")
    return found


def _faults(report: PrintedReport, grades: Grades) -> list[str]:
    where = f"{report.inspection}: "
    faults = []
    if not cleaned(report.source) or len(report.source) > LONGEST_SOURCE:
        faults.append(f"{where}name the report in at most {LONGEST_SOURCE} characters.")
    for printed in report.judgments:
        known = grades[report.inspection.cycle_id]
        graded = printed.treatment != Treatment.UNGRADED
        if graded and printed.grade not in known:
            faults.append(f"{where}“{printed.area}” needs one of the grades {', '.join(known)}.")
        elif not graded and printed.grade:
            faults.append(f"{where}“{printed.area}” has no grade, but “{printed.grade}” is given.")
    return faults


def _rows(reports: Sequence[PrintedReport], grades: Grades, by: User) -> list[Judgment]:
    covered = InspectionArea.objects.filter(inspection__in=[r.inspection.pk for r in reports])
    areas = {(row.inspection_id, row.area.code): row for row in covered.select_related("area")}
    return [
        Judgment(
            area=areas[report.inspection.pk, printed.area],
            grade=grades[report.inspection.cycle_id][printed.grade],
            rationale=rationale_of(printed.rationale),
            state=JudgmentState.PUBLISHED,
            source=report.source.strip(),
            synthetic=report.synthetic,
            drafted_by=by,
            published_on=report.published_on,
        )
        for report in reports
        for printed in report.judgments
        if printed.treatment != Treatment.UNGRADED
    ]
