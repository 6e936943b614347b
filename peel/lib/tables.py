"""Tables for spreadsheets: as CSV line by line, and as an Excel workbook."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import xlsxwriter

Cell = str | int | float
Row = Sequence[Cell]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A program that parts cells at another sign than the comma begins a new cell after it. Each
# run of signs is tried once, so the work grows with the length of the text alone.
BEFORE_FORMULA = re.compile(r"""(?<![;"'\s])[;"'\s]++(?=[=+\-@])""")
PARTING = re.compile(r"[;\t\r\n]")
UTF_8_BOM = "\ufeff"
WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows, which may be read only once."""

    heading: Sequence[str]
    rows: Iterable[Row]


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table, *, mark: bool = True) -> Iterator[str]:
    """The table as CSV, one line at a time, with the ``mark`` that tells Excel it is UTF-8."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield (UTF_8_BOM if mark else "") + writer.writerow(safe_row(table.heading))
    for row in table.rows:
        yield writer.writerow(safe_row(row))


def safe_row(row: Row) -> list[Cell]:
    """The row with an apostrophe before each text that a spreadsheet would run as a formula.

    That is the start of a cell, and inside it what follows a semicolon, a tab or a new line.
    """
    return [_safe(cell) if isinstance(cell, str) else cell for cell in row]


def _safe(text: str) -> str:
    inside = BEFORE_FORMULA.sub(_with_apostrophe, text)
    return f"'{inside}" if text.startswith(FORMULA_STARTS) else inside


def _with_apostrophe(run: re.Match[str]) -> str:
    return f"{run[0]}'" if PARTING.search(run[0]) else run[0]


def write_workbook(file: IO[bytes], sheets: Iterable[tuple[str, Table]]) -> None:
    """Write an Excel workbook of named sheets. Text is never taken for a formula or a link."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True})
        for name, table in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, title in enumerate(table.heading):
                sheet.set_column(column, column, min(len(title) + 2, WIDEST_COLUMN))
            sheet.write_row(0, 0, table.heading, bold)
            for number, row in enumerate(table.rows, 1):
                sheet.write_row(number, 0, row)
