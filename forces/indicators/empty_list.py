"""The list that a force fills in: a row for each value that is asked for. Pure."""

from collections.abc import Iterator
from datetime import date

from forces.indicators.indicator import Indicator, Indicators
from forces.indicators.periods import HalfYear, Period, twelve_months_to
from forces.indicators.reading import COLUMNS
from peel.lib.tables import Row, Table


def empty_list(indicators: Indicators, half_year: HalfYear) -> Table:
    """Counts for every month, and by group; what is computed from them isn't asked for."""
    return Table(COLUMNS, _rows(indicators, half_year))


def _rows(indicators: Indicators, half_year: HalfYear) -> Iterator[Row]:
    for indicator in indicators.all:
        if not indicator.computed:
            for period in _periods(indicator, half_year):
                days = (f"{period.starts:%d/%m/%Y}", f"{period.ends:%d/%m/%Y}")
                for group in _groups(indicator):
                    yield (indicator.label, group, *days, "", "", "")


def _periods(indicator: Indicator, half_year: HalfYear) -> Iterator[Period]:
    if indicator.snapshot:
        # The middle of the calendar year is the day of a population estimate.
        year = half_year.starts.year
        yield Period(date(year, 6, 30), date(year, 6, 30))
    elif indicator.months == 12:
        yield twelve_months_to(half_year.ends)
    else:
        yield from Period(half_year.starts, half_year.ends).parts(indicator.months)


def _groups(indicator: Indicator) -> list[str]:
    return [group.label for group in indicator.grouping.groups] if indicator.grouping else [""]
