"""Reads the evidence log of an inspection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Event, User
from forces.models import Inspection
from judgments.evidence.filters import cited_by
from judgments.models import (
    Attachment,
    Bearing,
    Citation,
    Evidence,
    EvidenceArea,
    EvidenceKind,
    InspectionArea,
)

BEARINGS: Final = Prefetch("bearings", EvidenceArea.objects.select_related("area__area"))


def log_of(inspection: Inspection, reader: User) -> QuerySet[Evidence]:
    """The evidence of an inspection, with its bearings and how many cite and are attached.

    ``cited`` counts the findings that stand, ``files`` the attachments that do.
    """
    files = Attachment.objects.standing().filter(evidence=OuterRef("pk"))
    seen = Evidence.objects.visible_to(reader).filter(inspection=inspection)
    counted = seen.annotate(cited=_counted(cited_by()), files=_counted(files))
    return counted.prefetch_related(BEARINGS)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    grouped = rows.order_by().values("evidence").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped), 0)


def covered_areas(inspection: Inspection) -> list[InspectionArea]:
    """What the evidence of an inspection can bear on, in the order of its framework."""
    rows = InspectionArea.objects.filter(inspection=inspection)
    return list(rows.select_related("area").order_by("area__order"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """How many standing pieces of evidence say what of an area."""

    area: InspectionArea
    supports: int
    weakens: int


def weighed(areas: Sequence[InspectionArea]) -> list[Weighed]:
    """The areas with their evidence. One query."""
    rows = EvidenceArea.objects.filter(area__in=areas, evidence__withdrawn=False)
    counted = rows.order_by().values("area", "bearing").annotate(number=Count("pk"))
    numbers = {(row["area"], row["bearing"]): row["number"] for row in counted}
    return [
        Weighed(
            area,
            supports=numbers.get((area.pk, Bearing.SUPPORTS), 0),
            weakens=numbers.get((area.pk, Bearing.WEAKENS), 0),
        )
        for area in areas
    ]


def citations_of(evidence: Evidence) -> QuerySet[Citation]:
    """The standing findings that rest on it, in the order of the report."""
    found = Citation.objects.filter(evidence=evidence, finding__withdrawn=False)
    order = (F("finding__area__area__order"), F("finding__order"))
    return found.select_related("finding__area__area").order_by(*order)


@dataclass(frozen=True, slots=True)
class Edition:
    """What was logged at one time, as the record has it. ``bearings`` are in words."""

    event: Event
    kind: str
    bearings: tuple[str, ...]

    @property
    def number(self) -> int:
        return int(self.event.details["edition"])


def editions_of(events: Sequence[Event], areas: Sequence[InspectionArea]) -> list[Edition]:
    """Every text that was logged, the latest first."""
    titles = {row.area.code: row.area.title for row in areas}
    written = [event for event in events if "edition" in event.details]
    return [_edition(event, titles) for event in reversed(written)]


def _edition(event: Event, titles: dict[str, str]) -> Edition:
    said = event.details["bearings"].items()
    kind = event.details["kind"]
    return Edition(
        event=event,
        kind=EvidenceKind(kind).label if kind in EvidenceKind else kind,
        bearings=tuple(f"{bearing} {titles.get(code, code)}" for code, bearing in said),
    )


def attachments_of(evidence: Evidence) -> list[Attachment]:
    """Its files, those that are withdrawn last."""
    found = evidence.attachments.select_related("attached_by")
    return list(found.order_by("withdrawn", "pk"))
