"""What a drawing is made of. All lengths are in the units of the drawing, a pixel on screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from .lettering import SIZE

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of SVG. ``look`` names how it is dressed, in ``looks.LOOKS``.

    A shape with a ``url`` is a link around its ``inside``.
    """

    tag: str
    look: str = ""
    attributes: Attributes = ()
    words: str = ""
    url: str = ""
    inside: tuple["Shape", ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: ``title`` and ``description`` are for who can't see it."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[Shape, ...]


def rectangle(look: str, x: float, y: float, width: float, height: float) -> Shape:
    return Shape("rect", look, _numbers(x=x, y=y, width=max(width, 0), height=height))


def circle(look: str, x: float, y: float, radius: float) -> Shape:
    return Shape("circle", look, _numbers(cx=x, cy=y, r=radius))


def path(look: str, segments: Iterable[tuple[float, float, float, float]]) -> Shape:
    """Straight lines as one element, each from (x1, y1) to (x2, y2)."""
    lines = [f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in segments]
    return Shape("path", look, (("d", "".join(lines).replace(".0", "")),))


def whisker(start: float, end: float, y: float, height: float) -> list[Shape]:
    """An interval that lies along ``y``: a line with an upright at each end, in a halo."""
    half = height / 2
    lines = [(start, y, end, y), *((x, y - half, x, y + half) for x in (start, end))]
    return [path("halo", lines), path("whisker", lines)]


def text(look: str, x: float, y: float, words: str, anchor: str = "start") -> Shape:
    """Words on the base line ``y``; ``anchor`` is start, middle or end."""
    anchored = () if anchor == "start" else (("text-anchor", anchor),)
    return Shape("text", look, (*_numbers(x=x, y=y), *anchored), words)


def lines_of_text(look: str, x: float, y: float, lines: Iterable[str]) -> list[Shape]:
    """Lines one below the other; the first one's base line is ``y``."""
    return [text(look, x, y + number * (SIZE + 4), line) for number, line in enumerate(lines)]


def link(url: str, inside: Iterable[Shape]) -> Shape:
    return Shape("a", "link", url=url, inside=tuple(inside))


def _numbers(**values: float) -> Attributes:
    return tuple((name, _number(value)) for name, value in values.items())


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
