"""Texts in a Word file: paragraphs, lists, tables and charts."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count
from typing import Any, Final

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cases.charts.png import png_of
from judgments.report.document import ROWS_OF_A_PAGE
from judgments.report.word.markup import (
    LINK,
    Numberings,
    add,
    add_link,
    borders,
    describe_picture,
    element,
    indent_table,
    keep_rows_whole,
    number_with,
    styled,
)
from judgments.report.word.styles import WIDTH
from judgments.text import tree
from judgments.text.tree import Block, Inline, Inlines

NARROW: Final = Cm(14.6)
"""The room that pictures have in a box."""
WORDS: Final = 3
"""How many times as wide as a column of numbers one of words is."""
DEEPEST_LIST: Final = 3
DEEPEST_HEADING: Final = 5
RULE, EDGE = (4, "B1B4B6"), (12, "0B0C0C")


class Texts:
    """Writes texts. ``width`` is the room that pictures have."""

    def __init__(self, file: WordFile) -> None:
        self._numberings = Numberings(file)
        self._charts = count(1)

    def write(self, place: Any, blocks: Iterable[Block], top: int, width: Length = WIDTH) -> None:
        """Add the blocks to the body or a cell. ``top`` is the level of their first headings."""
        for block in blocks:
            match block:
                case tree.Paragraph(inside):
                    write_inlines(add(place), inside)
                case tree.Heading(level, inside):
                    style = f"Heading {min(top + level - 1, DEEPEST_HEADING)}"
                    write_inlines(add(place, style=style), inside)
                case tree.BulletList() | tree.NumberedList():
                    self._list(place, block, 1, width)
                case tree.Quote(blocks_inside):
                    self._quote(place, blocks_inside, top, width)
                case tree.TableBlock():
                    self._table(place, block, width)
                case tree.Chart():
                    self._chart(place, block, width)

    def _list(
        self, place: Any, block: tree.BulletList | tree.NumberedList, depth: int, width: Length
    ) -> None:
        numbered = isinstance(block, tree.NumberedList)
        name = "List Number" if numbered else "List Bullet"
        style = name if depth == 1 else f"{name} {min(depth, DEEPEST_LIST)}"
        numbering = (
            self._numberings.begin(block.start) if isinstance(block, tree.NumberedList) else 0
        )
        for item in block.items:
            begun = False
            for part in item:
                if isinstance(part, tree.BulletList | tree.NumberedList):
                    self._list(place, part, depth + 1, width)
                elif isinstance(part, tree.Paragraph):
                    written = add(place, style="List Continue" if begun else style)
                    write_inlines(written, part.inside)
                    if numbering and depth == 1 and not begun:
                        number_with(written, numbering)
                    begun = True
                else:
                    self.write(place, [part], 5, width)

    def _quote(self, place: Any, blocks: Iterable[Block], top: int, width: Length) -> None:
        for block in blocks:
            if isinstance(block, tree.Paragraph):
                write_inlines(add(place, style="Quote"), block.inside)
            else:
                self.write(place, [block], top, width)

    def _table(self, place: Any, block: tree.TableBlock, width: Length) -> None:
        if block.caption:
            add(place, block.caption, style="Caption")
        made = ruled_table(place, len(block.rows) + 1, len(block.heading))
        rows = [block.heading, *block.rows]
        for number, (row, cells) in enumerate(zip(rows_of(made), rows, strict=True)):
            for cell, inlines, right in zip(row, cells, block.right, strict=True):
                write_inlines(cell, inlines, bold=number == 0)
                if right:
                    cell.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        share_width(made, [1 if right else WORDS for right in block.right], width)
        keep_on_one_page(made)
        describe_table(made, block.caption)
        add(place)

    def _chart(self, place: Any, chart: tree.Chart, width: Length) -> None:
        run = add(place).add_run()
        run.add_picture(BytesIO(png_of(chart.svg, chart.alternative)), width=width)
        describe_picture(run, chart.alternative, next(self._charts))


def ruled_table(place: Any, rows: int, columns: int, *, headed: bool = True) -> Table:
    """A table with a line below each row. A heading is repeated on each page."""
    made: Table = (
        place.add_table(rows=rows, cols=columns)
        if isinstance(place, _Cell)
        else place.add_table(rows, columns)
    )
    made.autofit = True
    indent_table(made, 108)
    properties = made._tbl.tblPr
    properties.append(borders("w:tblBorders", {"bottom": RULE, "insideH": RULE}))
    keep_rows_whole(made)
    for number, row in enumerate(made._tbl.tr_lst):
        if headed and number == 0:
            row.get_or_add_trPr().append(element("w:tblHeader"))
            for cell in row.tc_lst:
                cell.get_or_add_tcPr().append(borders("w:tcBorders", {"bottom": EDGE}))
    return made


def share_width(table: Table, shares: Sequence[int], width: Length = WIDTH) -> None:
    """Give each column its share of the width."""
    parts = [Length(width * share // sum(shares)) for share in shares]
    table.autofit = False
    for column, part in zip(table._tbl.tblGrid.gridCol_lst, parts, strict=True):
        column.w = part
    for row in table._tbl.tr_lst:
        for cell, part in zip(row.tc_lst, parts, strict=True):
            cell.width = part


def keep_on_one_page(table: Table) -> None:
    """Each row with the next, while a page has room for all; of a longer table the first two."""
    *rows, _ = table._tbl.tr_lst
    for row in rows if len(rows) <= ROWS_OF_A_PAGE else rows[:1]:
        for written in row.iter(qn("w:p")):
            Paragraph(written, table).paragraph_format.keep_with_next = True


def rows_of(table: Table) -> list[list[Paragraph]]:
    """The paragraph of each cell, in rows."""
    return [[_in_table(cell.p_lst[0], table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def describe_table(table: Table, words: str) -> None:
    """What a table holds, for who can't see it."""
    if words:
        table._tbl.tblPr.append(element("w:tblCaption", {"val": words}))


def write_inlines(
    paragraph: Paragraph, inlines: Inlines, *, bold: bool = False, italic: bool = False
) -> None:
    """Add words to a paragraph."""
    for inline in inlines:
        _inline(paragraph, inline, None, bold, italic)


def _inline(paragraph: Paragraph, inline: Inline, link: Any, bold: bool, italic: bool) -> None:
    match inline:
        case tree.Strong(inside):
            _each(paragraph, inside, link, True, italic)
        case tree.Emphasis(inside):
            _each(paragraph, inside, link, bold, True)
        case tree.Link(url, inside):
            _each(paragraph, inside, add_link(paragraph, url), bold, italic)
        case tree.LineBreak():
            _run(paragraph, link).add_break()
        case _:
            run = _run(paragraph, link)
            run.text = tree.plain([inline])
            run.bold, run.italic = bold or None, italic or None
            if link is not None:
                run.underline, run.font.color.rgb = True, RGBColor.from_string(LINK)


def _each(
    paragraph: Paragraph, inside: Sequence[Inline], link: Any, bold: bool, italic: bool
) -> None:
    for inline in inside:
        _inline(paragraph, inline, link, bold, italic)


def _run(paragraph: Paragraph, link: Any) -> Run:
    if link is None:
        return paragraph.add_run()
    made = Run(OxmlElement("w:r"), paragraph)
    link.append(made._r)
    return made


def _in_table(element: Any, table: Table) -> Paragraph:
    paragraph = Paragraph(element, table)
    return styled(paragraph, "Table Text")
