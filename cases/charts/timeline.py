"""Points along a line of time, for a page that is wide enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from .layouts import Layout
from .lettering import SIZE, width_of
from .rows import Span
from .scale import Number, Scale, axis, label_of
from .shapes import Shape, circle, link, path, rectangle, text

HEIGHT: Final = 260
GAP: Final = 10
BAND: Final = 14
SIDE: Final = 40
LABEL: Final = 2 * (SIZE + 4) + 6
"""A label below the axis has two lines: the period and its figure."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A figure at a day, with the ends of its interval and whether it is joined to the last."""

    name: str
    on: date
    value: Number
    words: str
    lower: Number
    upper: Number
    url: str
    joined: bool


def timeline(
    points: Sequence[Timed], rules: Sequence[date], span: Span, layout: Layout, top: float
) -> tuple[list[Shape], float]:
    """The points by the day they stand for, and where the next thing may begin.

    Names and figures stand below the axis, in as many lines as they need to keep apart.
    ``rules`` are days that a line is drawn at.
    """
    upright = axis(span.lowest, span.highest, top + HEIGHT, top + GAP, most=span.most)
    days = _Days(points, _left(upright), layout.width)
    shapes = [*_grid(upright, layout), _rules(rules, days, upright)]
    shapes.append(_joins(points, days, upright))
    places, lines = _lines_of_labels(points, days, layout)
    foot = top + HEIGHT + GAP
    for point, place, line in zip(points, places, lines, strict=True):
        shapes.append(_point(point, days.at(point.on), upright, place, foot + line * LABEL))
    return shapes, foot + (max(lines, default=0) + 1) * LABEL


class _Days:
    """Where a day stands across the chart, in pixels; at the nearer end when it is outside."""

    def __init__(self, points: Sequence[Timed], left: float, width: float) -> None:
        days = [point.on for point in points]
        self.first, self.length = min(days), (max(days) - min(days)).days
        self.left, self.right = left + SIDE, width - SIDE

    def at(self, day: date) -> float:
        if not self.length:
            return (self.left + self.right) / 2
        share = min(max((day - self.first).days / self.length, 0), 1)
        return self.left + share * (self.right - self.left)


def _left(upright: Scale) -> float:
    return max(width_of(label_of(tick)) for tick in upright.ticks) + GAP


def _grid(upright: Scale, layout: Layout) -> list[Shape]:
    left = _left(upright)
    ticks = [(upright.at(tick), label_of(tick)) for tick in upright.ticks]
    labels = [text("faint-words", left - 6, y + SIZE / 3, words, "end") for y, words in ticks]
    return [*labels, path("grid", [(left, y, layout.width, y) for y, _ in ticks])]


def _rules(rules: Sequence[date], days: _Days, upright: Scale) -> Shape:
    return path("rule", [(days.at(day), upright.end, days.at(day), upright.start) for day in rules])


def _joins(points: Sequence[Timed], days: _Days, upright: Scale) -> Shape:
    return path(
        "joining",
        [
            (days.at(a.on), upright.at(a.value), days.at(b.on), upright.at(b.value))
            for a, b in pairwise(points)
            if b.joined
        ],
    )


def _lines_of_labels(
    points: Sequence[Timed], days: _Days, layout: Layout
) -> tuple[list[float], list[int]]:
    """The middle of each label, and the line it stands on: the first one with room for it."""
    ends: list[float] = []
    places, lines = [], []
    for point in points:
        half = max(width_of(point.name), width_of(point.words)) / 2
        x = min(max(days.at(point.on), half), layout.width - half)
        line = next((n for n, end in enumerate(ends) if end + GAP <= x - half), len(ends))
        ends[line : line + 1] = [x + half]
        places.append(x)
        lines.append(line)
    return places, lines


def _point(point: Timed, x: float, upright: Scale, label_at: float, top: float) -> Shape:
    lower, upper = upright.at(point.lower), upright.at(point.upper)
    inside = [
        rectangle("band", x - BAND / 2, upper, BAND, lower - upper),
        circle("point", x, upright.at(point.value), 5),
        rectangle("target", label_at - 24, top, 48, LABEL - 4),
        text("words", label_at, top + SIZE, point.name, "middle"),
        text("chosen-words", label_at, top + 2 * SIZE + 4, point.words, "middle"),
    ]
    if point.url:
        return link(point.url, inside)
    return Shape("g", inside=tuple(inside))
