"""Findings and practice as tables."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.passages import Wording
from judgments.models import Evidence, Finding, InspectionArea, Practice
from tests.judgments.conftest import SignIn
from tests.judgments.figures.conftest import VSA, covered, lancashire, second_reviewer, signed
from tests.judgments.passages.conftest import PROMPT, evidence_of
from tests.judgments.test_pages import INSPECTION, queries_of, text_of

__all__ = ["covered", "lancashire", "second_reviewer", "signed"]
FINDINGS = f"{INSPECTION}findings/"
COUNT = f"{{{{{VSA}/effective count}}}}"


@pytest.fixture
def client(sign_in: SignIn, inspector: User) -> Client:
    return sign_in(inspector)


@pytest.fixture
def counted(covered: InspectionArea, supervisor: User) -> str:
    """The page of findings of which one cites a count."""
    wording = Wording("main", "One", f"That is {COUNT}.")
    passages.write(Finding, area=covered, wording=wording, by=supervisor)
    return f"/judgments/inspections/{covered.inspection.slug}/findings/"


def rows_of(client: Client, page: str = FINDINGS) -> list[dict[str, str]]:
    response: Any = client.get(f"{page}export/csv/")
    return list(csv.DictReader(StringIO(b"".join(response).decode("utf-8-sig"))))


def test_findings_are_exported_in_the_order_of_the_page(
    finding: Finding, practice: Practice, inspection: Inspection, inspector: User, client: Client
) -> None:
    for number in (1, 2):
        evidence_of(inspection, number, inspector)
    cited = replace(PROMPT, evidence=[1, 2])
    passages.revise(passage=finding, wording=cited, edition=1, by=inspector)
    Evidence.objects.filter(number=2).update(withdrawn=True)
    later = passages.write(Finding, area=finding.area, wording=PROMPT, by=inspector)
    passages.withdraw(passage=later, reason="Twice.", by=inspector)

    found = rows_of(client)

    written_at = Finding.objects.get(pk=finding.pk).written_at.isoformat(timespec="seconds")
    assert found[0] == {
        "what": "finding", "id": str(finding.pk), "area": "responding",
        "area_title": "Responding", "kind": "main", "heading": PROMPT.heading,
        "text": "Staff answer nearly all calls.", "evidence": "E1; E2 (withdrawn)",
        "state": "standing", "edition": "2", "written_at": written_at, "synthetic": "no",
    }  # fmt: skip
    assert [(row["what"], row["kind"], row["state"]) for row in found[1:]] == [
        ("practice", "promising", "standing"), ("finding", "main", "withdrawn"),
    ]  # fmt: skip
    assert f'href="{FINDINGS}export/csv/"' in text_of(client, FINDINGS)


def test_a_text_is_never_taken_for_a_formula(
    finding: Finding, inspector: User, client: Client
) -> None:
    evil = Wording("main", '=HYPERLINK("https://example.org")', "+1 of them")
    passages.revise(passage=finding, wording=evil, edition=1, by=inspector)
    [row] = rows_of(client)
    assert (row["heading"][:2], row["text"]) == ("'=", "'+1 of them")
    workbook: Any = client.get(f"{FINDINGS}export/xlsx/")
    sheet = load_workbook(BytesIO(b"".join(workbook))).active
    [cells] = sheet.iter_rows(min_row=2)
    assert (cells[5].value, cells[5].data_type) == (evil.heading, "s")


def test_who_takes_findings_out_is_recorded(
    finding: Finding, inspection: Inspection, client: Client, inspector: User
) -> None:
    taken = history_of(inspection).filter(verb="exported findings")
    assert client.get(f"{FINDINGS}export/pdf/").status_code == 404
    assert not taken.exists()
    for kind in ("csv", "xlsx"):
        taken_out: Any = client.get(f"{FINDINGS}export/{kind}/")
        assert b"".join(taken_out)
    assert [(event.by, event.details["what"]) for event in taken] == [
        (inspector, "findings as CSV"), (inspector, "findings as Excel"),
    ]  # fmt: skip


def test_an_empty_page_offers_no_download(inspection: Inspection, client: Client) -> None:
    assert "/export/" not in text_of(client, FINDINGS)
    assert rows_of(client) == []


def test_a_page_of_withdrawn_findings_alone_offers_the_download(
    finding: Finding, inspector: User, client: Client
) -> None:
    passages.withdraw(passage=finding, reason="Twice.", by=inspector)
    assert f'href="{FINDINGS}export/csv/"' in text_of(client, FINDINGS)
    assert [row["state"] for row in rows_of(client)] == ["withdrawn"]


def test_figures_are_printed_as_the_page_has_them(
    counted: str, supervisor: User, sign_in: SignIn
) -> None:
    [row] = rows_of(sign_in(supervisor), counted)
    assert row["text"] == "That is two of three cases."


def test_a_figure_that_is_kept_from_the_reader_stays_a_token(
    counted: str, second_reviewer: User, sign_in: SignIn
) -> None:
    [row] = rows_of(sign_in(second_reviewer), counted)
    assert row["text"] == f"That is {COUNT}."


def test_the_export_takes_as_many_queries_for_any_number(
    finding: Finding, inspection: Inspection, inspector: User, client: Client
) -> None:
    evidence_of(inspection, 1, inspector)
    cited = replace(PROMPT, evidence=[1])
    passages.revise(passage=finding, wording=cited, edition=1, by=inspector)
    rows_of(client)
    few = queries_of(client, f"{FINDINGS}export/csv/")
    for _ in range(3):
        passages.write(Finding, area=finding.area, wording=cited, by=inspector)
    assert queries_of(client, f"{FINDINGS}export/csv/") == few
