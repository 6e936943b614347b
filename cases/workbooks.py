"""Reads the first sheet of an Excel workbook, and refuses one that would exhaust the server.

A workbook is a ZIP of XML. It is unpacked here within limits, and only what was unpacked and
looked at is read: its own statement of how large it is may be a lie.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from peel.lib.errors import Invalid

Cell = str | float | bool | date | datetime | time | timedelta

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 1_000
MAX_CELLS = 2_000_000
MAX_TEXT = 500 * 1024 * 1024

TOO_LARGE = (
    "This workbook is too large when it is unpacked. Copy the list alone into a new workbook, "
    "or save it as a CSV file, and upload that."
)
NOT_READABLE = (
    "This Excel workbook can't be read. Open it in Excel, save it again as an Excel workbook "
    "(.xlsx), and upload that file."
)
POSITION = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})(\d{1,12})["']""")
WITHOUT_POSITION = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])(?![^>]*\sr\s*=)")
FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]+\d+)["'][^>]*>\s*<(?:\w+:)?f[\s/>]"""
)
TEXT_CELL = re.compile(rb"""\st\s*=\s*["']s["']""")
END_OF_TEXT = re.compile(rb"</(?:\w+:)?si>")


def read_workbook(content: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of the first visible sheet, from its first row. Raises Invalid."""
    unpacked = _unpacked(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(unpacked))
        sheet = workbook.get_sheet_by_name(_first_visible(workbook))
        merged = sheet.merged_cell_ranges or []
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError:
        raise Invalid(NOT_READABLE) from None
    if merged:
        raise Invalid(
            f"Cells {_range_name(*merged[0])} are merged. Select the list, choose “Unmerge "
            "cells”, fill every cell, and upload it again."
        )
    yield from (cast(tuple[Cell, ...], tuple(row)) for row in rows)


def _first_visible(workbook: CalamineWorkbook) -> str:
    for sheet in workbook.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible:
            return sheet.name
    raise Invalid("This workbook has no sheet that can be seen. Unhide the sheet with the list.")


def _unpacked(content: bytes) -> bytes:
    """The same workbook without compression, its parts checked one by one."""
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copy, "w") as kept:
            _check_sizes(archive)
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            parts = {name: archive.read(name) for name in names}
            _check_parts(parts)
            for name, part in parts.items():
                kept.writestr(name, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Invalid(NOT_READABLE) from None
    return copy.getvalue()


def _check_sizes(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Invalid(TOO_LARGE)
    if "xl/workbook.xml" not in archive.namelist():
        raise Invalid(
            "This is not an Excel workbook (.xlsx). Upload a CSV file in UTF-8 or an Excel "
            "workbook."
        )


def _check_parts(parts: dict[str, bytes]) -> None:
    longest = max((len(text) for part in parts.values() for text in _shared_texts(part)), default=0)
    for part in parts.values():
        if b"\x00" in part:
            raise Invalid(NOT_READABLE)
        if b"sheetData" in part:
            _check_sheet(part, longest)


def _shared_texts(part: bytes) -> list[bytes]:
    return END_OF_TEXT.split(part) if END_OF_TEXT.search(part) else []


def _check_sheet(part: bytes, longest_text: int) -> None:
    """A cell far out makes the whole rectangle up to it: it must be small enough to hold."""
    if WITHOUT_POSITION.search(part):
        raise Invalid(NOT_READABLE)
    rows = columns = 1
    for letters, digits in POSITION.findall(part):
        rows = max(rows, int(digits))
        columns = max(columns, _column_number(letters))
    if rows * columns > MAX_CELLS:
        raise Invalid(
            f"The sheet reaches down to row {rows:,} and over {columns:,} columns. Copy the list "
            "alone into a new workbook and upload that."
        )
    if longest_text * len(TEXT_CELL.findall(part)) > MAX_TEXT:
        raise Invalid(TOO_LARGE)
    if formula := FORMULA.search(part):
        cell = formula[1].decode("ascii")
        raise Invalid(
            f"Cell {cell} holds a formula. Copy the list, paste it as values, and upload it again."
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _range_name(start: tuple[int, int], end: tuple[int, int]) -> str:
    return f"{_cell_name(*start)}:{_cell_name(*end)}"


def _cell_name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return f"{letters}{row + 1}"
