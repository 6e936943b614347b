"""What is written about the areas of an inspection, in the order of its report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection
from judgments.consistency import Check, WrittenArea, checks_of_findings
from judgments.models import (
    Area,
    Citation,
    Finding,
    FindingKind,
    InspectionArea,
    Practice,
    PracticeKind,
    Treatment,
)

Written = Finding | Practice
GROUPS: Final[dict[str, str]] = {
    FindingKind.MAIN: "Main findings",
    FindingKind.EFFECTIVE_PRACTICE: "Effective practice",
    FindingKind.NEEDS_TO: "What needs to improve",
    PracticeKind.PROMISING: "Promising practice",
    PracticeKind.INNOVATIVE: "Innovative practice",
}
"""By kind, the heading of those of a kind, in the order of the report."""
CITED: Final = Prefetch("citations", Citation.objects.select_related("evidence"))


@dataclass(frozen=True, slots=True)
class Group:
    """Those of one kind."""

    label: str
    passages: Sequence[Written]


@dataclass(frozen=True, slots=True)
class Section:
    """An area with what is written about it; ``withdrawn`` is left out of the report."""

    covered: InspectionArea
    groups: Sequence[Group]
    withdrawn: Sequence[Written]

    @property
    def area(self) -> Area:
        return self.covered.area

    @property
    def standing(self) -> list[Written]:
        return [passage for group in self.groups for passage in group.passages]


def sections_of(inspection: Inspection, reader: User) -> list[Section]:
    """Every area that is covered, in the order of the framework. Four queries."""
    covered = InspectionArea.objects.filter(inspection=inspection).order_by("area__order")
    by_area: dict[int, list[Written]] = defaultdict(list)
    for passage in _written(inspection, reader):
        by_area[passage.area_id].append(passage)
    return [_section(row, by_area[row.pk]) for row in covered.select_related("area__pillar")]


def checks_of_sections(inspection: Inspection, sections: Iterable[Section]) -> tuple[Check, ...]:
    """What is missing in what is written."""
    return checks_of_findings((_as_checked(section) for section in sections), _page(inspection))


def areas_without_findings(inspection: Inspection) -> tuple[Check, ...]:
    """The same, whoever asks. One query."""
    standing = Count("findings", filter=Q(findings__withdrawn=False))
    covered = InspectionArea.objects.filter(inspection=inspection).order_by("area__order")
    rows = covered.select_related("area__pillar").annotate(standing=standing)
    areas = [_written_area(row, vars(row)["standing"]) for row in rows]
    return checks_of_findings(areas, _page(inspection))


def number_without_evidence(inspection: Inspection) -> int:
    """How many standing findings cite nothing, or nothing that stands. One query."""
    cited = Citation.objects.filter(finding=OuterRef("pk"), evidence__withdrawn=False)
    findings = Finding.objects.standing().filter(area__inspection=inspection)
    return findings.exclude(Exists(cited)).count()


def _page(inspection: Inspection) -> str:
    return reverse("judgments:findings", args=[inspection.slug])


def _as_checked(section: Section) -> WrittenArea:
    findings = [passage for passage in section.standing if isinstance(passage, Finding)]
    return _written_area(section.covered, len(findings))


def _written_area(covered: InspectionArea, findings: int) -> WrittenArea:
    area = covered.area
    return WrittenArea(
        code=area.code,
        title=area.title,
        is_inspected=covered.treatment != Treatment.STANDS,
        findings=findings,
        pillar=area.pillar.code if area.pillar else "",
    )


def _written(inspection: Inspection, reader: User) -> Iterable[Written]:
    findings = Finding.objects.visible_to(reader).filter(area__inspection=inspection)
    practice = Practice.objects.visible_to(reader).filter(area__inspection=inspection)
    yield from findings.order_by("order", "pk").prefetch_related(CITED)
    yield from practice.order_by("order", "pk")


def _section(covered: InspectionArea, passages: Sequence[Written]) -> Section:
    by_kind: dict[str, list[Written]] = defaultdict(list)
    for passage in passages:
        if not passage.withdrawn:
            by_kind[passage.kind].append(passage)
    groups = [Group(label, by_kind[kind]) for kind, label in GROUPS.items() if by_kind[kind]]
    return Section(covered, groups, [passage for passage in passages if passage.withdrawn])
