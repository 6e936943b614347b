"""How a Word file of a report looks: its letters, its page, its header and footer."""

from typing import Final

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from judgments.report.document import Document
from judgments.report.word.markup import add_field, add_watermark, element
from judgments.report.wording import dated

FONT: Final = "Arial"
BRAND: Final = RGBColor(0x0F, 0x3B, 0x46)
FAINT: Final = RGBColor(0x48, 0x49, 0x49)
INK: Final = RGBColor(0x0B, 0x0C, 0x0C)
WIDTH: Final = Cm(16.4)
HEADINGS: Final = {
    1: (21, 24, 14),
    2: (14, 18, 6),
    3: (11.5, 14, 5),
    4: (10.5, 12, 4),
    5: (10.5, 12, 4),
}


def dress(file: WordFile, document: Document) -> None:
    """Set page, styles, header, footer and what the file says of itself."""
    _page(file)
    _letters(file)
    _headings(file)
    _around(file, document)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = document.title, "", ""
    properties.language, properties.subject = "en-GB", f"PEEL inspection {document.cycle}"


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.different_first_page_header_footer = True


def _letters(file: WordFile) -> None:
    for name, size in (("Normal", 10.5), ("Title", 29), ("Subtitle", 16), ("Caption", 10.5)):
        style = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        _one_font(style)
        style.font.italic = False
    normal = file.styles["Normal"]
    normal.font.color.rgb = INK
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(8), 1.2
    language = element("w:lang", {"val": "en-GB"})
    normal.element.get_or_add_rPr().append(language)
    file.styles["Title"].font.color.rgb = BRAND
    file.styles["Title"].font.bold = True
    _no_border(file.styles["Title"])
    file.styles["Subtitle"].font.color.rgb = INK
    caption = file.styles["Caption"]
    caption.font.bold, caption.font.color.rgb = True, INK
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(10)
    _own_styles(file)


def _own_styles(file: WordFile) -> None:
    small = file.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = file.styles["Normal"]
    small.font.size, small.font.color.rgb = Pt(9), FAINT
    cell = file.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = file.styles["Normal"]
    cell.paragraph_format.space_after = cell.paragraph_format.space_before = Pt(3)
    cell.paragraph_format.line_spacing = 1.05
    label = file.styles.add_style("Label", WD_STYLE_TYPE.PARAGRAPH)
    label.base_style = file.styles["Normal"]
    label.font.size, label.font.bold = Pt(9), True
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(4), Pt(0)
    label.paragraph_format.keep_with_next = True
    quote = file.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, INK
    quote.paragraph_format.left_indent = Cm(0.8)


def _headings(file: WordFile) -> None:
    for level, (size, before, after) in HEADINGS.items():
        style = file.styles[f"Heading {level}"]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.bold, style.font.italic, style.font.color.rgb = True, False, BRAND
        _one_font(style)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True


def _one_font(style: object) -> None:
    """Without the fonts of the theme, which would win over the one that is named."""
    fonts = style.element.rPr.rFonts  # type: ignore[attr-defined]
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), FONT)


def _no_border(style: object) -> None:
    properties = style.element.pPr  # type: ignore[attr-defined]
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _around(file: WordFile, document: Document) -> None:
    section = file.sections[0]
    header, first = section.header.paragraphs[0], section.first_page_header.paragraphs[0]
    header.text = document.title
    if document.is_draft:
        header.add_run("\tDraft: not published")
        add_watermark(header)
        add_watermark(first)
    for footer in (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0]):
        footer.text = f"{dated(document)}\t"
        add_field(footer, "PAGE", "1")
        footer.add_run(" of ")
        add_field(footer, "NUMPAGES", "1")
        _aside(footer)
    _aside(header)


def _aside(paragraph: object) -> None:
    """Small words, the first to the left and what follows a tab to the right."""
    paragraph.style = "Note"  # type: ignore[attr-defined]
    stops = paragraph.paragraph_format.tab_stops  # type: ignore[attr-defined]
    stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
