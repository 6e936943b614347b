"""The report as a Word file: styled headings, real tables with the figures, alternative text."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
from docx.oxml.ns import qn

from judgments.report.document import Listing, Section
from judgments.report.word import docx
from judgments.report.word.writing import EDGES, GROUNDS
from tests.judgments.report.reports import blocks, chart, draft, published


def _read(document):
    return python_docx.Document(BytesIO(docx(document)))


def _cells(file):
    return [
        [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.tc_lst]
         for row in table.tr_lst]
        for table in file.element.body.iter(qn("w:tbl"))
    ]  # fmt: skip


def _styled(file, style):
    return [p.text for p in file.paragraphs if p.style.name == style]


def _names(held):
    with ZipFile(BytesIO(held)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


def test_it_opens_and_says_what_it_is():
    file = _read(published())

    assert file.core_properties.title == "Shire Constabulary: PEEL inspection 2023-25"
    assert file.core_properties.author == ""
    assert _styled(file, "Title") == ["Shire Constabulary"]


def test_headings_are_styled_by_their_level():
    file = _read(published())

    assert _styled(file, "Heading 1") == [
        "Our grades", "Investigating crime", "Planning", "Victim service", "About the data",
    ]  # fmt: skip
    assert _styled(file, "Heading 2") == ["Plans are good", "Case files"]
    assert _styled(file, "Heading 3") == ["What was seen"]


def test_tables_are_real_and_hold_the_figures():
    tables = _cells(_read(published()))

    assert [["Stage", "Files"], ["Calls | more", "83 of 100 cases"]] in tables
    assert [["Measure", "Result"], ["Plan present", "83 of 100"]] in tables
    assert [["Figure", "Source"], ["83 of 100 cases", "Sample vsa"]] in tables
    assert tables[0][1] == ["Investigating crime", "Good"]


def test_each_heading_row_is_repeated_and_only_headings_are():
    file = _read(published())
    headed = [
        table.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
        for table in file.element.body.iter(qn("w:tbl"))
        if len(table.tr_lst) > 1
    ]

    assert headed == [True, True, True, False, True]


def test_a_grade_has_a_bar_in_its_colour_beside_its_words():
    grades = _read(published()).tables[0]
    good, standing, none = (row.cells[1] for row in grades.rows[1:])

    for cell, words, edge, ground in (
        (good, "Good", EDGES["green"], GROUNDS["green"]),
        (standing, "Requires improvement (2016)", EDGES["amber"], GROUNDS["amber"]),
    ):
        assert cell.text == words
        properties = cell._tc.tcPr
        assert properties.find(f"./{qn('w:tcBorders')}/{qn('w:left')}").get(qn("w:color")) == edge
        assert properties.find(f"./{qn('w:shd')}").get(qn("w:fill")) == ground
        order = [child.tag for child in properties]
        assert order == [qn("w:tcW"), qn("w:tcBorders"), qn("w:shd")]
    assert none.text == "Not graded"
    assert none._tc.tcPr.find(f"./{qn('w:shd')}") is None


def test_only_areas_begin_a_page():
    areas = [replace(section, anchor=f"area-{section.anchor}") if section.grade else section
             for section in draft().sections]  # fmt: skip
    file = _read(replace(draft(), sections=tuple(areas)))
    broken = [p.text for p in file.paragraphs if p.paragraph_format.page_break_before]

    assert broken == ["Contents", "Investigating crime", "Planning"]
    assert not file.styles["Heading 1"].paragraph_format.page_break_before


def test_a_table_and_a_box_stay_on_one_page():
    for table in _read(published()).element.body.iter(qn("w:tbl")):
        assert all(row.find(f"./{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
                   for row in table.tr_lst)  # fmt: skip
        *rows, last = table.tr_lst
        assert all(row.find(f".//{qn('w:keepNext')}") is not None for row in rows)
        assert len(rows) == 0 or last.find(f".//{qn('w:keepNext')}") is None


def test_a_table_longer_than_a_page_goes_on_on_the_next():
    rows = tuple((str(n), "Sample vsa") for n in range(40))
    listing = Listing("Figures", ("Figure", "Source"), rows, (1, 2))
    section = Section("about", "About the data", (listing,))
    (table,) = _read(replace(draft(), sections=(section,))).tables
    kept = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]

    assert kept == [True, *[False] * 40]


def test_pictures_have_alternative_text():
    file = _read(published())
    told = [place.get("descr") for place in file.element.body.iter(qn("wp:docPr"))]

    assert told == [chart().alternative]


def test_lists_begin_at_their_own_number():
    file = _read(draft("3. three\n4. four\n\ntext\n\n1. one\n"))
    file_blocks = [p for p in file.paragraphs if p.style.name == "List Number"]
    numberings = [p._p.pPr.numPr.numId.val for p in file_blocks]

    assert [p.text for p in file_blocks] == ["three", "four", "one"]
    assert numberings[0] == numberings[1] != numberings[2]
    starts = {
        int(num.get(qn("w:numId"))): num.find(f".//{qn('w:startOverride')}")
        for num in file.part.numbering_part.element.findall(qn("w:num"))
    }
    assert [starts[n].get(qn("w:val")) for n in numberings] == ["3", "3", "1"]


def test_links_lead_out_and_typed_markup_stays_words():
    parts = _names(docx(published()))
    body = parts["word/document.xml"]

    assert "https://example.org/a?b=1&amp;c=2" in parts["word/_rels/document.xml.rels"]
    assert '&lt;script&gt;alert("&amp;")&lt;/script&gt;' in body
    assert "vbaProject.bin" not in " ".join(parts)


def test_a_draft_has_a_watermark_on_every_page_and_a_published_report_none():
    def marked(document):
        parts = _names(docx(document))
        return [name for name, text in parts.items() if 'string="DRAFT"' in text]

    assert len(marked(draft())) == 2  # the header of the first page, and that of the others
    assert marked(published()) == []


def test_an_erratum_is_told_on_the_first_page():
    words = [p.text for p in _read(published(2)).paragraphs]

    assert "Published 1 January 2025, last updated 1 February 2025 (version 2)" in words
    assert "Erratum. Version 2, 1 February 2025: Reason 2." in words


def test_boxes_hold_their_recommendations():
    words = [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in _read(published()).element.body.iter(qn("w:p"))
    ]

    assert words.index("Cause of concern 2") < words.index("Recommendation 3")
    assert words.count("Published before this report, on 3 December 2024") == 1
    assert words.index("Recommendation 3") < words.index("To be done by 31 March 2025")


def test_the_texts_of_the_sample_hold_every_kind_of_block():
    assert {type(block).__name__ for block in blocks()} >= {
        "Paragraph", "Heading", "BulletList", "Quote", "TableBlock", "Chart",
    }  # fmt: skip
