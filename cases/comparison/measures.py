"""The measures that figures are compared by, as the latest published checklist has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.statistics.comparison import Direction, RuleChange
from checklists.models import Measure, Version
from forces.rule_changes import rule_changes_called

FIELDS = (
    "version__checklist__code", "version__checklist__title", "code", "label", "stage__code",
    "phrase", "kind", "headline", "printed", "better", "broken_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparedMeasure:
    """A measure of a checklist, whichever version a figure was reviewed against."""

    checklist: str
    checklist_title: str
    code: str
    label: str
    stage: str
    phrase: str
    kind: str
    headline: bool
    printed: str
    better: Direction
    broken_by: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.checklist, self.code

    @property
    def is_estimate(self) -> bool:
        return self.printed == Measure.Printed.ESTIMATE

    @property
    def rule_changes(self) -> tuple[RuleChange, ...]:
        """Those that bear on it, the earliest first."""
        changes = rule_changes_called(self.broken_by)
        return tuple(RuleChange(change.name, change.on) for change in changes)


def measure_called(checklist: str, code: str) -> ComparedMeasure | None:
    """The measure of a checklist, None where no published version has it."""
    return next(iter(_measures(version__checklist__code=checklist, code=code)), None)


def measures_to_compare() -> list[ComparedMeasure]:
    """Every measure that is printed, by the title of its checklist, in printed order."""
    return _measures()


def _measures(**conditions: object) -> list[ComparedMeasure]:
    """The measures that are printed, each as its latest published version has it; one query."""
    found = Measure.objects.filter(version__state=Version.State.PUBLISHED, **conditions)
    printed = found.exclude(printed=Measure.Printed.NO)
    latest: dict[tuple[str, str], ComparedMeasure] = {}
    newest_first = printed.order_by("-version__published_at", "-version_id", "order")
    for row in newest_first.values(*FIELDS):
        measure = _measure(row)
        latest.setdefault(measure.key, measure)
    return sorted(latest.values(), key=lambda measure: measure.checklist_title)


def _measure(row: Mapping[str, Any]) -> ComparedMeasure:
    return ComparedMeasure(
        checklist=row["version__checklist__code"],
        checklist_title=row["version__checklist__title"],
        code=row["code"],
        label=row["label"],
        stage=row["stage__code"],
        phrase=row["phrase"],
        kind=row["kind"],
        headline=row["headline"],
        printed=row["printed"],
        better=Direction(row["better"]),
        broken_by=tuple(row["broken_by"]),
    )
