"""Reads an uploaded list, CSV or XLSX, into rows of plain cells. Knows nothing of casework.

What can't be read is refused in a sentence that says how to mend the file. The limits hold
before memory is spent: a workbook says how large it is before it is unpacked.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cases.sheet_faults import Cell
from cases.workbook_xml import NOT_A_LIST
from cases.workbooks import read_workbook
from peel.lib.errors import Invalid

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 200
LONGEST_LINE = 200_000

HOW_TO_SAVE_AS_CSV = (
    "In Excel choose “Save as”, then “CSV UTF-8 (comma delimited)”, and upload that file."
)
CONTROL_SIGN = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
UTF_8_BOM, UTF_16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
KNOWN_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file or one with a password. Save it as an Excel "
     "workbook (.xlsx) without a password, and upload that file."),
    (b"%PDF", "This is a PDF, not a list. Upload a CSV file or an Excel workbook (.xlsx)."),
    (b"\x1f\x8b", "This file is compressed. Unpack it and upload the list itself."),
)  # fmt: skip
LOOKS_LIKE_HTML = re.compile(r"\s*<(!doctype|html|head|body|table|\?xml|meta|div)\b", re.I)
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that isn't empty. ``number`` is the one a spreadsheet shows beside it, from 1."""

    number: int
    cells: tuple[Cell, ...]


def read(content: bytes) -> list[Row]:
    """The rows that hold something, headings first, at most ``MAX_ROWS`` below them.

    No row has more than ``MAX_COLUMNS`` cells.
    What kind of file it is shows from its content, not its name. Raises Invalid.
    """
    if len(content) > MAX_BYTES:
        raise Invalid(too_large())
    if not content.strip():
        raise Invalid("The file is empty. Upload a list with headings and one file a row.")
    for beginning, reason in KNOWN_OTHERS:
        if content.startswith(beginning):
            raise Invalid(reason)
    cells = read_workbook(content) if content.startswith(b"PK") else _csv_records(content)
    return _filled(cells)


def too_large() -> str:
    """Why a file over ``MAX_BYTES`` is refused."""
    return (
        f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Keep only the columns that "
        "are needed, or split it and import the parts one after the other."
    )


def _filled(records: Iterator[tuple[Cell, ...]]) -> list[Row]:
    rows: list[Row] = []
    for number, cells in enumerate(records, start=1):
        if len(cells) > MAX_COLUMNS:
            raise Invalid(
                f"Row {number:,} has {len(cells):,} columns, and a list may have {MAX_COLUMNS}. "
                "Delete the columns that the checklist doesn't ask for, empty ones too."
            )
        if all(isinstance(cell, str) and not cell.strip() for cell in cells):
            continue
        rows.append(Row(number, cells))
        if len(rows) > MAX_ROWS + 1:
            raise Invalid(
                f"The list has more than {MAX_ROWS:,} rows. Split it and import the parts one "
                "after the other."
            )
    if not rows:
        raise Invalid("The file is empty. Upload a list with headings and one file a row.")
    return rows


def _csv_records(content: bytes) -> Iterator[tuple[Cell, ...]]:
    text = _decoded(content)
    if LOOKS_LIKE_HTML.match(text):
        raise Invalid(
            "This is a web page, not a list, whatever its name says. Open it in Excel. "
            + HOW_TO_SAVE_AS_CSV
        )
    lines = _lines(text)
    first = next(lines, "")
    separator = SEPARATOR_LINE.match(first)
    delimiter = separator[1] if separator else _delimiter_of(first)
    if separator:
        yield ()
    else:
        lines = _with_first(first, lines)
    yield from _parsed(lines, delimiter)


def _parsed(lines: Iterator[str], delimiter: str) -> Iterator[tuple[Cell, ...]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        yield from (tuple(record) for record in reader)
    except csv.Error:
        raise Invalid(
            f"The list can't be read after line {reader.line_num:,}: a quotation mark is opened "
            "and not closed, or stands inside a value. Correct that line. " + HOW_TO_SAVE_AS_CSV
        ) from None


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(UTF_16_BOMS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if CONTROL_SIGN.search(content):
            raise Invalid(NOT_A_LIST) from None
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(
            f"The file is not in UTF-8: line {line:,} holds a character that can't be read. "
            + HOW_TO_SAVE_AS_CSV
        ) from None
    if "\x00" in text:
        raise Invalid(NOT_A_LIST)
    return text


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise Invalid(
                f"Line {number:,} is longer than {LONGEST_LINE:,} characters, so this is not a "
                "list of files. " + HOW_TO_SAVE_AS_CSV
            )
        yield line


def _delimiter_of(headings: str) -> str:
    return max(",;\t", key=headings.count)
