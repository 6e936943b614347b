"""What the values of one force come to: sums over months, percentages and rates. Pure.

Numbers are exact fractions until they are shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from forces.indicators.indicator import NOT_STATED, Indicator, Indicators
from forces.indicators.periods import Period, twelve_months_to
from peel.lib.rounding import Number

Held = Mapping[tuple[str, str], Mapping[Period, "Amount"]]
"""The values that a force gave, by code and group, "" being no group, and by period."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with what must be said of it.

    ``illustrative``: made up, where the source doesn't print one. ``synthetic``: of a force of
    the demonstration. ``sources`` are those named with the values behind it.
    """

    value: Number
    illustrative: bool = False
    synthetic: bool = False
    sources: tuple[str, ...] = ()

    @staticmethod
    def of(value: Number, parts: Iterable["Amount"]) -> "Amount":
        """A value computed from others, of which what must be said is said of it too."""
        behind = list(parts)
        sources = dict.fromkeys(source for part in behind for source in part.sources)
        return Amount(
            value,
            any(part.illustrative for part in behind),
            any(part.synthetic for part in behind),
            tuple(sources),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and the period that it is of."""

    period: Period
    amount: Amount


@dataclass(frozen=True, slots=True)
class ForceData:
    """What one force gave, ready to be asked for figures."""

    indicators: Indicators
    held: Held

    def over(self, indicator: Indicator, period: Period, group: str = "") -> Amount | None:
        """The value over a period: as given, or else computed, or else added up."""
        given = self._given(indicator.code, group).get(period)
        if given is not None:
            return given
        if indicator.computed:
            return self._computed(indicator, period, group)
        if not indicator.is_count:
            return None
        return self._of_months(indicator, period, group) or self._of_groups(
            indicator, lambda one: self.over(indicator, period, one), group
        )

    def on(self, indicator: Indicator, day: date, group: str = "") -> Figure | None:
        """The last count of a snapshot by a day."""
        days = {period for period in self.periods_of(indicator) if period.ends <= day}
        for period in sorted(days, reverse=True):
            if amount := self._counted_on(indicator, period, group):
                return Figure(period, amount)
        return None

    def _counted_on(self, indicator: Indicator, day: Period, group: str) -> Amount | None:
        given = self._given(indicator.code, group).get(day)
        return given or self._of_groups(
            indicator, lambda one: self._given(indicator.code, one).get(day), group
        )

    def twelve_months(self, indicator: Indicator, group: str = "") -> Figure | None:
        """The latest value over twelve months, or the latest count of a snapshot."""
        if indicator.snapshot:
            return self.on(indicator, date.max, group)
        years = (twelve_months_to(ends) for ends in self._ends(indicator))
        return self._first(indicator, years, group)

    def latest(self, indicator: Indicator, group: str = "") -> Figure | None:
        """The value of the period that ends last, of the shortest that end then."""
        return self._first(indicator, self._newest_first(indicator), group)

    def last_time(self, indicator: Indicator, now: Period, group: str = "") -> Figure | None:
        """The value before ``now`` of a period as long."""
        earlier = (
            period
            for period in self._newest_first(indicator)
            if period.ends < now.ends and (period.months == now.months)
        )
        return self._first(indicator, earlier, group)

    def periods_of(self, indicator: Indicator) -> set[Period]:
        """Every period that the indicator, or what it is computed from, has a value of."""
        codes = {indicator.code, indicator.numerator}
        return {period for (code, _), given in self.held.items() if code in codes
                for period in given}  # fmt: skip

    def _first(self, indicator: Indicator, periods: Iterable[Period], group: str) -> Figure | None:
        for period in periods:
            if amount := self.over(indicator, period, group):
                return Figure(period, amount)
        return None

    def _computed(self, indicator: Indicator, period: Period, group: str) -> Amount | None:
        if indicator.unit.startswith("per 1,000") and period.months != 12:
            return None
        over, under = self.indicators.parts_of(indicator)
        above = self.over(over, period, group)
        below = self._below(under, period, group)
        if above is None or below is None or not below.value:
            return None
        value = indicator.per * Fraction(above.value) / Fraction(below.value)
        return Amount.of(value, (above, below))

    def _below(self, under: Indicator, period: Period, group: str) -> Amount | None:
        if not under.snapshot:
            return self.over(under, period, group)
        found = self.on(under, period.ends, group)
        return found.amount if found else None

    def _of_months(self, indicator: Indicator, period: Period, group: str) -> Amount | None:
        given = self._given(indicator.code, group)
        parts = [given.get(part) for part in period.parts(indicator.months)]
        amounts = [part for part in parts if part is not None]
        if indicator.snapshot or len(amounts) < len(parts) or len(amounts) < 2:
            return None
        return Amount.of(sum(Fraction(part.value) for part in amounts), amounts)

    def _of_groups(
        self, indicator: Indicator, amount_of: Callable[[str], Amount | None], group: str
    ) -> Amount | None:
        """The sum of all groups. Of a population, nobody need be in none."""
        if group or indicator.grouping is None:
            return None
        amounts = {one.code: amount_of(one.code) for one in indicator.grouping.groups}
        if indicator.snapshot and amounts.get(NOT_STATED) is None:
            amounts.pop(NOT_STATED, None)
        known = [amount for amount in amounts.values() if amount is not None]
        if len(known) < len(amounts):
            return None
        return Amount.of(sum(Fraction(amount.value) for amount in known), known)

    def _given(self, code: str, group: str) -> Mapping[Period, Amount]:
        return self.held.get((code, group), {})

    def _newest_first(self, indicator: Indicator) -> list[Period]:
        return sorted(self.periods_of(indicator), key=lambda p: (p.ends, p.starts), reverse=True)

    def _ends(self, indicator: Indicator) -> Iterator[date]:
        yield from sorted({period.ends for period in self.periods_of(indicator)}, reverse=True)


def merged(*all_held: Held) -> dict[tuple[str, str], dict[Period, Amount]]:
    """The values of several lists; the later ones win."""
    result: dict[tuple[str, str], dict[Period, Amount]] = {}
    for held in all_held:
        for key, given in held.items():
            result.setdefault(key, {}).update(given)
    return result
