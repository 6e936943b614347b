"""Whether what was measured is the whole long report."""

from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader

PAGES = 60
CHARTS = 20
LAST_CHAPTER = b"Figures and their sources"


def pages_of(file: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(BytesIO(file)).pages)


def is_whole_pdf(file: bytes) -> bool:
    return pages_of(file) >= PAGES


def is_whole_page(body: bytes) -> bool:
    return LAST_CHAPTER in body and body.count(b'<div class="report-chart">') >= CHARTS


def is_whole_docx(file: bytes) -> bool:
    with ZipFile(BytesIO(file)) as parts:
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
        return LAST_CHAPTER in parts.read("word/document.xml") and len(pictures) >= CHARTS
