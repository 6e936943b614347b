"""A PDF that does more than show its pages is refused, an ordinary one is not."""

import zlib
from io import BytesIO

import pytest

from forces.models import Inspection
from judgments.evidence import pdf_programs
from judgments.evidence.file_types import PDF, file_type_of
from judgments.report.assembling import assemble
from judgments.report.pdf import pdf
from peel.lib.errors import Invalid
from tests.judgments.report.conftest import covered, finding, lancashire, ready, signed

__all__ = ["covered", "finding", "lancashire", "ready", "signed"]
PAGES = b"""1 0 obj
<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [4 0 R] >>
endobj
4 0 obj
<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://e.example/) >> >>
endobj
"""
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def a_pdf(*objects: bytes) -> bytes:
    """A PDF with further objects."""
    more = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 5))
    return b"%PDF-1.7\n" + PAGES + more + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def packed(held: bytes, kind: bytes = b"/ObjStm", end: bytes = b"\n") -> bytes:
    """A stream of that type that holds it."""
    content = zlib.compress(held)
    head = b"<< /Type %s /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % (kind, len(content))
    return head + b"\nstream" + end + content + b"\nendstream"


def test_ordinary_ones_are_taken() -> None:
    text = b"BT (How /JavaScript is written) Tj ET"
    ordinary = (
        a_pdf(),
        a_pdf(packed(b"5 0 << /Title (JavaScript and Launch) >>")),
        a_pdf(packed(text, b"/XObject")),
        a_pdf(b"<< /JavaScripts 1 /LaunchPad 2 /ObjStm 3 >>"),
        a_pdf(b"<< /Type /ObjStm >>\nstream\nnot packed\nendstream"),
    )
    for content in ordinary:
        assert file_type_of(BytesIO(content), "plan.pdf") == PDF


@pytest.mark.parametrize(
    "held",
    [
        SCRIPT,
        b"<< /S/J#61vaScript/JS 9 0 R >>",
        b"<< /S /#4A#61#76#61#53#63#72#69#70#74 /JS (x) >>",
        b"<< /S /#4a#61#76#61#53#63#72#69#70#74 /JS (x) >>",
        b"<< /Names << /JavaScript 9 0 R >> >>",
        b"<< /OpenAction << /S /Launch /F (a.exe) >> >>",
        b"<< /S /Rendition /JS (app.alert(1)) >>",
        b"<< /Names << /EmbeddedFiles 9 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length 1 >>",
    ],
)
def test_what_runs_or_carries_something_is_refused(held: bytes) -> None:
    hidden = (held, packed(held), packed(held, b"/O#62jStm"), packed(held, end=b"\r\n"))
    for each in hidden:
        with pytest.raises(Invalid, match=r"carries programs or other files.* print it as a new"):
            file_type_of(BytesIO(a_pdf(packed(b"1 0 <<>>"), each)), "plan.pdf")


def test_a_program_is_found_where_the_stream_breaks_off_later() -> None:
    whole = packed(SCRIPT + bytes(range(256)) * 4000)
    with pytest.raises(Invalid, match="carries programs"):
        file_type_of(BytesIO(a_pdf(whole[:-1000])), "plan.pdf")


@pytest.mark.parametrize(("bound", "most"), [("LARGEST_UNPACKED", 1_000), ("MOST_STREAMS", 1)])
def test_one_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    monkeypatch.setattr(pdf_programs, bound, most)
    content = a_pdf(packed(b"x" * 600), packed(b"x" * 600))
    with pytest.raises(Invalid, match="unpacks to far more than a PDF holds"):
        file_type_of(BytesIO(content), "plan.pdf")


def test_the_report_itself_is_taken(ready: Inspection) -> None:
    content = pdf(assemble(ready))
    assert file_type_of(BytesIO(content), "report.pdf") == PDF
