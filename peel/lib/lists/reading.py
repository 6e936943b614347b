"""Reads an uploaded list, CSV or XLSX, into rows of plain cells. Knows nothing of casework.

The limits hold before memory is spent: a workbook says how large it is before it is unpacked.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peel.lib.errors import Invalid
from peel.lib.lists.csv_records import csv_records
from peel.lib.lists.faults import Cell
from peel.lib.lists.workbooks import read_workbook

MAX_BYTES = 25 * 1024 * 1024

WORKBOOK = b"PK"
KNOWN_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file or one with a password. Save it as an Excel "
     "workbook (.xlsx) without a password, and upload that file."),
    (b"%PDF", "This is a PDF, not a list. Upload a CSV file or an Excel workbook (.xlsx)."),
    (b"\x1f\x8b", "This file is compressed. Unpack it and upload the list itself."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row that isn't empty. ``number`` is the one a spreadsheet shows beside it, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a list may be. ``rows`` doesn't count the headings.

    The texts are what is said of one that is empty, of too many columns ("", "Row 3 has 300
    columns, and" before it) and of too many rows.
    """

    rows: int
    columns: int
    blank_rows: int
    empty: str
    too_wide: str
    too_long: str


def read(content: bytes, limits: Limits) -> list[Row]:
    """The rows that hold something, headings first, within the limits.

    What kind of file it is shows from its content, not its name. Raises Invalid.
    """
    if len(content) > MAX_BYTES:
        raise Invalid(too_large())
    refuse_other_formats(content)
    if content.startswith(WORKBOOK):
        return list(filled(read_workbook(content), limits))
    return list(filled(csv_records(io.BytesIO(content)), limits))


def too_large() -> str:
    """Why a file over ``MAX_BYTES`` is refused."""
    return (
        f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Keep only the columns that "
        "are needed, or split it and import the parts one after the other."
    )


def refuse_other_formats(content: bytes) -> None:
    """Raises Invalid for what begins as a file that often passes for a list."""
    for beginning, reason in KNOWN_OTHERS:
        if content.startswith(beginning):
            raise Invalid(reason)


def filled(records: Iterable[tuple[Cell, ...]], limits: Limits) -> Iterator[Row]:
    """The rows that hold something, as they come. Raises Invalid for a list over a limit."""
    found = number = 0
    for number, cells in enumerate(records, start=1):
        if len(cells) > limits.columns:
            raise Invalid(f"Row {number:,} has {len(cells):,} columns, and {limits.too_wide}")
        if _is_blank(cells):
            if number - found > limits.blank_rows:
                raise Invalid(_too_many_blank(limits))
            continue
        found += 1
        if found > limits.rows + 1:
            raise Invalid(limits.too_long)
        yield Row(number, cells)
    if not found:
        raise Invalid(limits.empty)


def _is_blank(cells: tuple[Cell, ...]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


def _too_many_blank(limits: Limits) -> str:
    return (
        f"The list has more than {limits.blank_rows:,} blank rows. Delete them, or copy the list "
        "alone into a new file, and upload that."
    )
