"""How each inspector's agreement with the others runs from month to month, as charts."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString

from .agreement.cross_tables import Paired
from .agreement.scales import Basis
from .agreement.summaries import FEWEST, Estimate, Note
from .agreement.wording import percent
from .agreements import Comparison, Line, Questions, drift
from .charts import NARROW, WIDE, Layout, Point, SeriesChart, on_page, series

MOST = 100
FEWEST_POINTS = 2
"""One month alone shows no drift."""
Months = dict[str, list[Paired]]
"""An inspector's pairs by month, such as "2024-05"."""


@dataclass(frozen=True, slots=True)
class DriftChart:
    """The chart of one inspector, at both widths of a page."""

    inspector: str
    wide: SafeString
    narrow: SafeString


def drift_charts(
    comparison: Comparison, questions: Questions, basis: Basis, about: str
) -> list[DriftChart]:
    """Raw agreement in percent with its interval, for each inspector with two months or more.

    A month with too few pairs has no point. ``about`` says in words which questions they are.
    """
    charts = [
        (inspector, _chart(inspector, months, questions, basis, about))
        for inspector, months in _by_inspector(comparison, questions)
    ]
    return [
        _drawn(inspector, chart, f"drift-{number}")
        for number, (inspector, chart) in enumerate(charts)
        if len(chart.points) >= FEWEST_POINTS
    ]


def _by_inspector(comparison: Comparison, questions: Questions) -> Iterator[tuple[str, Months]]:
    """The months of each, the earliest first. Two people of one name are apart."""
    found: defaultdict[tuple[str, int], Months] = defaultdict(dict)
    for (reviewer, month), pairs in drift(comparison, questions).items():
        found[reviewer.name, reviewer.pk][month] = pairs
    return ((name, months) for (name, _), months in found.items())


def _chart(
    inspector: str, months: Months, questions: Questions, basis: Basis, about: str
) -> SeriesChart:
    found = {
        month: Line({}, pairs, questions).on(basis).raw for month, pairs in sorted(months.items())
    }
    points = tuple(_points(found))
    return SeriesChart(
        title=f"{inspector}: {about}",
        description="; ".join(f"{point.name}: {point.words} percent" for point in points) + ".",
        points=points,
        notes=tuple(_notes(found)),
        most=MOST,
    )


def _points(found: Mapping[str, Estimate]) -> Iterator[Point]:
    """Those that have an interval are joined: between others chance alone may be the difference."""
    joins = False
    for month, raw in found.items():
        if raw.value is None:
            continue
        yield _point(month, raw, joined=joins and raw.low is not None)
        joins = raw.low is not None


def _point(month: str, raw: Estimate, *, joined: bool) -> Point:
    return Point(
        name=_name(month),
        on=_last_day(month),
        value=_in_percent(raw.value or 0),
        words=percent(raw).figure,
        lower=None if raw.low is None else _in_percent(raw.low),
        upper=None if raw.high is None else _in_percent(raw.high),
        joined=joined,
    )


def _in_percent(share: float) -> Fraction:
    return MOST * Fraction(share)


def _notes(found: Mapping[str, Estimate]) -> Iterator[str]:
    if too_few := [month for month, raw in found.items() if raw.value is None]:
        yield f"Fewer than {FEWEST} pairs of answers: {_names(too_few)}."
    if few_files := [month for month, raw in found.items() if raw.note == Note.FEW_FILES]:
        yield (
            f"Over fewer than {FEWEST} files, so without an interval and not joined: "
            f"{_names(few_files)}."
        )
    yield "The axis shows the part of 0 to 100 percent that the figures lie in."


def _drawn(inspector: str, chart: SeriesChart, key: str) -> DriftChart:
    def at(layout: Layout, width: str) -> SafeString:
        return on_page(series(chart, layout), f"{key}-{width}")

    return DriftChart(inspector, at(WIDE, "wide"), at(NARROW, "narrow"))


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])


def _name(month: str) -> str:
    """ "2024-05" as "May 2024"."""
    return f"{_last_day(month):%B %Y}"


def _names(months: Iterable[str]) -> str:
    return ", ".join(_name(month) for month in months)
