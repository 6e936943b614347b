"""A report as PDF: tagged, by the standard for accessible documents (PDF/UA-1)."""

import json
from functools import cache
from pathlib import Path
from typing import Final

import typst

from cases.charts.png import FONTS
from judgments.report.document import Document
from judgments.report.storing import stored
from judgments.report.wording import dated, kind_of, title_lines

SOURCE: Final = Path(__file__).with_name("report.typ")


def pdf(document: Document) -> bytes:
    """The report as a file. Its fonts are in it, and its charts have alternative text."""
    inputs = {
        "document": json.dumps(stored(document)),
        "title": document.title,
        "kind": kind_of(document),
        "dated": dated(document),
        "lines": json.dumps(list(title_lines(document))),
    }
    return typst.compile(
        _source(), font_paths=_fonts(), format="pdf", pdf_standards="ua-1", sys_inputs=inputs
    )


@cache
def _source() -> bytes:
    return SOURCE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
