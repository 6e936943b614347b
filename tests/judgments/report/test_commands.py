"""Writing a report to a file, and verifying what is published, from the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from forces.models import Inspection
from judgments.models import Publication, Report
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
    assert f"{out.stat().st_size:,} bytes" in said.getvalue()


def test_a_published_version_is_written(publication: Publication, tmp_path: Path) -> None:
    out = tmp_path / "report.json"

    call_command(
        "report", SLUG, "--format", "json", "--out", str(out), "--publication", "1",
        stdout=StringIO(),
    )  # fmt: skip

    held = json.loads(out.read_text(encoding="utf-8"))
    assert held["checksum"] == publication.checksum
    assert held["report"]["number"] == 1


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
