"""Writing a report as a Word file, chapter by chapter."""

from collections.abc import Iterable
from io import BytesIO
from itertools import count
from typing import Any, Final

import docx as python_docx
from docx.document import Document as WordFile
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from judgments.report.document import (
    Callout,
    Document,
    Facts,
    GradeMark,
    Grades,
    Listing,
    Part,
    Prose,
    Section,
    Tone,
)
from judgments.report.word.markup import (
    add,
    add_field,
    add_inner_link,
    bookmark,
    borders,
    indent_table,
    keep_rows_whole,
    shade,
    styled,
)
from judgments.report.word.styles import WIDTH, dress
from judgments.report.word.texts import (
    NARROW,
    Texts,
    describe_table,
    keep_on_one_page,
    rows_of,
    ruled_table,
    share_width,
)
from judgments.report.wording import deadline_of, early, kind_of, named, title_lines

GROUNDS: Final = {
    "deep-green": "B7D8CA",
    "green": "E1F0E9",
    "blue": "E1ECF6",
    "amber": "FDECCF",
    "red": "F6D7D2",
}
EDGES: Final = {
    "deep-green": "083D29",
    "green": "0F7A52",
    "blue": "1D70B8",
    "amber": "B85C00",
    "red": "A01B1B",
}
NEUTRAL: Final = "F3F2F1"
NEUTRAL_EDGE: Final = "484949"
BAR: Final = 48
"""The width of the bar of a grade, in eighths of a point."""
TONES: Final = {
    Tone.GOOD: "0F7A52",
    Tone.IMPROVE: "B85C00",
    Tone.CONCERN: "A01B1B",
    Tone.RECOMMENDATION: "1D70B8",
}


def docx(document: Document) -> bytes:
    """The report as a file with styled headings, real tables and alternative text."""
    file = python_docx.Document()
    dress(file, document)
    _Writer(file).write(document)
    held = BytesIO()
    file.save(held)
    return held.getvalue()


