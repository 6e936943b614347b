"""Entering judgments that a report printed and nobody moderated here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.events import record_many
from accounts.models import User
from cases.actions.reasons import cleaned
from forces.models import Inspection
from judgments import permissions
from judgments.actions.coverage import cover
from judgments.actions.rationales import rationale_of
from judgments.figures.tokens import tokens_of
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
    """Judgments of an inspection, the report that prints them, and the day of it."""

    inspection: Inspection
    judgments: tuple[PrintedJudgment, ...]
    source: str
    published_on: date
    synthetic: bool = False


@transaction.atomic
def enter_published_judgments(*, reports: Sequence[PrintedReport], by: User) -> list[Judgment]:
    """Enter reports, all of them or nothing, and what their inspections covered.

    An inspection can have several, as when each pillar had its own; what it covers already stays.
    Raises Refused, Invalid with a sentence for each fault, and Conflict for an inspection that
    is judged here and for an area that has a judgment already.
    """
    inspections = {report.inspection.pk: report.inspection for report in reports}
    for inspection in inspections.values():
        require(permissions.publish_elsewhere(by, inspection))
    list(Inspection.objects.filter(pk__in=inspections).order_by("pk").select_for_update())
    _refuse_judged(inspections, reports)
    grades = _grades(inspections)
    faults = [fault for report in reports for fault in _faults(report, grades)]
    faults += _named_twice(reports)
    if faults:
        raise Invalid(*faults)
    for inspection in inspections.values():
        cover(inspection=inspection, treatments=_treatments(inspection, reports), by=by)
    judgments = Judgment.objects.bulk_create(_rows(reports, grades, by))
    record_many(targets=judgments, verb="entered from a report", by=by)
    return judgments


Grades = Mapping[int, Mapping[str, Grade]]
"""By the cycle's primary key and the grade's code."""


def _refuse_judged(inspections: Mapping[int, Inspection], reports: Sequence[PrintedReport]) -> None:
    judged = Judgment.objects.filter(area__inspection__in=inspections.keys()).with_setting()
    if first := judged.filter(source="", revision=1).first():
        raise Conflict(
            f"{first.area.inspection} is judged here, so no judgments of it are entered from a "
            "report."
        )
    printed = {(r.inspection.pk, each.area) for r in reports for each in r.judgments}
    for judgment in judged:
        if (judgment.area.inspection_id, judgment.area.area.code) in printed:
            raise Conflict(f"{judgment.area} has judgments already. Reissue those instead.")


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
    if report.published_on > timezone.localdate():
        faults.append(f"{where}the day of the report is still to come.")
    for printed in report.judgments:
        known = grades[report.inspection.cycle_id]
        graded = printed.treatment != Treatment.UNGRADED
        if graded and printed.grade not in known:
            faults.append(f"{where}“{printed.area}” needs one of the grades {', '.join(known)}.")
        elif not graded and printed.grade:
            faults.append(f"{where}“{printed.area}” has no grade, but “{printed.grade}” is given.")
        if tokens := tokens_of(printed.rationale):
            faults.append(
                f"{where}the rationale of “{printed.area}” has the token {tokens[0].text}. Give "
                "the words that the report printed."
            )
    return faults


def _named_twice(reports: Sequence[PrintedReport]) -> list[str]:
    named = Counter((r.inspection, each.area) for r in reports for each in r.judgments)
    return [
        f"{inspection}: “{area}” is named twice. Remove one of the two."
        for (inspection, area), times in named.items()
        if times > 1
    ]


def _treatments(inspection: Inspection, reports: Sequence[PrintedReport]) -> dict[str, str]:
    covered = InspectionArea.objects.filter(inspection=inspection)
    printed = [each for r in reports if r.inspection == inspection for each in r.judgments]
    return {
        **dict(covered.values_list("area__code", "treatment")),
        **{each.area: each.treatment for each in printed},
    }


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
