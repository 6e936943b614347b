"""The report as PDF: tagged for screen readers, with every figure in its text."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from judgments.report.document import Callout, Prose, Section, Tone
from judgments.report.pdf import pdf
from tests.judgments.report.reports import blocks, chart, draft, published


def _read(document):
    return PdfReader(BytesIO(pdf(document)))


def _words(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _roles(element, found):
    """Every kind of structure, with its alternative text where it has one."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for kid in element:
            _roles(kid, found)
    elif isinstance(element, dict):
        found.append((element.get("/S"), element.get("/Alt")))
        _roles(element.get("/K", []), found)
    return found


def test_it_is_tagged_and_names_its_title_and_language():
    reader = _read(published())
    root = reader.root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Shire Constabulary: PEEL inspection 2023-25"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()


def test_headings_lists_tables_and_pictures_are_what_they_look_like():
    found = _roles(_read(published()).root_object["/StructTreeRoot"]["/K"], [])
    kinds = {kind for kind, _ in found}

    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds
    assert chart().alternative in {alt for kind, alt in found if kind == "/Figure"}


def test_every_figure_and_word_is_in_its_text():
    words = _words(_read(published()))

    assert words.count("83 of 100 cases") >= 3
    assert "Requires improvement (2016)" in words
    assert 'alert("&")' in words
    assert '#let x = "$1"' in words
    assert "To be done by 31 March 2025" in words
    assert "Published before this report, on 3 December 2024" in words
    assert "Cause of concern 2" in words


def test_a_draft_says_so_on_every_page_and_a_published_report_on_none():
    draft_pages, pages = _read(draft()).pages, _read(published()).pages

    assert all("DRAFT" in page.extract_text() for page in draft_pages)
    assert not any("DRAFT" in page.extract_text() for page in pages)
    assert all("Published 1 January 2025" in page.extract_text() for page in pages)


def _pages_of(document):
    return [" ".join(page.extract_text().split()) for page in _read(document).pages]


def test_only_areas_begin_a_page():
    first, area, _, _, last = draft().sections
    area = replace(area, anchor="area-investigating", parts=())
    grades = replace(first, parts=())
    pages = _pages_of(replace(draft(), sections=(grades, last, area, replace(last, anchor="z"))))

    assert len(pages) == 3
    assert "Our grades" in pages[1]
    assert "About the data" in pages[1]
    assert "Investigating crime" in pages[2]
    assert "About the data" in pages[2]


def test_a_box_goes_to_the_next_page_as_a_whole_and_a_longer_one_is_all_printed():
    def boxed(words):
        text = f"begins. {words} ends."
        box = Callout("Promising practice", Tone.GOOD, "A shared desk", blocks(text))
        part = Prose("", blocks("Line.\n\n" * 18))
        return _pages_of(replace(draft(), sections=(Section("one", "One", (part, box)),)))

    short, long = boxed("and goes on. " * 100), boxed("and goes on. " * 900)
    where = [n for n, page in enumerate(short) if "begins." in page or "ends." in page]
    assert where == [2]
    assert "Line." in short[1]
    assert len(long) > len(short)
    assert sum(page.count("goes") for page in long) == 900


def test_an_erratum_is_told_on_the_first_page():
    first = " ".join(_read(published(3)).pages[0].extract_text().split())

    assert "last updated 1 March 2025 (version 3)" in first
    assert "Erratum. Version 2, 1 February 2025: Reason 2." in first