class _Writer:
    """Writes a document into a file that is dressed already."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.texts = Texts(file)
        self.marks = count(1)

    def write(self, document: Document) -> None:
        self._title_page(document)
        self._contents(document.sections)
        for section in document.sections:
            self._section(section)

    def _title_page(self, document: Document) -> None:
        opening = add(self.file, kind_of(document), style="Note")
        opening.paragraph_format.space_before = Pt(170)
        add(self.file, document.force, style="Title")
        add(self.file, f"PEEL inspection {document.cycle}", style="Subtitle")
        for line in title_lines(document):
            add(self.file, line)

    def _contents(self, sections: Iterable[Section]) -> None:
        heading = add(self.file, "Contents", style="Label")
        heading.paragraph_format.page_break_before = True
        heading.runs[0].font.size = Pt(21)
        heading.paragraph_format.space_after = Pt(12)
        for section in sections:
            line = add(self.file)
            stops = line.paragraph_format.tab_stops
            stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            add_inner_link(line, _mark_of(section), section.title)
            line.add_run("\t")
            add_field(line, f"PAGEREF {_mark_of(section)} \\h", "", update=True)

    def _section(self, section: Section) -> None:
        heading = add(self.file, section.title, style="Heading 1")
        heading.paragraph_format.page_break_before = section.begins_a_page or None
        bookmark(heading, _mark_of(section), next(self.marks))
        if section.grade:
            _write_grade(add(self.file), section.grade)
        elif section.words:
            add(self.file, section.words, style="Note")
        for part in section.parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        match part:
            case Grades():
                self._grades(part)
            case Prose():
                if part.heading:
                    add(self.file, part.heading, style="Heading 2")
                self.texts.write(self.file, part.blocks, 3 if part.heading else 2)
            case Callout():
                self._callout(self.file, part, 2)
            case Facts():
                self._facts(part)
            case Listing():
                self._listing(part)

    def _grades(self, part: Grades) -> None:
        table = ruled_table(self.file, len(part.lines) + 1, 2)
        (area, grade), *rows = rows_of(table)
        area.add_run("Area").bold = True
        grade.add_run("Grade").bold = True
        for line, (area, grade) in zip(part.lines, rows, strict=True):
            add_inner_link(area, _mark(line.anchor), line.area)
            area.paragraph_format.left_indent = Cm(0.7) if line.below else None
            if line.grade:
                _colour_cell(grade, line.grade)
            else:
                grade.add_run(line.words)
        share_width(table, (3, 2))
        keep_on_one_page(table)
        describe_table(table, "Grades by area")
        if part.scale:
            scale = ", ".join(grade.text for grade in part.scale)
            note = add(self.file, style="Note")
            note.add_run(f"Grades that can be given, best first: {scale}.")
            note.paragraph_format.space_before = Pt(8)

    def _callout(self, place: Any, part: Callout, level: int) -> None:
        cell = _box(place, TONES[part.tone], shaded=level == 2)
        label = cell.paragraphs[0]
        styled(label, "Label")
        label.add_run(named(part)).font.color.rgb = RGBColor.from_string(TONES[part.tone])
        heading = add(cell, part.heading, style=f"Heading {level}")
        heading.paragraph_format.space_before = Pt(3)
        if deadline := deadline_of(part):
            add(cell).add_run(deadline).bold = True
        if before := early(part):
            add(cell, before, style="Note")
        self.texts.write(cell, part.blocks, level + 1, NARROW)
        for below in part.inside:
            self._callout(cell, below, level + 1)
        if isinstance(place, WordFile):
            # Two tables in a row would be one. Within a cell this paragraph comes by itself.
            add(place)

    def _facts(self, part: Facts) -> None:
        add(self.file, part.heading, style="Heading 2")
        table = ruled_table(self.file, len(part.rows), 2, headed=False)
        for (name, value), row in zip(part.rows, rows_of(table), strict=True):
            row[0].add_run(name).bold = True
            row[1].add_run(value)
        share_width(table, (2, 5))
        keep_on_one_page(table)
        describe_table(table, part.heading)
        add(self.file)
        for note in part.notes:
            add(self.file, note)

    def _listing(self, part: Listing) -> None:
        add(self.file, part.caption, style="Caption")
        table = ruled_table(self.file, len(part.rows) + 1, len(part.heading))
        heading, *rows = rows_of(table)
        for cell, words in zip(heading, part.heading, strict=True):
            cell.add_run(words).bold = True
        for row, values in zip(rows, part.rows, strict=True):
            for cell, words in zip(row, values, strict=True):
                cell.add_run(words).font.size = Pt(9)
        share_width(table, part.widths)
        keep_on_one_page(table)
        describe_table(table, part.caption)
        add(self.file)


def _mark_of(section: Section) -> str:
    return _mark(section.anchor)


def _mark(anchor: str) -> str:
    """The name of a bookmark: letters, digits and low lines, at most 40."""
    return "s_" + anchor.replace("-", "_")[:38]


def _write_grade(paragraph: Paragraph, grade: GradeMark) -> None:
    run = paragraph.add_run(f"\N{NO-BREAK SPACE}{grade.words}\N{NO-BREAK SPACE}")
    run.bold = True
    shade(run._r.get_or_add_rPr(), GROUNDS.get(grade.colour, NEUTRAL))


def _colour_cell(paragraph: Paragraph, grade: GradeMark) -> None:
    """The grade in words, in a cell with its ground and a bar in its colour."""
    paragraph.add_run(grade.words).bold = True
    properties = paragraph._p.getparent().get_or_add_tcPr()
    bar = (BAR, EDGES.get(grade.colour, NEUTRAL_EDGE))
    properties.append(borders("w:tcBorders", {"left": bar}))
    shade(properties, GROUNDS.get(grade.colour, NEUTRAL))


def _box(place: Any, colour: str, *, shaded: bool) -> Any:
    """A cell of its own with an edge in a colour."""
    table = place.add_table(1, 1)
    table._tbl.tblPr.append(borders("w:tblBorders", {"left": (36, colour)}))
    indent_table(table, 108)
    keep_rows_whole(table)
    cell = table.cell(0, 0)
    properties = cell._tc.get_or_add_tcPr()
    if shaded:
        shade(properties, "F8F8F8")
    margins = OxmlElement("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "170")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    return cell
