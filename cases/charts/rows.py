"""Rows along one axis: a name, a mark at its value, and the value in words.

Values stand in a column of their own. Where names stand above their marks, the lines that
cross all rows are drawn beside the marks alone, so that no line runs through a name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .key import tick_labels
from .layouts import Layout
from .lettering import SIZE, width_of
from .scale import Number, Scale, axis, label_of
from .shapes import Shape, link, path, rectangle, text

GAP: Final = 10
TICKS: Final = SIZE + 8
WIDEST_NAME: Final = 260
Mark = Callable[[Scale, float, float], Sequence[Shape]]
"""Draws a value: given the axis, the top of the strip for marks and its height."""


@dataclass(frozen=True, slots=True)
class Row:
    """``url`` leads to more about it, "" where there is nothing more."""

    name: str
    words: str
    mark: Mark
    url: str = ""
    look: str = "words"


@dataclass(frozen=True, slots=True)
class Line:
    """Lines across all rows, one at each of ``at``, which the key explains in ``words``."""

    look: str
    at: tuple[Number, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Span:
    """What the axis has to show: from, to, and no further than ``most``."""

    lowest: Number
    highest: Number
    most: Number | None = None


def rows_along(
    rows: Sequence[Row], lines: Iterable[Line], span: Span, layout: Layout, top: float
) -> tuple[list[Shape], float]:
    """The rows with their axis above, and where the next thing may begin."""
    scale = _scale(rows, span, layout)
    first = top + TICKS
    strips = [_strip(layout, first + number * layout.row) for number in range(len(rows))]
    bottom = first + len(rows) * layout.row
    whole = strips if layout.names_above else [(first, bottom - first)]
    shapes = tick_labels(_ticks(scale, layout), top + SIZE)
    shapes.append(_across("grid", map(scale.at, scale.ticks), whole))
    for row, strip, number in zip(rows, strips, range(len(rows)), strict=True):
        shapes.append(_row(row, scale, strip, first + number * layout.row, layout))
    for line in lines:
        places = [scale.at(value) for value in line.at]
        shapes += [_across("halo", places, whole), _across(line.look, places, whole)]
    return shapes, bottom + GAP


def _scale(rows: Sequence[Row], span: Span, layout: Layout) -> Scale:
    words = max((width_of(row.words, bold=True) for row in rows), default=0)
    names = max((width_of(row.name, bold=True) for row in rows), default=0)
    start = GAP if layout.names_above else min(names, WIDEST_NAME) + GAP
    end = layout.width - (GAP if layout.names_above else words + 2 * GAP)
    return axis(span.lowest, span.highest, start, end, most=span.most)


def _ticks(scale: Scale, layout: Layout) -> list[tuple[float, str]]:
    places = [(scale.at(tick), label_of(tick)) for tick in scale.ticks]
    return [(_inside(x, words, layout.width), words) for x, words in places]


def _inside(x: float, words: str, width: float) -> float:
    half = width_of(words) / 2
    return min(max(x, half), width - half)


def _strip(layout: Layout, top: float) -> tuple[float, float]:
    """Where marks are drawn in a row: the top, and how high."""
    if layout.names_above:
        return top + SIZE + 8, layout.row - SIZE - 14
    return top + 4, layout.row - 8


def _across(look: str, places: Iterable[float], strips: Sequence[tuple[float, float]]) -> Shape:
    segments = [(x, top, x, top + height) for x in places for top, height in strips]
    return path(look, segments)


def _row(row: Row, scale: Scale, strip: tuple[float, float], top: float, layout: Layout) -> Shape:
    base = top + SIZE + 2 if layout.names_above else top + layout.row / 2 + SIZE / 3
    name_at, anchor = (0.0, "start") if layout.names_above else (scale.start - GAP, "end")
    inside = [
        rectangle("target", 0, top, layout.width, layout.row),
        text(row.look, name_at, base, row.name, anchor),
        *row.mark(scale, *strip),
        text(row.look, layout.width, base, row.words, "end"),
    ]
    if row.url:
        return link(row.url, inside)
    return Shape("g", inside=tuple(inside))
