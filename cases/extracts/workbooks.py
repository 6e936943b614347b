"""Reads the sheet of an extract that is an Excel workbook, one block of rows after the other.

The rules are those of a list (``peel.lib.lists.workbooks``): one visible sheet with data, and
a formula is no value. What differs is the size. Nothing is unpacked but what is read.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from python_calamine import CalamineWorkbook

from cases.extracts.sheet_outline import Block, Outline, outline_of
from peel.lib.errors import Invalid
from peel.lib.lists.faults import IS_A_FORMULA, Cell, Value, marked
from peel.lib.lists.workbook_xml import NOT_READABLE, PIECE, TOO_LARGE, contents_of
from peel.lib.lists.workbooks import (
    MAX_TAGS,
    check_sizes,
    part_of,
    readable,
    refuse_several,
    visible_sheets,
)

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
    """The sheet with the list, and a workbook of the parts that say what its cells mean."""

    name: str
    part: str
    outline: Outline
    others: bytes


def read_sheet(file: BinaryIO, tell: Tell, rows: int | None = None) -> Iterator[tuple[Cell, ...]]:
    """The rows of the one visible sheet with data, from its first row: all, or the first ``rows``.

    ``tell`` hears what share of the work is done, 0 to 1. Raises Invalid.
    """
    with readable():
        archive = zipfile.ZipFile(file)
    with archive:
        check_sizes(archive, MAX_UNPACKED)
        sheet = _only_with_data(archive, tell, rows)
        blocks = sheet.outline.blocks
        with _part(archive, sheet.part) as part:
            with readable():
                head = part.read(sheet.outline.head)
            for number, block in enumerate(blocks, start=1):
                with readable():
                    inside = part.read(block.end - block.start)
                yield from _rows(sheet, block, head + inside + sheet.outline.closing)
                tell(LOOKING + (1 - LOOKING) * number / len(blocks))


def _only_with_data(archive: zipfile.ZipFile, tell: Tell, rows: int | None) -> _Sheet:
    with readable():
        small = _small_parts(archive)
        longest = _longest_text(small)
        texts = len(small.get(SHARED_TEXTS, b""))
        parts, others = _visible(small), _packed(small)
    sheets = []
    for name, part in parts.items():
        outline = outline_of(_pieces(archive, part, tell), longest_text=longest, rows=rows)
        sheets.append(_Sheet(name, part, outline, others))
    with_data = [sheet for sheet in sheets if sheet.outline.values]
    refuse_several(len(with_data))
    [sheet] = with_data or sheets[:1]
    if len(sheet.outline.blocks) * texts > MAX_TEXTS_READ:
        raise Invalid(TOO_LARGE)
    return sheet


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


def _longest_text(small: Mapping[str, bytes]) -> int:
    """How many bytes the longest shared text has. Makes sure of every small part."""
    longest = max(contents_of(part, most_tags=MAX_TAGS).longest_text for part in small.values())
    if longest > MAX_LONGEST_TEXT:
        raise Invalid(TOO_LARGE)
    return longest


def _visible(small: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each sheet that can be seen, by the sheet's name."""
    packed = _packed({name: part for name, part in small.items() if name != SHARED_TEXTS})
    names = visible_sheets(CalamineWorkbook.from_filelike(io.BytesIO(packed)))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: part_of(archive, name) for name in names}
    # A part that many sheets name would be looked through for each of them.
    if len(set(parts.values())) < len(parts):
        raise Invalid(NOT_READABLE)
    return parts


def _pieces(archive: zipfile.ZipFile, part: str, tell: Tell) -> Iterator[bytes]:
    with _part(archive, part) as file:
        size = archive.getinfo(part).file_size
        for start in range(0, size, PIECE):
            if start % TOLD_EVERY == 0:
                tell(LOOKING * start / size)
            with readable():
                piece = file.read(PIECE)
            yield piece


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if name not in archive.namelist():
        raise Invalid(NOT_READABLE)
    with readable():
        return archive.open(name)


def _rows(sheet: _Sheet, block: Block, content: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of one block, the blank ones too that were not written down."""
    with readable():
        packed = io.BytesIO(_packed({sheet.part: content}, sheet.others))
        found = CalamineWorkbook.from_filelike(packed).get_sheet_by_name(sheet.name)
        rows = cast(list[list[Value]], found.to_python(skip_empty_area=True))
    top, left = found.start or (block.last, 0)
    for number in range(block.first, block.last + 1):
        held = 0 <= number - 1 - top < len(rows)
        cells = (*("",) * left, *rows[number - 1 - top]) if held else ()
        formulas = sheet.outline.formulas.get(number)
        yield marked(cells, dict.fromkeys(formulas, IS_A_FORMULA)) if formulas else cells


def _packed(parts: Mapping[str, bytes], others: bytes = b"") -> bytes:
    """A workbook of these parts, and of those of another workbook.

    Lightly compressed: the shared texts alone may have many megabytes, and are held in it
    while the sheet is read.
    """
    packed = io.BytesIO(others)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
