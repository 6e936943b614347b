"""A force's data as its page shows them: the latest, last time, twelve months, the standard."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from forces.indicators.computing import Amount, Figure, ForceData
from forces.indicators.indicator import Indicator
from forces.indicators.wording import change_in_words, judged, number


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words, with the period that it is of."""

    number: str
    period: str
    amount: Amount

    @property
    def mark(self) -> str:
        """What must be said of the figure wherever it stands: “Synthetic”, “Illustrative”."""
        return mark_of(self.amount)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one force. ``met`` is None where there is no standard."""

    indicator: Indicator
    latest: Shown
    last_time: Shown | None
    change: str
    judged: str
    twelve_months: Shown | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Theme:
    """The indicators under one heading: those with data, and those without."""

    title: str
    lines: tuple[Line, ...]
    without: tuple[Indicator, ...]


def themes_of(data: ForceData) -> list[Theme]:
    """Every indicator under its theme, in the order of the definition."""
    return [
        _theme(title, list(indicators), data)
        for title, indicators in groupby(data.indicators.all, lambda each: each.theme)
    ]


def shown(indicator: Indicator, figure: Figure) -> Shown:
    return Shown(number(indicator, figure.amount.value), figure.period.name, figure.amount)


def mark_of(amount: Amount) -> str:
    if amount.synthetic:
        return "Synthetic"
    return "Illustrative" if amount.illustrative else ""


def held_to_standard(indicator: Indicator, data: ForceData, latest: Figure) -> bool | None:
    """Whether twelve months, or else the latest value, meet the standard; None without one."""
    if indicator.standard is None:
        return None
    figure = data.twelve_months(indicator) or latest
    return indicator.standard.met_by(figure.amount.value)


def _theme(title: str, indicators: list[Indicator], data: ForceData) -> Theme:
    lines = tuple(_lines(indicators, data))
    shown_codes = {line.indicator.code for line in lines}
    without = tuple(each for each in indicators if each.code not in shown_codes)
    return Theme(title, lines, without)


def _lines(indicators: list[Indicator], data: ForceData) -> Iterator[Line]:
    for indicator in indicators:
        if latest := data.latest(indicator):
            yield _line(indicator, data, latest)


def _line(indicator: Indicator, data: ForceData, latest: Figure) -> Line:
    last = data.last_time(indicator, latest.period)
    year = data.twelve_months(indicator)
    values = (last.amount.value, latest.amount.value) if last else None
    return Line(
        indicator=indicator,
        latest=shown(indicator, latest),
        last_time=shown(indicator, last) if last else None,
        change=change_in_words(indicator, *values) if values else "",
        judged=judged(indicator, *values) if values else "",
        twelve_months=shown(indicator, year) if year else None,
        met=held_to_standard(indicator, data, latest),
    )
