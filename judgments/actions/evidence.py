"""Writing the evidence log: what was gathered, about which areas, and what was wrong about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from cases.actions.reasons import required
from forces.models import Cycle, Inspection
from judgments import permissions
from judgments.actions.locking import locked_evidence
from judgments.actions.texts import needed_text
from judgments.evidence.source_roles import looks_like_a_name
from judgments.models import Bearing, Evidence, EvidenceArea, EvidenceKind, InspectionArea
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.personal_data import personal_data_in

LONGEST_ROLE: Final = 150
LONGEST_SUMMARY: Final = 10_000
LONGEST_BEFORE_THE_CYCLE: Final = timedelta(days=2 * 366)
NO_AREAS: Final = "Nobody has said yet which areas this inspection covers. A supervisor does first."
NO_BEARING: Final = "Choose at least one area, and whether the evidence supports or weakens it."
NAME_IN_ROLE: Final = "a name in the role of the source"
CHANGED: Final = "Somebody else changed this evidence meanwhile. Look at it again first."


@dataclass(frozen=True, slots=True)
class Gathered:
    """What somebody logs. ``bearings`` says by the code of an area which way it bears on it.

    ``keep_personal_data`` says that what looks like personal data is none.
    """

    kind: str
    gathered_on: date
    source_role: str
    summary: str
    bearings: Mapping[str, str]
    keep_personal_data: bool = False


@transaction.atomic
def record_evidence(*, inspection: Inspection, gathered: Gathered, by: User) -> Evidence:
    """Log a piece of evidence under the next number of its inspection.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when nothing is covered yet.
    """
    require(permissions.log_evidence(by, inspection))
    checked, areas = _checked(inspection, gathered)
    list(Inspection.objects.select_for_update().filter(pk=inspection.pk).order_by())
    last = Evidence.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"]
    evidence = Evidence.objects.create(
        inspection=inspection, number=(last or 0) + 1, recorded_by=by, **checked
    )
    _set_bearings(evidence, gathered, areas)
    record(target=evidence, verb="recorded", by=by, details=_written(evidence, gathered))
    return evidence


@transaction.atomic
def revise_evidence(*, evidence: Evidence, gathered: Gathered, edition: int, by: User) -> Evidence:
    """Change what was logged. ``edition`` is the one that was read.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when somebody else changed it
    meanwhile or it is withdrawn.
    """
    evidence = locked_evidence(evidence.pk)
    require(permissions.log_evidence(by, evidence.inspection))
    check_stands(evidence)
    if evidence.edition != edition:
        raise Conflict(CHANGED)
    checked, areas = _checked(evidence.inspection, gathered)
    for name, value in checked.items():
        setattr(evidence, name, value)
    evidence.edition += 1
    evidence.save(update_fields=[*checked, "edition"])
    _set_bearings(evidence, gathered, areas)
    record(target=evidence, verb="revised", by=by, details=_written(evidence, gathered))
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: User) -> Evidence:
    """Take evidence out of the log, where it stays readable. Raises Refused, Invalid, Conflict."""
    because = required(reason)
    evidence = locked_evidence(evidence.pk)
    require(permissions.log_evidence(by, evidence.inspection))
    check_stands(evidence)
    return _set_withdrawn(evidence, True, "withdrawn", because, by)


@transaction.atomic
def put_evidence_back(*, evidence: Evidence, reason: str, by: User) -> Evidence:
    """Make withdrawn evidence count again. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    evidence = locked_evidence(evidence.pk)
    require(permissions.log_evidence(by, evidence.inspection))
    if not evidence.withdrawn:
        raise Conflict("This evidence is not withdrawn.")
    return _set_withdrawn(evidence, False, "put back", because, by)


@transaction.atomic
def record_log_export(*, inspection: Inspection, what: str, by: User) -> None:
    """Records that ``by`` takes the log out of Peel, such as "evidence log as CSV".

    Raises Refused.
    """
    require(permissions.export_evidence(by, inspection))
    locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
    record(target=locked, verb="exported evidence", by=by, details={"what": what})


def check_stands(evidence: Evidence) -> None:
    """Raises Conflict when the evidence is withdrawn."""
    if evidence.withdrawn:
        raise Conflict("This evidence is withdrawn. Put it back first.")


def _set_withdrawn(
    evidence: Evidence, withdrawn: bool, verb: str, reason: str, by: User
) -> Evidence:
    evidence.withdrawn = withdrawn
    evidence.save(update_fields=["withdrawn"])
    record(target=evidence, verb=verb, by=by, details={"reason": reason})
    return evidence


def _checked(
    inspection: Inspection, gathered: Gathered
) -> tuple[dict[str, object], dict[str, InspectionArea]]:
    """The values to store, and the areas it bears on by their codes."""
    if gathered.kind not in EvidenceKind:
        raise Invalid("Choose how the evidence was gathered.")
    _check_date(gathered.gathered_on, inspection.cycle)
    role = " ".join(needed_text(gathered.source_role, "Role of the source", LONGEST_ROLE).split())
    summary = needed_text(gathered.summary, "Summary", LONGEST_SUMMARY)
    areas = _areas(inspection, gathered.bearings)
    if not gathered.keep_personal_data:
        _warn(role, summary)
    return {
        "kind": gathered.kind,
        "gathered_on": gathered.gathered_on,
        "source_role": role,
        "summary": summary,
    }, areas


def _check_date(day: date, cycle: Cycle) -> None:
    if day > timezone.localdate():
        raise Invalid(f"Date: {day:%-d %B %Y} is in the future.")
    if day < cycle.starts - LONGEST_BEFORE_THE_CYCLE:
        raise Invalid(f"Date: {day:%-d %B %Y} is years before the cycle {cycle} began.")


def _areas(inspection: Inspection, bearings: Mapping[str, str]) -> dict[str, InspectionArea]:
    rows = InspectionArea.objects.filter(inspection=inspection).select_related("area")
    covered = {row.area.code: row for row in rows}
    if not covered:
        raise Conflict(NO_AREAS)
    if not bearings:
        raise Invalid(NO_BEARING)
    for code, bearing in bearings.items():
        if code not in covered:
            raise Invalid("Choose only areas that this inspection covers.")
        if bearing not in Bearing:
            raise Invalid(f"{covered[code].area.title}: choose “Supports” or “Weakens”.")
    return {code: covered[code] for code in bearings}


def _warn(role: str, summary: str) -> None:
    kinds = personal_data_in(f"{role}\n{summary}")
    if looks_like_a_name(role):
        kinds.append(NAME_IN_ROLE)
    if kinds:
        raise PersonalDataWarning(kinds)


def _set_bearings(
    evidence: Evidence, gathered: Gathered, areas: Mapping[str, InspectionArea]
) -> None:
    """In place of what was said before, which the record keeps."""
    evidence.bearings.all().delete()
    EvidenceArea.objects.bulk_create(
        EvidenceArea(evidence=evidence, area=area, bearing=gathered.bearings[code])
        for code, area in areas.items()
    )


def _written(evidence: Evidence, gathered: Gathered) -> dict[str, object]:
    """What the record keeps of every edition, so that none is lost."""
    return {
        "edition": evidence.edition,
        "kind": evidence.kind,
        "gathered_on": evidence.gathered_on,
        "source_role": evidence.source_role,
        "summary": evidence.summary,
        "bearings": dict(sorted(gathered.bearings.items())),
    }
