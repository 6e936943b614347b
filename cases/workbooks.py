"""Reads the list in an Excel workbook, and refuses one that would exhaust the server.

A workbook is a ZIP of XML. It is unpacked here within limits, and only what was unpacked and
looked at is read: its own statement of how large it is may be a lie.
"""

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import cast
from xml.etree import ElementTree  # nosec B405

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from cases.sheet_faults import Cell, Place, Value, with_faults
from cases.workbook_xml import NOT_A_LIST, NOT_READABLE, TOO_LARGE, Contents, contents_of
from peel.lib.errors import Invalid

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 1_000
MAX_TAGS = 5_000_000
MAX_CELLS = 2_000_000
MAX_TEXT = 500 * 1024 * 1024
MAX_MERGES = 10_000


def read_workbook(content: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of the one visible sheet with data, from its first row. Raises Invalid."""
    unpacked, parts = _unpacked(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(unpacked))
        names = _visible(workbook)
        _check_sheets_are_readable(parts.values(), len(names))
        sheet = _only_with_data(workbook.get_sheet_by_name(name) for name in names)
        merged = sheet.merged_cell_ranges or []
        rows = cast(list[list[Value]], sheet.to_python(skip_empty_area=False))
        formulas = _formulas(unpacked, parts, sheet.name)
    except CalamineError:
        raise Invalid(NOT_READABLE) from None
    yield from with_faults(rows, formulas, merged)


def _formulas(workbook: bytes, parts: dict[str, Contents], sheet: str) -> list[Place]:
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            return parts[_part_of(archive, sheet)].formulas
    except (KeyError, ElementTree.ParseError):
        raise Invalid(NOT_READABLE) from None


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet. Raises KeyError and ElementTree.ParseError."""
    sheets = _tree(archive, "xl/workbook.xml").iterfind(".//{*}sheet")
    relation = {found.get("name"): _relation(found) for found in sheets}[sheet]
    relations = _tree(archive, "xl/_rels/workbook.xml.rels").iterfind("{*}Relationship")
    target = {found.get("Id"): found.get("Target") for found in relations}[relation]
    return posixpath.join("/xl", target or "").lstrip("/")


def _relation(sheet: ElementTree.Element) -> str:
    """The sheet's r:id, whose name space differs between the two kinds of workbook."""
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    # The part was looked through before: it declares no entities.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314  # nosec B314


def _visible(workbook: CalamineWorkbook) -> list[str]:
    shown = [s.name for s in workbook.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    if not shown:
        raise Invalid(
            "This workbook has no sheet that can be seen. Unhide the sheet with the list."
        )
    return shown


def _check_sheets_are_readable(parts: Collection[Contents], sheets: int) -> None:
    """Nothing says which part a sheet is of, so each of them counts as the largest."""
    bytes_of_all = sheets * max(part.bytes for part in parts)
    cells_of_all = sheets * max(part.room for part in parts)
    if bytes_of_all > MAX_UNPACKED or cells_of_all > MAX_CELLS:
        raise Invalid(TOO_LARGE)


def _only_with_data(sheets: Iterator[CalamineSheet]) -> CalamineSheet:
    """Holds two sheets at most at a time."""
    found = next(sheets)
    with_data = int(found.height > 0)
    for sheet in sheets:
        if sheet.height:
            found = found if with_data else sheet
            with_data += 1
    if with_data > 1:
        raise Invalid(
            f"This workbook has {with_data} sheets with data. Keep the list on one sheet."
        )
    return found


def _unpacked(content: bytes) -> tuple[bytes, dict[str, Contents]]:
    """The same workbook without compression, and what stands in each part of it."""
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copy, "w") as kept:
            _check_sizes(archive)
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            parts = {name: archive.read(name) for name in names}
            contents = _checked(parts.values())
            for name, part in parts.items():
                kept.writestr(name, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Invalid(NOT_READABLE) from None
    return copy.getvalue(), dict(zip(parts, contents, strict=True))


def _check_sizes(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Invalid(TOO_LARGE)
    if "xl/workbook.xml" not in archive.namelist():
        raise Invalid(NOT_A_LIST)


def _checked(parts: Iterable[bytes]) -> list[Contents]:
    contents: list[Contents] = []
    for part in parts:
        left = MAX_TAGS - sum(other.tags for other in contents)
        contents.append(contents_of(part, most_tags=left))
    longest_text = max(part.longest_text for part in contents)
    for found in contents:
        _check(found, longest_text)
    return contents


def _check(part: Contents, longest_text: int) -> None:
    """A cell far out makes the whole rectangle up to it: it must be small enough to hold."""
    if part.room > MAX_CELLS:
        raise Invalid(
            f"The sheet reaches down to row {part.rows:,} and over {part.columns:,} columns. Copy "
            "the list alone into a new workbook and upload that."
        )
    if longest_text * part.shared_texts > MAX_TEXT or part.merges > MAX_MERGES:
        raise Invalid(TOO_LARGE)
