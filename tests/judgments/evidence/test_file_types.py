"""What can be attached is told by its bytes, and nothing with a program in it comes in."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judgments.evidence import office_files, office_programs
from judgments.evidence.file_types import (
    EXCEL,
    JPEG,
    PDF,
    PNG,
    TEXT,
    WORD,
    cleaned_name,
    file_type_of,
)
from judgments.evidence.office_programs import OLE_HEAD
from peel.lib.errors import Invalid
from tests.judgments.evidence import files

docx, xlsx = files.docx(), files.xlsx()
LINK_WITHOUT_NAME_SPACE = b"<R Type='attachedTemplate' TargetMode='External' Target='a.dotm'/>"
ENTITIES_IN_TYPES = files.MACRO_TYPES.replace(b"macroE", b"macro&#69;")


def with_links(
    part: str, kind: str, mode: str = "External", content: bytes = docx, target: str = "http://e/a"
) -> bytes:
    """The archive with a part that links to ``target``."""
    link = f"<r:Link xmlns:r='l' Type='http://x/{kind}' TargetMode='{mode}' Target='{target}'/>"
    return files.with_part(content, part, link.encode())


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", files.PDF, PDF),
        ("PLAN.PDF", files.PDF, PDF),
        ("notes.docx", files.docx(), WORD),
        ("calls.xlsx", files.xlsx(), EXCEL),
        ("room.png", files.PNG, PNG),
        ("room.jpg", files.JPEG, JPEG),
        ("room.jpeg", files.JPEG, JPEG),
        ("notes.txt", "Café: two of three.\r\n".encode(), TEXT),
        ("notes.txt", b"\xef\xbb\xbfWith a mark.", TEXT),
        ("page.txt", b"<script>alert(1)</script>", TEXT),
    ],
)
def test_what_is_what_it_says_is_taken(name: str, content: bytes, kind: object) -> None:
    file = BytesIO(content)
    assert file_type_of(file, name) == kind
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", b"<html>", "can't be attached. Attach PDF, Word"),
        ("picture.svg", b"<svg onload='x()'/>", "can't be attached"),
        ("plan.pdf.exe", files.PDF, "can't be attached"),
        ("macros.docm", files.docx(), "can't be attached"),
        ("noending", files.PDF, "can't be attached"),
        ("plan.pdf", b"", "is empty"),
        ("plan.pdf", b"<html><script>x()</script>%PDF-1.4 %%EOF", "its content is something else"),
        ("plan.pdf", b"MZ\x90\x00program", "its content is something else"),
        ("plan.pdf", files.PNG, "its content is a PNG picture"),
        ("room.png", files.JPEG, "its content is a JPEG picture"),
        ("notes.docx", files.xlsx(), "its content is an Excel workbook"),
        ("notes.txt", files.docx(), "its content is a Word document"),
        ("notes.docx", b"just text", "its content is something else"),
        ("plan.pdf", files.PDF[:20], "is not complete"),
        ("room.png", files.PNG[:30], "is not complete"),
        ("notes.txt", b"caf\xe9", "something else"),
        ("notes.txt", b"nul\x00", "something else"),
        ("notes.txt", b"\x1b[2Jescape", "something else"),
        ("notes.docx", files.zipped(a=b"x"), "something else"),
        ("notes.docx", b"PK\x03\x04 no archive", "can't be opened"),
        ("notes.docx", files.docx()[:-30], "can't be opened"),
    ],
)
def test_what_is_not_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        file_type_of(BytesIO(content), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", files.with_part(files.docx(), "word/vbaProject.bin")),
        ("a.docx", files.with_part(files.docx(), "word/VBAPROJECT.BIN")),
        ("a.docx", files.with_part(files.docx(), "word/embeddings/oleObject1.bin")),
        ("a.docx", files.with_part(files.docx(), "word/embeddings/run.exe")),
        ("a.docx", files.with_part(files.docx(), "word/activeX/activeX1.bin")),
        ("a.docx", files.with_part(files.docx(), "[Content_Types].xml", files.MACRO_TYPES)),
        (
            "a.docx",
            files.with_part(
                files.docx(), "[Content_Types].xml", files.MACRO_TYPES.decode().encode("utf-16")
            ),
        ),
        (
            "a.docx",
            files.with_part(
                files.docx(),
                "word/_rels/settings.xml.rels",
                b"<Relationship Type='x/attachedTemplate' TargetMode='External' Target='http://e'/>",
            ),
        ),
        ("a.docx", with_links("word/_rels/Settings.XML.RELS", "attachedTemplate")),
        ("a.docx", with_links("word/_rels/settings.xml.rels", "attached&#84;emplate")),
        ("a.docx", with_links("word/_rels/settings.xml.rels", "ATTACHEDTEMPLATE", "External ")),
        (
            "a.docx",
            files.with_part(docx, "word/_rels/settings.xml.rels", LINK_WITHOUT_NAME_SPACE),
        ),
        ("a.docx", with_links("word/_rels/document.xml.rels", "oleObject")),
        ("a.docx", with_links("word/_rels/footer1.xml.rels", "oleObject", "Internal")),
        ("a.xlsx", with_links("xl/worksheets/_rels/sheet1.xml.rels", "control", "Internal", xlsx)),
        ("a.docx", files.with_part(files.docx(), "[Content_Types].xml", ENTITIES_IN_TYPES)),
        ("a.docx", files.with_part(files.docx(), "[CONTENT_TYPES].xml", files.MACRO_TYPES)),
        ("a.docx", files.with_part(files.docx(), "word/embed/oleObject1.bin")),
        ("a.docx", files.with_part(files.docx(), "word/media/image1.png", OLE_HEAD + b"x")),
        ("a.xlsx", files.with_part(files.xlsx(), "xl/vbaProject.bin")),
        ("a.xlsx", files.with_part(files.xlsx(), "xl/macrosheets/sheet1.xml")),
    ],
)
def test_programs_in_documents_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(Invalid, match="carries macros or other programs"):
        file_type_of(BytesIO(content), name)


def test_a_document_with_a_chart_is_taken() -> None:
    content = files.with_part(files.docx(), "word/embeddings/Sheet1.xlsx", files.xlsx())
    assert file_type_of(BytesIO(content), "a.docx") == WORD


@pytest.mark.parametrize(
    "content",
    [
        with_links("word/_rels/document.xml.rels", "hyperlink"),
        with_links("word/_rels/document.xml.rels", "image"),
        with_links("word/_rels/settings.xml.rels", "attachedTemplate", "Internal", target="a.dotx"),
    ],
)
def test_links_that_fetch_no_program_are_taken(content: bytes) -> None:
    assert file_type_of(BytesIO(content), "a.docx") == WORD


@pytest.mark.parametrize(
    "part",
    [
        b"<!DOCTYPE r [<!ENTITY e 'attachedTemplate'>]><r Type='&e;' TargetMode='External'/>",
        b"<!DOCTYPE r SYSTEM 'http://e/a.dtd'><r/>",
        b"<r",
        b"",
    ],
)
def test_links_that_can_not_be_read_are_refused(part: bytes) -> None:
    content = files.with_part(docx, "word/_rels/settings.xml.rels", part)
    with pytest.raises(Invalid, match="can't be opened"):
        file_type_of(BytesIO(content), "a.docx")


@pytest.mark.parametrize(("name", "content"), [("a.docx", docx), ("a.xlsx", xlsx)])
def test_a_second_end_that_only_large_archives_have_is_refused(name: str, content: bytes) -> None:
    large = files.with_large_end(content)
    assert (
        zipfile.ZipFile(BytesIO(large)).namelist() == zipfile.ZipFile(BytesIO(content)).namelist()
    )
    with pytest.raises(Invalid, match="Open it and save it again"):
        file_type_of(BytesIO(large), name)


def test_the_end_is_the_one_that_is_followed_when_another_hides_in_it() -> None:
    content = bytearray(docx)
    place = content.rfind(b"PK\x05\x06")
    struct.pack_into("<4s", content, place + 4, b"PK\x05\x06")
    struct.pack_into("<L", content, place + 12, 2**31)
    with pytest.raises(Invalid, match="unpacks to far more"):
        file_type_of(BytesIO(bytes(content)), "a.docx")


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "LARGEST_UNPACKED", 1_000_000)
    content = files.with_part(files.docx(), "word/media/image1.png", b"\x00" * 1_000_001)
    with pytest.raises(Invalid, match="unpacks to far more"):
        file_type_of(BytesIO(content), "a.docx")


def test_the_list_of_parts_is_not_read_when_it_is_too_long() -> None:
    content = bytearray(files.docx())
    place = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, place + 12, 2**31)
    with pytest.raises(Invalid, match="unpacks to far more"):
        file_type_of(BytesIO(bytes(content)), "a.docx")


def test_a_protected_archive_is_refused() -> None:
    content = bytearray(files.docx())
    directory = content.find(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(Invalid, match="protected with a password"):
        file_type_of(BytesIO(bytes(content)), "a.docx")


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_rubbish_named_like_an_archive_is_refused(before: bytes, after: bytes) -> None:
    content = b"PK\x03\x04" + before + b"PK\x05\x06" + after
    with pytest.raises(Invalid, match=r"a\.docx"):
        file_type_of(BytesIO(content), "a.docx")


def test_names_lose_folders_and_signs_that_do_not_show() -> None:
    assert cleaned_name("C:\\Documents\\plan  2.pdf") == "plan 2.pdf"
    assert cleaned_name("../../etc/pass\r\nwd.txt") == "passwd.txt"
    assert cleaned_name("plan\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe.pdf") == "planfdp.exe.pdf"
    long = cleaned_name("x" * 400 + ".pdf")
    assert (len(long), long[-4:]) == (200, ".pdf")


@pytest.mark.parametrize("name", ["", ".", "...", "\x00\x01", "/"])
def test_a_file_needs_a_name(name: str) -> None:
    with pytest.raises(Invalid, match="has no name"):
        cleaned_name(name)


def test_a_name_with_personal_data_is_refused() -> None:
    with pytest.raises(Invalid, match=r"an e-mail address\. Rename it"):
        cleaned_name("someone@force.example notes.txt")


def test_no_more_than_the_bound_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_programs, "LARGEST_LOOKED_AT", 10_000)
    padded = b"<Types>" + b" " * 10_000 + files.MACRO_TYPES + b"</Types>"
    content = files.with_part(docx, "[Content_Types].xml", padded)
    with pytest.raises(Invalid, match="can't be opened"):
        file_type_of(BytesIO(content), "a.docx")
