"""The parts of Word's markup that python-docx has no words for."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINK: Final = "1D5A96"
WATERMARK: Final = Path(__file__).with_name("watermark.xml").read_text(encoding="utf-8")


def element(name: str, attributes: Mapping[str, object] | None = None) -> Any:
    """An element such as ``w:shd`` with attributes of the same name space."""
    made = OxmlElement(name)
    for attribute, value in (attributes or {}).items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph a style by its name.

    python-docx reads the attributes of all styles for this, which is most of the work of a long
    report. Its identifiers are the names without spaces.
    """
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def add(place: Any, words: str = "", style: str = "") -> Paragraph:
    """A new paragraph at the end of the body or of a cell."""
    paragraph: Paragraph = place.add_paragraph(words)
    return styled(paragraph, style) if style else paragraph


def add_link(paragraph: Paragraph, url: str) -> Any:
    """An empty link to a web page, to which runs are added."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
    paragraph._p.append(made)
    return made


def add_inner_link(paragraph: Paragraph, bookmark: str, words: str) -> None:
    """Words that lead to a bookmark of the same file."""
    made = element("w:hyperlink", {"anchor": bookmark, "history": 1})
    paragraph._p.append(made)
    run = Run(OxmlElement("w:r"), paragraph)
    run.text = words
    made.append(run._r)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give what stands in the paragraph a name. ``number`` is unique in the file."""
    start = element("w:bookmarkStart", {"id": number, "name": name})
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("w:bookmarkEnd", {"id": number}))


def add_field(paragraph: Paragraph, instruction: str, shown: str, *, update: bool = False) -> None:
    """Something that Word computes, such as PAGE. ``shown`` stands there until it has."""
    begin = element("w:fldChar", {"fldCharType": "begin"} | ({"dirty": "true"} if update else {}))
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    parted = element("w:fldChar", {"fldCharType": "separate"})
    for part in (begin, told, parted):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("w:fldChar", {"fldCharType": "end"}))


def shade(properties: Any, colour: str) -> None:
    """Give a cell or a run a ground. ``colour`` is six hexadecimal digits."""
    properties.append(element("w:shd", {"val": "clear", "color": "auto", "fill": colour}))


def indent_table(table: Any, twentieths: int) -> None:
    """Move a table to the right, by twentieths of a point."""
    table._tbl.tblPr.append(element("w:tblInd", {"w": twentieths, "type": "dxa"}))


def keep_rows_whole(table: Any) -> None:
    """No row goes on on the next page, unless it is longer than one."""
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(element("w:cantSplit"))


def borders(name: str, sides: Mapping[str, tuple[int, str]]) -> Any:
    """Borders by side, each with its width in eighths of a point and its colour."""
    made = OxmlElement(name)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            size, colour = sides[side]
            drawn = {"val": "single" if size else "nil", "sz": size, "space": 0, "color": colour}
            made.append(element(f"w:{side}", drawn))
    return made


def add_watermark(paragraph: Paragraph) -> None:
    """DRAFT across each page whose header the paragraph stands in."""
    paragraph._p.append(parse_xml(WATERMARK))


def describe_picture(run: Run, words: str, number: int) -> None:
    """The alternative text of the picture that a run holds."""
    for place in run._r.iter(qn("wp:docPr")):
        place.set("descr", words)
        place.set("name", f"Chart {number}")


class Numberings:
    """Gives each numbered list a numbering of its own, so that it begins where it should."""

    def __init__(self, file: WordFile) -> None:
        self._root = file.part.numbering_part.element
        self._abstract = self._of_style(file, "List Number")
        taken = [int(num.get(qn("w:numId"))) for num in self._root.findall(qn("w:num"))]
        self._next = count(max(taken, default=0) + 1)

    def begin(self, start: int) -> int:
        """The identifier of a new numbering that begins at ``start``."""
        number = next(self._next)
        made = element("w:num", {"numId": number})
        made.append(element("w:abstractNumId", {"val": self._abstract}))
        override = element("w:lvlOverride", {"ilvl": 0})
        override.append(element("w:startOverride", {"val": start}))
        made.append(override)
        self._root.append(made)
        return number

    def _of_style(self, file: WordFile, style: str) -> str:
        given = file.styles[style].element.pPr.numPr.numId.val
        for num in self._root.findall(qn("w:num")):
            if int(num.get(qn("w:numId"))) == given:
                return str(num.find(qn("w:abstractNumId")).get(qn("w:val")))
        raise LookupError(f"The style {style} has no numbering.")


def number_with(paragraph: Paragraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = 0
    numbered.get_or_add_numId().val = numbering
