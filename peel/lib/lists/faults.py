"""Cells of a workbook's sheet that hold no plain value: formulas and merged cells.

The reader of workbooks gives a formula's last result and a merged range's first cell. Both look
like values and may be wrong ones, so such a cell is told from the others by where it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from peel.lib.errors import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no plain value, what the sheet shows in it, and what to do about it."""

    shown: str
    reason: str


Value = str | float | bool | date | datetime | time | timedelta
Cell = Value | Fault
Place = tuple[int, int]
Range = tuple[Place, Place]

MAX_MERGED = 2_000_000
IS_A_FORMULA = "This is a formula. Copy the cell and paste it as a value."


def with_faults(
    rows: Sequence[Sequence[Value]], formulas: Iterable[Place], merged: Iterable[Range]
) -> Iterator[tuple[Cell, ...]]:
    """The rows, in which each formula and each cell of a merged range with a value is a fault.

    Raises Invalid when the merged ranges hold more cells than any list.
    """
    reasons: dict[int, dict[int, str]] = {}
    for (row, column), reason in _merged(rows, merged):
        reasons.setdefault(row, {})[column] = reason
    for row, column in formulas:
        reasons.setdefault(row, {})[column] = IS_A_FORMULA
    for number in range(max(len(rows), max(reasons, default=-1) + 1)):
        cells = rows[number] if number < len(rows) else ()
        yield marked(cells, reasons[number]) if number in reasons else tuple(cells)


def marked(cells: Sequence[Value], reasons: Mapping[int, str]) -> tuple[Cell, ...]:
    """A row, in which each cell with a reason, by its column from 0, is a fault."""
    width = max(len(cells), max(reasons) + 1)
    values = [*cells, *[""] * (width - len(cells))]
    return tuple(
        Fault(str(value), reasons[column]) if column in reasons else value
        for column, value in enumerate(values)
    )


def _merged(
    rows: Sequence[Sequence[Value]], ranges: Iterable[Range]
) -> Iterator[tuple[Place, str]]:
    """The cells of the merged ranges in which something stands, with what to do about them."""
    left = MAX_MERGED
    for first, last in ranges:
        top, start = first
        bottom = min(last[0], len(rows) - 1)
        if top > bottom or start >= len(rows[top]) or rows[top][start] == "":
            continue
        end = min(last[1], len(rows[top]) - 1)
        left -= (bottom - top + 1) * (end - start + 1)
        if left < 0:
            raise Invalid("Too many cells are merged. Unmerge the cells of the list.")
        name = f"{_cell_name(*first)}:{_cell_name(*last)}"
        reason = f"Cells {name} are merged. Choose “Unmerge cells” and fill every cell."
        places = product(range(top, bottom + 1), range(start, end + 1))
        yield from ((place, reason) for place in places)


def _cell_name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return f"{letters}{row + 1}"
