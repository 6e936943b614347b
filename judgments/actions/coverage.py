"""Saying which areas an inspection covers, and which of them it grades."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from accounts.events import record
from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from judgments.models import (
    Action,
    Area,
    EvidenceArea,
    Finding,
    Framework,
    InspectionArea,
    Judgment,
    Practice,
    Treatment,
)
from peel.lib.errors import Conflict, Invalid, require

NOT_COVERED = ""
WRITTEN_ABOUT: Final[dict[Any, str]] = {
    Finding: "findings",
    Practice: "practice",
    Action: "actions",
    EvidenceArea: "evidence",
}
Treatments = Mapping[str, str]
"""By the code of an area, how it is treated; "" for one that is not covered."""


@transaction.atomic
def set_areas(*, inspection: Inspection, treatments: Treatments, by: User) -> None:
    """Say how every area is treated; those left out are not covered. All of it or nothing.

    Raises Refused, Invalid for an unknown area or treatment, and Conflict when the cycle has no
    framework, or when a judgment hangs on an area whose treatment would change.
    """
    inspection = _locked(inspection)
    require(permissions.lead(by, inspection))
    cover(inspection=inspection, treatments=treatments, by=by)


def cover(*, inspection: Inspection, treatments: Treatments, by: User) -> None:
    """The same for who may do it and holds the lock of the inspection."""
    areas = {area.code: area for area in _framework(inspection).areas.all()}
    wanted = {code: treatment for code, treatment in treatments.items() if treatment}
    _check_known(inspection, areas, wanted)
    before = {
        row.area.code: row
        for row in InspectionArea.objects.filter(inspection=inspection).select_related("area")
    }
    changed = [
        code for code, row in before.items() if wanted.get(code, NOT_COVERED) != row.treatment
    ]
    _refuse_judged([before[code] for code in changed])
    _refuse_written_about([before[code] for code in changed if code not in wanted])
    new = wanted.keys() - before.keys()
    if not (changed or new):
        return
    _write(inspection, areas, before, wanted)
    record(target=inspection, verb="areas set", by=by, details={"areas": dict(wanted)})


def _locked(inspection: Inspection) -> Inspection:
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    return Inspection.objects.select_related("force", "cycle").get(pk=inspection.pk)


def _framework(inspection: Inspection) -> Framework:
    framework = Framework.objects.filter(cycle=inspection.cycle_id).first()
    if framework is None:
        raise Conflict(f"The cycle {inspection.cycle} has no framework, so it can't be judged yet.")
    return framework


def _check_known(
    inspection: Inspection, areas: Mapping[str, Area], wanted: Mapping[str, str]
) -> None:
    for code, treatment in wanted.items():
        if code not in areas:
            raise Invalid(f"The framework of {inspection.cycle} has no area “{code}”.")
        if treatment not in Treatment.values:
            raise Invalid(f"{areas[code]}: choose how it is inspected from the list.")
    if Treatment.STANDS in wanted.values() and not _framework(inspection).grades_stand_from_id:
        raise Invalid(f"In {inspection.cycle} no grade stands from an earlier inspection.")


def _refuse_judged(rows: list[InspectionArea]) -> None:
    judged = Judgment.objects.filter(area__in=rows).order_by("area__area__order")
    if first := judged.select_related("area__area").first():
        raise Conflict(
            f"{first.area.area} has a judgment, which stays on the record, so how it is treated "
            "can't change."
        )


def _refuse_written_about(rows: list[InspectionArea]) -> None:
    for model, words in WRITTEN_ABOUT.items():
        found = model._default_manager.filter(area__in=rows).select_related("area__area")
        if first := found.order_by("area__area__order").first():
            raise Conflict(
                f"{first.area.area}: the record holds {words} about it, so it can't be left out."
            )


def _write(
    inspection: Inspection,
    areas: Mapping[str, Area],
    before: Mapping[str, InspectionArea],
    wanted: Mapping[str, str],
) -> None:
    for code, row in before.items():
        if code not in wanted:
            row.delete()
        elif wanted[code] != row.treatment:
            row.treatment = wanted[code]
            row.save(update_fields=["treatment"])
    InspectionArea.objects.bulk_create(
        InspectionArea(inspection=inspection, area=areas[code], treatment=treatment)
        for code, treatment in wanted.items()
        if code not in before
    )
