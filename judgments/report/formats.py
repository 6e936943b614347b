"""The formats in which a report can be had as a file."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from judgments.report.document import Document
from judgments.report.html import html_file
from judgments.report.pdf import pdf
from judgments.report.storing import checksum_of, stored
from judgments.report.word import docx

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, its name for people, its media type, and what writes it."""

    ending: str
    name: str
    media_type: str
    write: Callable[[Document], bytes]


def as_json(document: Document) -> bytes:
    """The document with the checksum over it, indented."""
    content = stored(document)
    held: dict[str, Any] = {"checksum": checksum_of(content), "report": content}
    return json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n"


FORMATS: Final = {
    made.ending: made
    for made in (
        Format("docx", "Word", WORD, docx),
        Format("pdf", "PDF", "application/pdf", pdf),
        Format("html", "HTML", "text/html; charset=utf-8", html_file),
        Format("json", "JSON", "application/json", as_json),
    )
}


def file_name(document: Document, made: Format) -> str:
    """Such as lancashire-2023-25-report-2.docx."""
    version = "draft" if document.is_draft else str(document.number)
    return f"{document.inspection}-report-{version}.{made.ending}"
