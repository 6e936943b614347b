"""Reports over the API."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from forces.models import Inspection
from judgments.models import Publication, Report
from judgments.report.storing import checksum_of
from tests.judgments.conftest import SignIn
from tests.judgments.report.conftest import COUNT

REPORT = "/api/v1/inspections/lancashire-2023-25/report/"


@pytest.fixture
def lead(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def put(client: Client, **sent: object) -> Any:
    return client.put(f"{REPORT}draft/", sent, "application/json")


def test_the_draft_is_given_with_what_keeps_it_back(lancashire: Inspection, lead: Client) -> None:
    shown = lead.get(f"{REPORT}draft/").json()

    assert (shown["summary"], shown["edition"]) == ("", 0)
    page = "/judgments/inspections/lancashire-2023-25/"
    no_summary = {
        "sentence": "The report has no summary yet.", "address": f"{page}report/summary/"
    }  # fmt: skip
    assert no_summary in shown["refused"]
    assert shown["content"]["number"] == 0


def test_the_summary_is_written_over_the_edition_that_was_read(
    finding: object, lead: Client
) -> None:
    assert put(lead, summary=f"In {COUNT}.", edition=0).json()["edition"] == 1
    assert put(lead, summary="Again", edition=0).status_code == 409
    assert put(lead, summary="a@example.org", edition=1).status_code == 400
    assert put(lead, summary="Again").status_code == 400
    assert Report.objects.get().summary == f"In {COUNT}."


def test_only_the_team_writes_and_observers_read_no_draft(
    lancashire: Inspection, sign_in: SignIn, observer: User, other_supervisor: User
) -> None:
    for person in (observer, other_supervisor):
        assert put(sign_in(person), summary="x", edition=0).status_code == 403
    assert sign_in(observer).get(f"{REPORT}draft/").status_code == 403
    assert sign_in(other_supervisor).get(f"{REPORT}draft/").status_code == 200


def test_a_report_is_published_and_corrected(
    ready: Inspection, lead: Client, sign_in: SignIn, observer: User
) -> None:
    made = lead.post(f"{REPORT}versions/")
    assert made.status_code == 201
    assert lead.post(f"{REPORT}versions/").status_code == 409
    assert lead.post(f"{REPORT}errata/", {"reason": "Why."}, "application/json").status_code == 409
    put(lead, summary="Corrected.", edition=1)
    assert lead.post(f"{REPORT}errata/", {}, "application/json").status_code == 400
    odd = {"reason": "Ask a@example.org."}
    refused = lead.post(f"{REPORT}errata/", odd, "application/json")
    assert (refused.status_code, "e-mail address" in str(refused.json())) == (400, True)
    kept = {**odd, "keep_personal_data": True}
    assert lead.post(f"{REPORT}errata/", kept, "application/json").status_code == 201

    reader = sign_in(observer)
    listed = reader.get(f"{REPORT}versions/").json()
    first = reader.get(f"{REPORT}versions/1/").json()

    assert [(each["number"], each["reason"]) for each in listed] == [(2, odd["reason"]), (1, "")]
    assert first["checksum"] == checksum_of(first["content"]) == made.json()["checksum"]
    assert first["faults"] == []
    assert reader.get(f"{REPORT}versions/3/").status_code == 404


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("docx", b"PK"), ("pdf", b"%PDF-"), ("html", b"<!DOCTYPE"), ("json", b"{")],
)
def test_a_version_is_given_as_a_file(
    publication: Publication, sign_in: SignIn, observer: User, ending: str, begins: bytes
) -> None:
    reader = sign_in(observer)
    answer = reader.get(f"{REPORT}versions/1/{ending}/", headers={"accept": "application/pdf"})
    assert answer.status_code == 200
    assert answer.content.lstrip()[: len(begins)].lower() == begins.lower()
    assert f'report-1.{ending}"' in answer["Content-Disposition"]
    assert reader.get(f"{REPORT}versions/1/exe/").status_code == 404
    assert reader.get(f"{REPORT}versions/2/{ending}/").status_code == 404


def test_nothing_is_published_while_something_keeps_it_back(
    lancashire: Inspection, lead: Client
) -> None:
    assert lead.post(f"{REPORT}versions/").status_code == 409
    assert lead.get(f"{REPORT}versions/").json() == []
    assert not Publication.objects.exists()
