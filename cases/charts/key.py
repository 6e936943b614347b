"""The key above a chart, and the notes below it: words that never stand on the plot itself.

Names and numbers of lines are told here and not beside the lines, so that they can't collide
with a bar, with each other or with a neighbour, wherever the lines happen to lie.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .lettering import SIZE, width_of, wrapped
from .shapes import Shape, circle, lines_of_text, path, rectangle, text, whisker

LINE: Final = SIZE + 6
SWATCH: Final = 26
GAP: Final = 8
APART: Final = 24
LINES: Final = frozenset({"mean", "deviation", "rule"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of the chart as it looks, and what it stands for."""

    look: str
    words: str


def key(entries: Iterable[Entry], width: float, top: float) -> tuple[list[Shape], float]:
    """The entries, side by side while they fit, and where the next thing may begin."""
    shapes: list[Shape] = []
    x, y = 0.0, top
    for entry in entries:
        lines = wrapped(entry.words, width - SWATCH - GAP)
        room = SWATCH + GAP + max(map(width_of, lines))
        if x and x + room > width:
            x, y = 0.0, y + LINE
        shapes += [*_swatch(entry.look, x, y), *_words(lines, x, y)]
        y += LINE * (len(lines) - 1)
        x += room + APART
    return shapes, y + (LINE if x else 0)


def _words(lines: Sequence[str], x: float, y: float) -> list[Shape]:
    return lines_of_text("words", x + SWATCH + GAP, y + SIZE, lines)


def _swatch(look: str, x: float, y: float) -> list[Shape]:
    middle = y + LINE / 2
    if look in LINES:
        return [path(look, [(x, middle, x + SWATCH, middle)])]
    if look == "whisker":
        return whisker(x + 1, x + SWATCH - 1, middle, 10)
    if look == "band":
        band = rectangle("band", x + SWATCH / 2 - 5, y + 1, 10, LINE - 2)
        return [band, circle("point", x + SWATCH / 2, middle, 5)]
    return [rectangle(look, x, y + 4, SWATCH, 12)]


def heading(title: str, width: float) -> tuple[list[Shape], float]:
    """The title at the top of a picture that stands alone."""
    # Bold letters are wider than those that are measured.
    lines = wrapped(title, width * 0.9)
    return lines_of_text("heading", 0, SIZE, lines), len(lines) * (SIZE + 4) + 10


def unit(words: str, top: float) -> tuple[list[Shape], float]:
    """What the numbers along the axis count, above them."""
    return ([text("faint-words", 0, top + LINE, words)], top + LINE) if words else ([], top)


def notes(paragraphs: Iterable[str], width: float, top: float) -> tuple[list[Shape], float]:
    """What has to be said with the chart, one paragraph below the other."""
    shapes: list[Shape] = []
    for paragraph in paragraphs:
        lines = wrapped(paragraph, width)
        shapes += lines_of_text("faint-words", 0, top + SIZE, lines)
        top += len(lines) * (SIZE + 4) + 4
    return shapes, top


def tick_labels(ticks: Iterable[tuple[float, str]], y: float) -> list[Shape]:
    """The numbers along an axis, each in the middle of its place."""
    return [text("faint-words", x, y, words, "middle") for x, words in ticks]
