"""Looks through one XML part of an Excel workbook before anything else reads it. Pure.

One pass, whose work grows with the size of the part and with nothing else. What makes XML
dear to read has a limit: the length of a tag, how deep tags stand in one another, and how
many there are. Entities can't be declared, so none can grow.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from peel.lib.errors import Invalid

MAX_TAG = 256 * 1024
MAX_DEPTH = 100
MAX_FORMULAS = 100_000
PIECE = 64 * 1024

NOT_A_LIST = (
    "This is not a CSV or Excel file. Upload the list as an Excel workbook (.xlsx) or a CSV file."
)
TOO_LARGE = (
    "This workbook is too large when it is unpacked. Copy the list alone into a new workbook, "
    "or save it as a CSV file, and upload that."
)
NOT_READABLE = (
    "This Excel workbook can't be read. Open it in Excel, save it again as an Excel workbook "
    "(.xlsx), and upload that file."
)
TOO_MANY_FORMULAS = (
    f"More than {MAX_FORMULAS:,} cells of this workbook hold formulas. Copy the list, paste it as "
    "values, and upload it again."
)
CELL = re.compile(r"([A-Za-z]{1,9})([0-9]{1,12})")
ROW = re.compile(r"[0-9]{1,12}")


@dataclass(slots=True)
class Contents:
    """What stands in a part. Lengths are in bytes; ``formulas`` are rows and columns from 0."""

    bytes: int = 0
    tags: int = 0
    rows: int = 0
    columns: int = 0
    shared_texts: int = 0
    longest_text: int = 0
    merges: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)

    @property
    def room(self) -> int:
        """How many cells the rectangle has that reaches to the outermost row and column."""
        return self.rows * self.columns


def contents_of(part: bytes, *, most_tags: int) -> Contents:
    """Read a part of a workbook once.

    Raises Invalid for what isn't XML in UTF-8, for a cell or row that doesn't say where it
    stands, and for a part over a limit.
    """
    reading = _Reading(most_tags, Contents(len(part)))
    parse(reading.parser, (part[start : start + PIECE] for start in range(0, len(part), PIECE)))
    return reading.contents


def new_parser() -> expat.XMLParserType:
    """A parser of UTF-8 alone that lets nothing be declared. Its handlers are to be set."""
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def parse(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    """Parse a part that comes in pieces. Raises Invalid when it isn't XML in UTF-8."""
    start = 0
    try:
        for piece in pieces:
            # UTF-16 is read by this parser and by no other here.
            if b"\x00" in piece:
                raise Invalid(NOT_READABLE)
            parser.Parse(piece, False)
            # A tag that isn't closed yet is read again from its start with each piece.
            if start - parser.CurrentByteIndex > MAX_TAG:
                raise Invalid(NOT_READABLE)
            start += len(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Invalid(NOT_READABLE) from None


@dataclass(slots=True)
class _Reading:
    most_tags: int
    contents: Contents
    parser: expat.XMLParserType = field(default_factory=new_parser)
    depth: int = 0
    sheets: int = 0
    cell: tuple[int, int] | None = None
    text_start: int = 0

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.contents.tags += 1
        self.depth += 1
        if self.contents.tags > self.most_tags or self.depth > MAX_DEPTH:
            raise Invalid(TOO_LARGE)
        match name.rpartition(":")[2]:
            case "sheetData":
                self.sheets += 1
            case "c" if self.sheets:
                self._cell(attributes)
            case "row" if self.sheets:
                self._row(attributes.get("r", ""))
            case "f" if self.cell:
                self._formula(self.cell)
            case "mergeCell":
                self.contents.merges += 1
            case "si":
                self.text_start = self.parser.CurrentByteIndex

    def _end(self, name: str) -> None:
        self.depth -= 1
        match name.rpartition(":")[2]:
            case "sheetData":
                self.sheets -= 1
            case "c":
                self.cell = None
            case "si":
                length = self.parser.CurrentByteIndex - self.text_start
                self.contents.longest_text = max(self.contents.longest_text, length)

    def _cell(self, attributes: dict[str, str]) -> None:
        position = CELL.fullmatch(attributes.get("r", ""))
        if position is None:
            raise Invalid(NOT_READABLE)
        row, column = int(position[2]), column_number(position[1])
        self.cell = row - 1, column - 1
        self.contents.columns = max(self.contents.columns, column)
        self.contents.rows = max(self.contents.rows, row)
        self.contents.shared_texts += attributes.get("t") == "s"

    def _formula(self, cell: tuple[int, int]) -> None:
        if len(self.contents.formulas) == MAX_FORMULAS:
            raise Invalid(TOO_MANY_FORMULAS)
        self.contents.formulas.append(cell)

    def _row(self, number: str) -> None:
        if not ROW.fullmatch(number):
            raise Invalid(NOT_READABLE)
        self.contents.rows = max(self.contents.rows, int(number))


def _refuse(*declared: object) -> None:
    raise Invalid(NOT_READABLE)


def column_number(letters: str) -> int:
    """The place from 1 of the column with these letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
