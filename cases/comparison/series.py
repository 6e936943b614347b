"""One measure of one force over its inspections, each held against the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accounts.models import User
from cases.comparison.measures import ComparedMeasure
from cases.comparison.stored import StoredFigure, stored_figures
from cases.statistics.comparison import Change, PeriodFigure, change
from forces.models import Cycle, Force

NO_WINDOW = "The window of one of the two samples is not recorded, so they are not compared."


@dataclass(frozen=True, slots=True)
class Period:
    """The figure of one inspection. ``change`` is since the period before, None for the first."""

    cycle: Cycle
    figure: StoredFigure
    change: Change | None


@dataclass(frozen=True, slots=True)
class Series:
    """The periods of a force, the earliest first."""

    measure: ComparedMeasure
    force: Force
    periods: tuple[Period, ...]


def series(user: User, measure: ComparedMeasure, force: Force, cycles: Sequence[Cycle]) -> Series:
    """The measure of ``force`` over all cycles, in three queries for any number of them."""
    by_cycle = {cycle.pk: cycle for cycle in cycles}
    found = stored_figures(user, [measure.key], force=force)
    figures = sorted(found, key=lambda figure: _order(figure, by_cycle[figure.where.cycle]))
    changes = [None, *_changes(measure, figures)]
    periods = (
        Period(by_cycle[figure.where.cycle], figure, since)
        for figure, since in zip(figures, changes, strict=False)
    )
    return Series(measure, force, tuple(periods))


def _order(figure: StoredFigure, cycle: Cycle) -> tuple[date, date]:
    return figure.ends or cycle.ends, cycle.starts


def _changes(measure: ComparedMeasure, figures: Sequence[StoredFigure]) -> Iterator[Change]:
    for before, now in pairwise(figures):
        yield _change(measure, now, before)


def _change(measure: ComparedMeasure, now: StoredFigure, before: StoredFigure) -> Change:
    later, earlier = _period(now), _period(before)
    if later is None or earlier is None:
        return Change("", None, NO_WINDOW)
    return change(later, earlier, measure.better, measure.rule_changes)


def _period(figure: StoredFigure) -> PeriodFigure | None:
    if figure.starts is None or figure.ends is None:
        return None
    return PeriodFigure(figure.estimate, figure.starts, figure.ends)
