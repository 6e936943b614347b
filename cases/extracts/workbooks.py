"""Reads the sheet of an extract that is an Excel workbook, one block of rows after the other.

The rules are those of a list of files (``cases.workbooks``): one visible sheet with data, and
a formula is no value. What differs is the size. Nothing is unpacked but what is read.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from python_calamine import CalamineWorkbook

from cases.extracts.sheet_outline import Block, Outline, outline_of
from cases.sheet_faults import IS_A_FORMULA, Cell, Value, marked
from cases.workbook_xml import NOT_READABLE, PIECE, TOO_LARGE, contents_of
from cases.workbooks import (
    MAX_TAGS,
    check_sizes,
    part_of,
    readable,
    refuse_several,
    visible_sheets,
)
from peel.lib.errors import Invalid

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_SMALL_PART = 4 * 1024 * 1024
MAX_TEXTS = 64 * 1024 * 1024
MAX_TEXTS_READ = 4 * 1024 * 1024 * 1024
MAX_LONGEST_TEXT = 256 * 1024
TOLD_EVERY = 64 * PIECE
LOOKING = 0.6
"""About this share of the work is looking the sheet through."""

SHARED_TEXTS = "xl/sharedStrings.xml"
SMALL_PARTS = {
    name.lower(): name
    for name in (
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/styles.xml", SHARED_TEXTS,
    )
}  # fmt: skip

Tell = Callable[[float], None]


@dataclass(slots=True)
class _Sheet:
    """The sheet with the list, and the parts of the workbook that say what its cells mean."""

    name: str
    part: str
    outline: Outline
    small: Mapping[str, bytes]


def read_sheet(file: BinaryIO, tell: Tell, rows: int | None = None) -> Iterator[tuple[Cell, ...]]:
    """The rows of the one visible sheet with data, from its first row: all, or the first ``rows``.

    ``tell`` hears what share of the work is done, 0 to 1. Raises Invalid.
    """
    with readable(), zipfile.ZipFile(file) as archive:
        check_sizes(archive, MAX_UNPACKED)
        sheet = _only_with_data(archive, tell, rows)
        with archive.open(sheet.part) as part:
            head = part.read(sheet.outline.head)
            for number, block in enumerate(sheet.outline.blocks, start=1):
                inside = part.read(block.end - block.start)
                yield from _rows(sheet, block, head + inside + sheet.outline.closing)
                tell(LOOKING + (1 - LOOKING) * number / len(sheet.outline.blocks))


def _small_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for info in archive.infolist():
        if name := SMALL_PARTS.get(info.filename.lower()):
            if info.file_size > (MAX_TEXTS if name == SHARED_TEXTS else MAX_SMALL_PART):
                raise Invalid(TOO_LARGE)
            if name in found:
                raise Invalid(NOT_READABLE)
            found[name] = archive.read(info)
    return found


def _only_with_data(archive: zipfile.ZipFile, tell: Tell, rows: int | None) -> _Sheet:
    small = _small_parts(archive)
    longest = _longest_text(small)
    sheets = [_Sheet(name, part, Outline(), small) for name, part in _visible(small).items()]
    for sheet in sheets:
        pieces = _pieces(archive, sheet.part, tell)
        sheet.outline = outline_of(pieces, longest_text=longest, rows=rows)
    with_data = [sheet for sheet in sheets if sheet.outline.values]
    refuse_several(len(with_data))
    [sheet] = with_data or sheets[:1]
    if len(sheet.outline.blocks) * len(small.get(SHARED_TEXTS, b"")) > MAX_TEXTS_READ:
        raise Invalid(TOO_LARGE)
    return sheet


def _longest_text(small: Mapping[str, bytes]) -> int:
    """How many bytes the longest shared text has. Makes sure of every small part."""
    longest = max(contents_of(part, most_tags=MAX_TAGS).longest_text for part in small.values())
    if longest > MAX_LONGEST_TEXT:
        raise Invalid(TOO_LARGE)
    return longest


def _visible(small: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each sheet that can be seen, by the sheet's name."""
    packed = _packed(small)
    names = visible_sheets(CalamineWorkbook.from_filelike(io.BytesIO(packed)))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: part_of(archive, name) for name in names}


def _pieces(archive: zipfile.ZipFile, part: str, tell: Tell) -> Iterator[bytes]:
    if part not in archive.namelist():
        raise Invalid(NOT_READABLE)
    size = archive.getinfo(part).file_size
    with archive.open(part) as file:
        for start in range(0, size, PIECE):
            if start % TOLD_EVERY == 0:
                tell(LOOKING * start / size)
            yield file.read(PIECE)


def _rows(sheet: _Sheet, block: Block, content: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of one block, the blank ones too that were not written down."""
    workbook = CalamineWorkbook.from_filelike(
        io.BytesIO(_packed({**sheet.small, sheet.part: content}))
    )
    found = workbook.get_sheet_by_name(sheet.name)
    top, left = found.start or (block.last, 0)
    rows = cast(list[list[Value]], found.to_python(skip_empty_area=True))
    for number in range(block.first, block.last + 1):
        held = 0 <= number - 1 - top < len(rows)
        cells = (*("",) * left, *rows[number - 1 - top]) if held else ()
        formulas = sheet.outline.formulas.get(number)
        yield marked(cells, dict.fromkeys(formulas, IS_A_FORMULA)) if formulas else cells


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """A workbook of these parts alone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
