"""Looks through the sheet of an extract before it is read, and says where to cut it. Pure.

A reader of workbooks makes room for the whole rectangle of a sheet and copies a shared text
for every cell that shows it. So a sheet is read in blocks of rows, each of a size that this
pass has made sure of. It takes the rows as they come and holds none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from cases.extracts.limits import MAX_BLANK_ROWS, MAX_COLUMNS, MAX_ROWS
from peel.lib.errors import Invalid
from peel.lib.lists.workbook_xml import (
    CELL,
    MAX_DEPTH,
    MAX_FORMULAS,
    NOT_READABLE,
    ROW,
    TOO_LARGE,
    TOO_MANY_FORMULAS,
    column_number,
    new_parser,
    parse,
)

MAX_TAGS = 60_000_000
MAX_ROW = 8 * 1024 * 1024
LAST_ROW = MAX_ROWS + MAX_BLANK_ROWS + 1

BLOCK_ROWS = 20_000
BLOCK_BYTES = 32 * 1024 * 1024
BLOCK_TEXT = 64 * 1024 * 1024

MERGED = "Cells of the sheet are merged. Unmerge them, fill every cell, and give the extract again."
TOO_WIDE = (
    f"The sheet reaches beyond column {MAX_COLUMNS}, and an extract may have {MAX_COLUMNS}. Copy "
    "the columns that the draw needs into a new workbook, and give that."
)
TOO_LONG = (
    f"The sheet reaches beyond row {LAST_ROW:,}, and an extract may have {MAX_ROWS:,} records and "
    f"{MAX_BLANK_ROWS:,} blank rows. Copy the list alone into a new workbook, and give that."
)


@dataclass(slots=True)
class Block:
    """Bytes ``start`` to ``end`` of the sheet, which hold its rows ``first`` to ``last``, from 1.

    The rows before the first one written down are blank, and belong to the block.
    """

    start: int
    first: int
    end: int = 0
    last: int = 0


@dataclass(slots=True)
class Outline:
    """Where the rows of a sheet stand. The first ``head`` bytes and ``closing`` enclose them.

    ``formulas`` gives the columns from 0 by row from 1. A sheet without ``values`` is empty.
    """

    head: int = 0
    closing: bytes = b""
    blocks: list[Block] = field(default_factory=list)
    formulas: dict[int, list[int]] = field(default_factory=dict)
    values: int = 0


def outline_of(pieces: Iterable[bytes], *, longest_text: int, rows: int | None = None) -> Outline:
    """Looks through a sheet, in which one shared text may be ``longest_text`` bytes long.

    With ``rows``, no further than these. Raises Invalid for what can't be read, for merged
    cells, and for a sheet over a limit.
    """
    reading = _Reading(longest_text, LAST_ROW if rows is None else rows)
    try:
        parse(reading.parser, pieces)
    except _EnoughRead:
        return reading.outline
    return reading.outline


class _EnoughRead(Exception):
    """Nothing that lies further down is asked for."""


@dataclass(slots=True)
class _Reading:
    longest_text: int
    most_rows: int
    outline: Outline = field(default_factory=Outline)
    parser: expat.XMLParserType = field(default_factory=new_parser)
    root: str = ""
    tags: int = 0
    depth: int = 0
    rows_depth: int = 0
    row_start: int = 0
    block_row: int = 0
    row: int = 0
    row_text: str = ""
    column: int = 0
    shared: int = 0
    columns: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        self.depth += 1
        if self.tags > MAX_TAGS or self.depth > MAX_DEPTH:
            raise Invalid(TOO_LARGE)
        local = name.rpartition(":")[2] if ":" in name else name
        if not self.rows_depth:
            self._outside(name, local)
        elif local == "c":
            self._cell(attributes)
        elif local == "row":
            self._row(attributes)
        elif local == "f":
            self._formula()
        else:
            self.outline.values += 1

    def _outside(self, name: str, local: str) -> None:
        self.root = self.root or name
        if local == "mergeCell":
            raise Invalid(MERGED)
        if local == "sheetData":
            if self.outline.closing:
                raise Invalid(NOT_READABLE)
            self.rows_depth = self.depth
            self.outline.closing = f"</{name}></{self.root}>".encode()

    def _end(self, name: str) -> None:
        if self.depth == self.rows_depth:
            self.rows_depth = 0
            self._end_row(self.parser.CurrentByteIndex)
        self.depth -= 1

    def _row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r", "")
        if not ROW.fullmatch(text) or int(text) <= self.row:
            raise Invalid(NOT_READABLE)
        start = self.parser.CurrentByteIndex
        self._end_row(start)
        before, self.row, self.row_text = self.row, int(text), text
        if self.row > LAST_ROW:
            raise Invalid(TOO_LONG)
        if self.row > self.most_rows:
            raise _EnoughRead
        if not self.outline.blocks:
            self.outline.head = start
        if not self.outline.blocks or self._block_is_full(start):
            self.block_row, self.shared = self.row, 0
            self.outline.blocks.append(Block(start, before + 1))
        self.row_start = start

    def _end_row(self, end: int) -> None:
        """The head ends like a row, where the first row begins."""
        if end - self.row_start > MAX_ROW:
            raise Invalid(TOO_LARGE)
        if self.outline.blocks:
            block = self.outline.blocks[-1]
            block.end, block.last = end, self.row

    def _block_is_full(self, start: int) -> bool:
        return (
            self.row - self.block_row >= BLOCK_ROWS
            or start - self.outline.blocks[-1].start >= BLOCK_BYTES
            or self.shared * self.longest_text >= BLOCK_TEXT
        )

    def _cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").removesuffix(self.row_text)
        column = self.columns.get(letters)
        self.column = self._new_column(attributes) if column is None else column
        self.shared += attributes.get("t") == "s"

    def _new_column(self, attributes: dict[str, str]) -> int:
        position = CELL.fullmatch(attributes.get("r", ""))
        if not position or position[2] != self.row_text:
            raise Invalid(NOT_READABLE)
        column = column_number(position[1]) - 1
        if column >= MAX_COLUMNS:
            raise Invalid(TOO_WIDE)
        self.columns[position[1]] = column
        return column

    def _formula(self) -> None:
        if len(self.outline.formulas) == MAX_FORMULAS:
            raise Invalid(TOO_MANY_FORMULAS)
        self.outline.formulas.setdefault(self.row, []).append(self.column)
