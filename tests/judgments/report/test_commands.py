"""Writing a report to a file, and verifying what is published, from the command line."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from accounts.models import User
from forces.models import Inspection
from judgments.actions.reporting import publish_erratum, write_summary
from judgments.models import Publication, Report
from judgments.report.formats import FORMATS
from judgments.report.storing import checksum_of
from tests.judgments.report.publications import a_publication

SLUG = "lancashire-2023-25"


@pytest.mark.parametrize(
    ("ending", "start"),
    [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>"), ("json", b"{")],
)
def test_the_draft_is_written_in_every_format(
    ready: Inspection, tmp_path: Path, ending: str, start: bytes
) -> None:
    out, said = tmp_path / f"report.{ending}", StringIO()

    call_command("report", SLUG, "--format", ending, "--out", str(out), stdout=said)

    assert out.read_bytes().startswith(start)
    assert f"{out.stat().st_size:,} bytes, the draft." in said.getvalue()


def test_the_draft_is_marked_as_one_in_every_format(ready: Inspection, tmp_path: Path) -> None:
    out = tmp_path / "report"
    written = {}
    for ending in FORMATS:
        call_command("report", SLUG, "--format", ending, "--out", str(out), stdout=StringIO())
        written[ending] = out.read_bytes()

    assert "report--draft" in written["html"].decode()
    assert json.loads(written["json"])["report"]["number"] == 0
    assert "DRAFT" in PdfReader(BytesIO(written["pdf"])).pages[0].extract_text()
    assert "DRAFT" in python_docx.Document(BytesIO(written["docx"])).sections[0].header._element.xml


def written(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    out = tmp_path / "report.json"
    call_command(
        "report", SLUG, "--format", "json", "--out", str(out), *arguments, stdout=StringIO()
    )
    held: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return held


def test_what_stands_is_written_once_something_is_published(
    publication: Publication, ready: Inspection, supervisor: User, tmp_path: Path
) -> None:
    assert written(tmp_path)["checksum"] == publication.checksum
    write_summary(inspection=ready, text="All is said.", edition=1, by=supervisor)
    assert written(tmp_path)["checksum"] == publication.checksum

    erratum = publish_erratum(inspection=ready, reason="It said too little.", by=supervisor)

    assert written(tmp_path)["checksum"] == erratum.checksum
    assert written(tmp_path, "--publication", "1")["checksum"] == publication.checksum
    assert written(tmp_path, "--publication", "2")["report"]["number"] == 2


def test_the_draft_is_written_beside_what_is_published(
    publication: Publication, ready: Inspection, supervisor: User, tmp_path: Path
) -> None:
    write_summary(inspection=ready, text="All is said.", edition=1, by=supervisor)

    draft = written(tmp_path, "--draft")["report"]

    assert draft["number"] == 0
    assert "All is said." in str(draft)


def test_one_is_either_asked_for_the_draft_or_for_a_version(ready: Inspection) -> None:
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("report", SLUG, "--draft", "--publication", "1")


def test_a_version_that_can_not_be_read_is_not_written(
    lancashire: Inspection, supervisor: User, tmp_path: Path
) -> None:
    a_publication(lancashire, supervisor, format=99)

    with pytest.raises(CommandError, match="of the format 99"):
        written(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "There is no inspection nowhere."),
        ([SLUG, "--publication", "7"], "has no published version 7."),
        ([SLUG, "--out", "/no/such/folder/report.pdf"], "can't be written"),
    ],
)
def test_what_can_not_be_written_is_said(
    ready: Inspection, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("report", *arguments, stdout=StringIO())


def test_what_is_published_is_verified(publication: Publication) -> None:
    said = StringIO()
    call_command("verify_reports", stdout=said)
    assert "1 published versions are as they were frozen." in said.getvalue()


def test_a_version_that_was_tampered_with_fails(lancashire: Inspection, supervisor: User) -> None:
    report = Report.objects.create(inspection=lancashire, written_by=supervisor)
    Publication.objects.create(
        report=report, number=1, content={"type": "Document"}, checksum=checksum_of({}),
        published_on="2025-01-01", published_by=supervisor,
    )  # fmt: skip

    said = StringIO()
    with pytest.raises(CommandError, match="not as it was frozen"):
        call_command("verify_reports", stdout=StringIO(), stderr=said)
    content, checksum, unreadable = said.getvalue().splitlines()
    assert "the content is not what was frozen" in content
    assert "not the one that the record names" in checksum
    assert "it can't be read. In the stored content, a Document lacks: inspection" in unreadable


def test_a_version_that_later_code_can_not_read_fails(
    lancashire: Inspection, supervisor: User
) -> None:
    publication = a_publication(lancashire, supervisor, format=99)

    said = StringIO()
    with pytest.raises(CommandError, match="1 of what is published"):
        call_command("verify_reports", stdout=StringIO(), stderr=said)
    assert said.getvalue() == (
        f"{publication}: it can't be read. The stored content is of the format 99, which is not "
        "known here.\n"
    )
