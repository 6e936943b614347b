"""The report that is measured is as long as it says, and cites every figure that is in it."""

from io import BytesIO

import pytest
from docx import Document as WordFile
from pypdf import PdfWriter

from bench.long_report_checks import (
    CHARTS,
    PAGES,
    is_whole_docx,
    is_whole_page,
    is_whole_pdf,
    pages_of,
)
from bench.long_report_texts import FEWEST_IN_A_BLOCK, Figures, rationale, text
from judgments.figures.tokens import CasesToken, tokens_of, unreadable
from judgments.figures.typed import typed_in
from peel.lib.personal_data import personal_data_in

FIGURES = Figures("shire-2023-25/vsa", [f"measure_{number}" for number in range(33)])
TEXTS = [text(FIGURES, number) for number in range(100)]
CHART = b'<div class="report-chart">'


def pdf_of(pages: int) -> bytes:
    writer, held = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(held)
    return held.getvalue()


def test_texts_differ_and_hold_no_figure_but_those_that_are_cited():
    assert len(set(TEXTS)) == len(TEXTS)
    for each in (*TEXTS, *map(rationale, range(12))):
        assert typed_in(each) == ()
        assert unreadable(each) == ()
        assert personal_data_in(each) == []


def test_every_measure_is_cited_and_charts_and_tables_differ():
    tokens = [token for each in TEXTS for token in tokens_of(each)]
    cited = [token for token in tokens if isinstance(token, CasesToken)]
    assert len(cited) == len(tokens)
    assert {code for token in cited for code in token.measures} == set(FIGURES.measures)
    blocks = [token for token in cited if token.is_block]
    assert len(set(blocks)) == len(blocks) == 67
    assert all(len(token.measures) >= FEWEST_IN_A_BLOCK for token in blocks)


@pytest.mark.parametrize(("pages", "whole"), [(PAGES - 1, False), (PAGES, True)])
def test_a_pdf_is_whole_with_all_its_pages(pages, whole):
    assert pages_of(pdf_of(pages)) == pages
    assert is_whole_pdf(pdf_of(pages)) is whole


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (CHART * CHARTS + b"Figures and their sources", True),
        (CHART * CHARTS, False),
        (CHART * (CHARTS - 1) + b"Figures and their sources", False),
    ],
)
def test_a_page_is_whole_with_its_charts_and_its_last_chapter(body, whole):
    assert is_whole_page(body) is whole


def test_a_word_file_without_charts_is_not_the_whole_report():
    file, held = WordFile(), BytesIO()
    file.add_heading("Figures and their sources")
    file.save(held)
    assert not is_whole_docx(held.getvalue())
