"""The cycles of a force beside each other, and why their grades are not compared."""

from collections.abc import Sequence
from itertools import pairwise

from forces.models import Inspection
from judgments.consistency import Scale, why_not_compared
from judgments.inspection_sheet import Line

Judged = Sequence[tuple[Inspection, list[Line]]]
"""The inspections of a force with what each covers, the latest cycle first."""


def why_cycles_are_not_compared(judged: Judged) -> list[str]:
    """A sentence for each inspection but the earliest: it and the one before it."""
    scales = [_scale(inspection, lines) for inspection, lines in judged]
    return [why_not_compared(earlier, later) for later, earlier in pairwise(scales)]


def _scale(inspection: Inspection, lines: list[Line]) -> Scale:
    definition = lines[0].area.framework.definition
    return Scale(
        cycle=inspection.cycle.name,
        grades=tuple(grade.code for grade in definition.grades),
        areas=frozenset(area.code for area in definition.areas),
    )
