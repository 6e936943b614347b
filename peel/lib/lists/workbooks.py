"""Reads the list in an Excel workbook, and refuses one that would exhaust the server.

A workbook is a ZIP of XML. It is unpacked here within limits, and only what was unpacked and
looked at is read: its own statement of how large it is may be a lie.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import cast
from xml.etree import ElementTree  # nosec B405

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from peel.lib.errors import Invalid
from peel.lib.lists.faults import Cell, Value, with_faults
from peel.lib.lists.workbook_xml import NOT_A_LIST, NOT_READABLE, TOO_LARGE, Contents, contents_of

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 1_000
MAX_TAGS = 5_000_000
MAX_CELLS = 2_000_000
MAX_TEXT = 500 * 1024 * 1024
MAX_MERGES = 10_000


def read_workbook(content: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of the one visible sheet with data, from its first row. Raises Invalid."""
    unpacked, parts = _unpacked(content)
    with readable():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(unpacked))
        names = visible_sheets(workbook)
        _check_sheets_are_readable(parts.values(), len(names))
        sheet = _only_with_data(workbook.get_sheet_by_name(name) for name in names)
        merged = sheet.merged_cell_ranges or []
        rows = cast(list[list[Value]], sheet.to_python(skip_empty_area=False))
        with zipfile.ZipFile(io.BytesIO(unpacked)) as archive:
            part = parts.get(part_of(archive, sheet.name), Contents())
    yield from with_faults(rows, part.formulas, merged)


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet. Raises Invalid when that isn't said."""
    try:
        sheets = _tree(archive, "xl/workbook.xml").iterfind(".//{*}sheet")
        relation = {found.get("name"): _relation(found) for found in sheets}[sheet]
        relations = _tree(archive, "xl/_rels/workbook.xml.rels").iterfind("{*}Relationship")
        target = {found.get("Id"): found.get("Target") for found in relations}[relation]
    except (KeyError, ElementTree.ParseError):
        raise Invalid(NOT_READABLE) from None
    return posixpath.join("/xl", target or "").lstrip("/")


def _relation(sheet: ElementTree.Element) -> str:
    """The sheet's r:id, whose name space differs between the two kinds of workbook."""
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    # The part was looked through before: it declares no entities.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314  # nosec B314


def visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that can be seen. Raises Invalid when there is none."""
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
    refuse_several(with_data)
    return found


def refuse_several(with_data: int) -> None:
    """Raises Invalid when more than one sheet holds data."""
    if with_data > 1:
        raise Invalid(
            f"This workbook has {with_data} sheets with data. Keep the list on one sheet."
        )


def _unpacked(content: bytes) -> tuple[bytes, dict[str, Contents]]:
    """The same workbook without compression, and what stands in each part of it."""
    copy = io.BytesIO()
    with (
        readable(),
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(copy, "w") as kept,
    ):
        check_sizes(archive, MAX_UNPACKED)
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        parts = {name: archive.read(name) for name in names}
        contents = _checked(parts.values())
        for name, part in parts.items():
            kept.writestr(name, part)
    return copy.getvalue(), dict(zip(parts, contents, strict=True))


@contextmanager
def readable() -> Iterator[None]:
    """Raises Invalid for a workbook that turns out to be broken."""
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
        ValueError, CalamineError,
    ):  # fmt: skip
        raise Invalid(NOT_READABLE) from None


def check_sizes(archive: zipfile.ZipFile, most: int) -> None:
    """Raises Invalid when it says of itself that more than ``most`` bytes are packed in it."""
    infos = archive.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > most:
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
