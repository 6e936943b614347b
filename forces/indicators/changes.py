"""Finds the values that moved far from last time, which a force is asked about. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from forces.indicators.computing import Figure, ForceData, Held, merged
from forces.indicators.indicator import Indicator, Indicators
from forces.indicators.periods import Period


@dataclass(frozen=True, slots=True)
class Change:
    """A large change. ``revised`` is of a value that was accepted for the very same period."""

    indicator: Indicator
    group: str
    before: Figure
    now: Figure
    revised: bool


def large_changes(indicators: Indicators, accepted: Held, new: Held) -> list[Change]:
    """The large changes of a new list, in the order of the indicators and of time.

    A value is held against the accepted one of its own period, or else against the one
    before it. Percentages and rates that follow from new counts are looked at as well, unless
    the force is asked about these counts already.
    """
    before, now = ForceData(indicators, accepted), ForceData(indicators, merged(accepted, new))
    found = [
        change
        for indicator in indicators.all
        for group, period in _touched(indicator, new)
        if (change := _change(indicator, group, period, before, now))
    ]
    asked = {(change.indicator.code, change.group, change.now.period) for change in found}
    return [change for change in found if not _follows(change, asked)]


def _follows(change: Change, asked: Collection[tuple[str, str, Period]]) -> bool:
    """Whether the force is asked already about a count that the figure follows from."""
    parts = (change.indicator.numerator, change.indicator.denominator)
    return any((code, change.group, change.now.period) in asked for code in parts)


def _touched(indicator: Indicator, new: Held) -> Iterator[tuple[str, Period]]:
    codes = {indicator.code, indicator.numerator, indicator.denominator} - {""}
    touched = {(group, period) for (code, group), given in new.items() if code in codes
               for period in given}  # fmt: skip
    yield from sorted(touched, key=lambda at: (at[0], at[1].ends, at[1].starts))


def _change(
    indicator: Indicator, group: str, period: Period, before: ForceData, now: ForceData
) -> Change | None:
    amount = now.over(indicator, period, group)
    if amount is None:
        return None
    was = before.over(indicator, period, group)
    last = Figure(period, was) if was else now.last_time(indicator, period, group)
    if last is None or not indicator.large_change.exceeded(last.amount.value, amount.value):
        return None
    return Change(indicator, group, last, Figure(period, amount), revised=was is not None)
