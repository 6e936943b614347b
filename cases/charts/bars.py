"""A chart of bars from zero, one for each force."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .key import Entry, heading, key, notes, unit
from .layouts import Layout
from .lettering import SIZE
from .rows import Line, Mark, Row, Span, rows_along
from .scale import Number, Scale
from .shapes import Drawing, Shape, rectangle, whisker

SHARE: Final = 0.6
"""How high the ends of an interval are, of the height of a bar."""


class Emphasis(StrEnum):
    """Why a bar stands out, by its pattern as well as its colour."""

    NONE = "bar"
    CHOSEN = "chosen-bar"
    SIMILAR = "similar-bar"


def emphasis_of(*, chosen: bool, similar: bool) -> Emphasis:
    """How the bar of a force stands out: the one that was chosen, or one most similar to it."""
    if chosen:
        return Emphasis.CHOSEN
    return Emphasis.SIMILAR if similar else Emphasis.NONE


@dataclass(frozen=True, slots=True)
class Bar:
    """``words`` are the value as it is printed; ``url`` leads to more about it.

    ``interval`` are the lower and the upper limit of an estimate, None where it has none.
    """

    name: str
    value: Number
    words: str
    url: str = ""
    emphasis: Emphasis = Emphasis.NONE
    interval: tuple[Number, Number] | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars in the order they are drawn in, with lines across them.

    ``most`` is the largest value there can be, such as 100 percent: the axis then goes so far.
    ``explained`` are the looks of bars that the key explains. ``notes`` stand below the chart.
    ``unit`` stands above the axis, such as percent.
    """

    title: str
    description: str
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...] = ()
    explained: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    most: Number | None = None
    unit: str = ""


def bars(chart: BarChart, layout: Layout, *, headed: bool = False) -> Drawing:
    """The chart at the width of ``layout``; ``headed`` with its title, to stand alone."""
    shapes, y = heading(chart.title, layout.width) if headed else ([], 0.0)
    parts, y = key(_explained(chart), layout.width, y)
    shapes += parts
    parts, y = unit(chart.unit, y)
    shapes += parts
    rows = [Row(b.name, b.words, _mark(b), b.url, _words(b)) for b in chart.bars]
    parts, y = rows_along(rows, chart.lines, _span(chart), layout, y + SIZE / 2)
    shapes += parts
    parts, y = notes(chart.notes, layout.width, y)
    shapes += parts
    return Drawing(layout.width, round(y + 1), chart.title, chart.description, tuple(shapes))


def _explained(chart: BarChart) -> Iterator[Entry]:
    yield from chart.explained
    if any(bar.interval for bar in chart.bars):
        yield Entry("whisker", "95 percent confidence interval")
    for line in chart.lines:
        yield Entry(line.look, line.words)


def _span(chart: BarChart) -> Span:
    values = [end for bar in chart.bars for end in (bar.value, *(bar.interval or ()))]
    values += [x for line in chart.lines for x in line.at]
    highest = chart.most if chart.most is not None else max(values, default=0)
    return Span(0, highest, chart.most)


def _words(bar: Bar) -> str:
    return "chosen-words" if bar.emphasis == Emphasis.CHOSEN else "words"


def _mark(bar: Bar) -> Mark:
    def mark(scale: Scale, top: float, height: float) -> list[Shape]:
        end = scale.at(bar.value)
        drawn = [rectangle(bar.emphasis.value, scale.start, top, end - scale.start, height)]
        if bar.interval:
            lower, upper = map(scale.at, bar.interval)
            drawn += whisker(lower, upper, top + height / 2, height * SHARE)
        return drawn

    return mark
