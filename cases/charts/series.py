"""A chart of one figure over time: a point for each period, in the band of its interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .key import Entry, heading, key, notes
from .layouts import Layout
from .lettering import SIZE
from .rows import Mark, Row, Span, rows_along
from .scale import Number, Scale
from .shapes import Drawing, Shape, circle, rectangle
from .timeline import Timed, timeline


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one period, which ended ``on`` a day.

    ``lower`` and ``upper`` are the ends of its interval, None where it has none. ``joined``
    tells whether it may be compared with the point before, and so is joined to it by a line.
    """

    name: str
    on: date
    value: Number
    words: str
    lower: Number | None = None
    upper: Number | None = None
    url: str = ""
    joined: bool = True

    @property
    def reach(self) -> tuple[Number, Number]:
        lower = self.value if self.lower is None else self.lower
        return lower, self.value if self.upper is None else self.upper


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A day from which figures can't be compared with those before, and why."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """Points from the earliest to the latest. ``most`` is the largest value there can be."""

    title: str
    description: str
    points: tuple[Point, ...]
    rules: tuple[RuleLine, ...] = ()
    notes: tuple[str, ...] = ()
    most: Number | None = None


def series(chart: SeriesChart, layout: Layout, *, headed: bool = False) -> Drawing:
    """The chart at the width of ``layout``: along a line of time, or on a phone in rows."""
    shapes, y = heading(chart.title, layout.width) if headed else ([], 0.0)
    parts, y = key(_explained(chart), layout.width, y)
    shapes += parts
    parts, y = _in_rows(chart, layout, y) if layout.names_above else _in_time(chart, layout, y)
    shapes += parts
    parts, y = notes(chart.notes, layout.width, y)
    shapes += parts
    return Drawing(layout.width, round(y + 1), chart.title, chart.description, tuple(shapes))


def _explained(chart: SeriesChart) -> Iterator[Entry]:
    if any(point.lower is not None for point in chart.points):
        yield Entry("band", "Figure with its 95 percent confidence interval")
    for rule in chart.rules:
        yield Entry("rule", rule.words)


def _in_rows(chart: SeriesChart, layout: Layout, y: float) -> tuple[list[Shape], float]:
    rows = [Row(p.name, p.words, _mark(p), p.url) for p in chart.points]
    shapes, bottom = rows_along(rows, (), _span(chart), layout, y + SIZE / 2)
    first = bottom - 10 - len(rows) * layout.row
    for number in _broken_before(chart):
        shapes.append(_rule_between(layout, first + number * layout.row))
    return shapes, bottom


def _broken_before(chart: SeriesChart) -> Iterator[int]:
    """The numbers of the points that a change of rules parts from the point before."""
    for number, (before, after) in enumerate(pairwise(chart.points), start=1):
        if any(before.on < rule.on <= after.on for rule in chart.rules):
            yield number


def _rule_between(layout: Layout, y: float) -> Shape:
    return Shape("path", "rule", (("d", f"M0 {y:.1f}L{layout.width} {y:.1f}"),))


def _in_time(chart: SeriesChart, layout: Layout, y: float) -> tuple[list[Shape], float]:
    timed = [Timed(p.name, p.on, p.value, p.words, *p.reach, p.url, p.joined) for p in chart.points]
    days = [rule.on for rule in chart.rules]
    return timeline(timed, days, _span(chart), layout, y + SIZE / 2)


def _span(chart: SeriesChart) -> Span:
    reached: Sequence[Number] = [end for point in chart.points for end in point.reach]
    most = chart.most
    inside = [max(0, value if most is None else min(value, most)) for value in reached]
    return Span(min(inside, default=0), max(inside, default=0), most)


def _mark(point: Point) -> Mark:
    def mark(scale: Scale, top: float, height: float) -> list[Shape]:
        lower, upper = map(scale.at, point.reach)
        middle = top + height / 2
        band = rectangle("band", lower, middle - 5, upper - lower, 10)
        return [band, circle("point", scale.at(point.value), middle, 5)]

    return mark
