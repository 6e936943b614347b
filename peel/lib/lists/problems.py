"""What is wrong with a list: the cell, what stands in it, and what to do about it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from peel.lib.lists.faults import Cell, Fault
from peel.lib.lists.reading import Row

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one cell can't be used. ``value`` is what stands in it, shortened."""

    row: int
    column: str
    value: str
    reason: str


def column_name(place: int) -> str:
    """What a column without a heading is called."""
    return f"Column {place + 1}"


def shown(cell: Cell) -> str:
    """What stands in a cell, shortened."""
    text = " ".join(str(cell.shown if isinstance(cell, Fault) else cell).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def values_of(row: Row) -> Iterator[tuple[int, Cell]]:
    """The cells that hold something, each with its place from 0."""
    for place, cell in enumerate(row.cells):
        if not isinstance(cell, str) or cell.strip():
            yield place, cell


def folded_heading(heading: str) -> str:
    """A heading without what doesn't tell it from others: case, spaces, underscores."""
    return " ".join(unicodedata.normalize("NFKC", heading).replace("_", " ").split()).casefold()
