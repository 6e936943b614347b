"""The pages of the evidence log: what they show, what they keep, and with how many queries."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions.attaching import attach, withdraw_attachment
from judgments.actions.coverage import set_areas
from judgments.actions.evidence import Gathered, record_evidence, revise_evidence, withdraw_evidence
from judgments.evidence import held_files
from judgments.models import Attachment, Citation, Evidence, Finding, InspectionArea
from tests.factories import SecondmentFactory
from tests.judgments.conftest import COVERED, SignIn
from tests.judgments.evidence import files
from tests.judgments.evidence.conftest import SEEN

LOG = "/judgments/inspections/shire-2023-25/evidence/"
ONE = f"{LOG}1/"
TYPED = {
    "gathered_on_day": "6", "gathered_on_month": "3", "gathered_on_year": "2024",
    "kind": "focus_group", "source_role": "Detectives", "summary": "Eight carry 30 files each.",
    "bearing_responding": "weakens", "bearing_leadership": "",
}  # fmt: skip


@pytest.fixture
def client(inspector: User, sign_in: SignIn) -> Client:
    """An inspector of the team."""
    return sign_in(inspector)


def text_of(client: Client, url: str, **chosen: str) -> str:
    response = client.get(url, chosen)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, **chosen: str) -> list[str]:
    page = client.get(LOG, chosen).context["page"]
    return [str(evidence) for evidence in page]


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def cite(evidence: Evidence, by: User) -> Finding:
    area = InspectionArea.objects.get(inspection=evidence.inspection, area__code="responding")
    finding = Finding.objects.create(
        area=area, kind="main", order=1, heading="Slow at night", text="It is.", written_by=by
    )
    Citation.objects.create(finding=finding, evidence=evidence)
    return finding


def posted(client: Client, url: str, **changed: Any) -> HttpResponse:
    response: HttpResponse = client.post(url, {**TYPED, **changed})  # type: ignore[assignment]
    return response


# The log


def test_the_log_shows_what_was_gathered(logged: Evidence, client: Client) -> None:
    text = text_of(client, LOG)
    for words in ("E1", "5 Mar 2024", "Response sergeant", "Interview", SEEN.summary, "Not cited"):
        assert words in text
    assert ">Weakens</span> Responding" in text
    assert "Evidence by area: 2 of 3 have none yet" in text


def test_an_empty_log_says_what_to_do(
    responding: InspectionArea, client: Client, administrator: User, sign_in: SignIn
) -> None:
    assert f'href="{LOG}new/"' in text_of(client, LOG)
    other = text_of(sign_in(administrator), LOG)
    assert f'href="{LOG}new/"' not in other
    assert "The team of the inspection logs" in other


def test_before_areas_are_chosen_the_log_says_so(
    inspection: Inspection, client: Client, supervisor: User, sign_in: SignIn
) -> None:
    assert "A supervisor of its team does" in text_of(client, LOG)
    assert "Choose the areas" in text_of(sign_in(supervisor), LOG)
    assert client.get(f"{LOG}new/").status_code == 409


def test_the_log_is_narrowed(logged: Evidence, inspector: User, client: Client) -> None:
    gathered = Gathered(
        "document_review", SEEN.gathered_on, "Patrol plan", "Nights are covered.",
        {"leadership": "supports", "responding": "supports"},
    )  # fmt: skip
    second = record_evidence(inspection=logged.inspection, gathered=gathered, by=inspector)
    assert shown(client) == ["E2", "E1"]
    assert shown(client, q="night") == ["E2"]
    assert shown(client, q="SERGEANT") == ["E1"]
    assert shown(client, q="e2") == ["E2"]
    assert shown(client, q="9" * 30) == []
    assert shown(client, kind="document_review") == ["E2"]
    assert shown(client, area="leadership") == ["E2"]
    assert shown(client, bearing="weakens") == ["E1"]
    assert shown(client, area="leadership", bearing="weakens") == []
    cite(second, inspector)
    assert shown(client, cited="cited") == ["E2"]
    assert shown(client, cited="not-cited") == ["E1"]
    withdraw_evidence(evidence=second, reason="Old plan.", by=inspector)
    assert shown(client) == ["E1"]
    assert shown(client, state="withdrawn") == ["E2"]
    assert shown(client, state="all") == ["E2", "E1"]
    assert "No evidence matches these filters" in text_of(client, LOG, area="victim_service")
    assert shown(client, area="nowhere") == []


def test_a_withdrawn_finding_cites_nothing(
    logged: Evidence, inspector: User, client: Client
) -> None:
    cite(logged, inspector)
    assert "Cited by 1" in text_of(client, LOG)
    Finding.objects.update(withdrawn=True)
    assert "Not cited" in text_of(client, LOG)


def test_the_log_takes_as_many_queries_for_any_number(
    attached: Attachment, inspector: User, client: Client
) -> None:
    cite(attached.evidence, inspector)
    few = queries_of(client, LOG)
    for _ in range(2):
        record_evidence(inspection=attached.evidence.inspection, gathered=SEEN, by=inspector)
    assert queries_of(client, LOG) == few <= 14


def test_evidence_is_not_for_who_reads_what_is_published(
    logged: Evidence, observer: User, other_supervisor: User, sign_in: SignIn
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=logged.inspection.force)
    for user in (observer, other_supervisor):
        assert sign_in(user).get(LOG).status_code == 403
        assert sign_in(user).get(ONE).status_code == 403
        assert sign_in(user).get(f"{LOG}99/").status_code == 403


# Export


def test_the_log_is_exported_as_it_is_narrowed(
    attached: Attachment, supervisor: User, inspector: User, sign_in: SignIn
) -> None:
    logged = attached.evidence
    second = record_evidence(inspection=logged.inspection, gathered=SEEN, by=inspector)
    withdraw_evidence(evidence=second, reason="Twice.", by=inspector)
    client = sign_in(supervisor)
    response: Any = client.get(f"{LOG}export/csv/")
    (row,) = csv.DictReader(StringIO(b"".join(response).decode("utf-8-sig")))
    assert (row["number"], row["weakens"], row["supports"]) == ("E1", "Responding", "")
    assert (row["files"], row["cited_by"], row["state"]) == ("1", "0", "standing")
    workbook: Any = client.get(f"{LOG}export/xlsx/", {"state": "all"})
    sheet = load_workbook(BytesIO(b"".join(workbook))).active
    assert [cells[0].value for cells in sheet.iter_rows(min_row=2)] == ["E1", "E2"]
    last = history_of(logged.inspection).last()
    assert last is not None
    assert (last.verb, last.details["what"]) == ("exported evidence", "evidence log as Excel")
    assert client.get(f"{LOG}export/pdf/").status_code == 404


def test_the_log_is_exported_by_who_may(logged: Evidence, client: Client) -> None:
    assert client.get(f"{LOG}export/csv/").status_code == 403
    assert "/export/" not in text_of(client, LOG)


# Logging


def test_evidence_is_logged_with_files(responding: InspectionArea, client: Client) -> None:
    assert 'enctype="multipart/form-data"' in text_of(client, f"{LOG}new/")
    sent = [files.upload(), files.upload("room.png", files.PNG)]
    response = posted(client, f"{LOG}new/", files=sent)
    assert response["Location"] == f"{ONE}#saved"
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.gathered_on.isoformat()) == ("focus_group", "2024-03-06")
    assert [row.bearing for row in evidence.bearings.all()] == ["weakens"]
    assert evidence.attachments.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"summary": ""}, "Write what was said, seen or read."),
        ({"gathered_on_day": "31", "gathered_on_month": "2"}, "Enter a day that exists"),
        ({"gathered_on_year": "2099"}, "6 March 2099 is in the future"),
        ({"kind": "rumour"}, "is not one of the available choices"),
        ({"bearing_responding": ""}, "Choose at least one area"),
        ({"source_role": "Sergeant Patel"}, "a name in the role of the source"),
        ({"files": files.upload("room.png", b"nothing")}, "“room.png” is named like a PNG"),
        ({"files": files.upload("run.exe", b"MZ")}, "“run.exe” can&#x27;t be attached"),
        ({"files": files.upload("none.txt", b"")}, "The file is empty"),
    ],
)
def test_typed_words_are_kept_when_something_is_wrong(
    responding: InspectionArea, client: Client, changed: dict[str, Any], said: str
) -> None:
    response = posted(client, f"{LOG}new/", **changed)
    assert response.status_code == 400
    text = response.content.decode()
    assert said in text
    kept = {**TYPED, **changed}
    for name in ("summary", "source_role"):
        assert kept[name] in text
    assert not Evidence.objects.exists()
    assert ("Choose the files again" in text) == ("files" in changed)


def test_what_looks_like_personal_data_is_saved_when_it_is_none(
    responding: InspectionArea, client: Client
) -> None:
    response = posted(client, f"{LOG}new/", source_role="Sergeant Patel")
    assert 'name="keep_personal_data"' in response.content.decode()
    assert 'href="#id_source_role"' in response.content.decode()
    wrong = posted(
        client, f"{LOG}new/", source_role="Sergeant Patel", keep_personal_data="on", kind=""
    )
    assert 'id="id_keep_personal_data" checked' in wrong.content.decode()
    posted(client, f"{LOG}new/", source_role="Sergeant Patel", keep_personal_data="on")
    assert Evidence.objects.get().source_role == "Sergeant Patel"


def test_a_file_above_the_limit_is_named_and_the_text_kept(
    responding: InspectionArea, client: Client, settings: LazySettings
) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    large = files.upload("plan.pdf", files.PDF + b" " * 27 * 1024 * 1024)
    response = posted(client, f"{LOG}new/", files=large)
    assert response.status_code == 400
    assert "“plan.pdf” is larger than 1 MB" in response.content.decode()
    assert TYPED["summary"] in response.content.decode()


# One piece of evidence


def test_a_change_shows_the_former_text(logged: Evidence, client: Client) -> None:
    form = text_of(client, f"{ONE}change/")
    assert SEEN.summary in form
    assert 'value="weakens" checked' in form
    posted(client, f"{ONE}change/", edition="1", bearing_leadership="supports")
    text = text_of(client, ONE)
    assert "Eight carry 30 files each." in text
    assert "Edition 1" in text
    assert SEEN.summary in text
    assert "Weakens Responding" in text
    assert f"{SEEN.gathered_on:%-d %B %Y}, {SEEN.source_role}." in text
    assert SEEN.gathered_on.isoformat() not in text


def test_two_people_who_change_it_see_both_texts(
    logged: Evidence, supervisor: User, client: Client
) -> None:
    revise_evidence(evidence=logged, gathered=SEEN, edition=1, by=supervisor)
    response = posted(client, f"{ONE}change/", edition="1")
    assert response.status_code == 400
    text = response.content.decode()
    assert "What stands now" in text
    assert SEEN.summary in text
    assert TYPED["summary"] in text
    assert posted(client, f"{ONE}change/", edition="2").status_code == 302


def test_withdrawing_names_what_rests_on_it(
    logged: Evidence, inspector: User, client: Client
) -> None:
    cite(logged, inspector)
    assert "Slow at night" in text_of(client, ONE)
    assert "What rests on it: Slow at night." in text_of(client, f"{ONE}withdraw/")
    assert client.post(f"{ONE}withdraw/", {"reason": ""}).status_code == 400
    assert client.post(f"{ONE}withdraw/", {"reason": "Hearsay."})["Location"] == ONE
    text = text_of(client, ONE)
    assert "This evidence is withdrawn" in text
    assert "Hearsay." in text
    assert client.get(f"{ONE}change/").status_code == 409
    client.post(f"{ONE}put-back/", {"reason": "Confirmed."})
    assert "This evidence is withdrawn" not in text_of(client, ONE)


def test_nothing_typed_becomes_markup(responding: InspectionArea, client: Client) -> None:
    posted(client, f"{LOG}new/", summary="<script>x()</script>", source_role="<b>Role</b>")
    for url in (LOG, ONE, f"{ONE}change/"):
        text = text_of(client, url)
        assert "<script>x()" not in text
        assert "<b>Role" not in text


def test_one_page_takes_as_many_queries_for_any_number_of_files(
    attached: Attachment, inspector: User, client: Client
) -> None:
    cite(attached.evidence, inspector)
    few = queries_of(client, ONE)
    more = [files.upload(f"{name}.txt", name.encode()) for name in ("a", "b")]
    client.post(f"{ONE}attach/", {"files": more})
    posted(client, f"{ONE}change/", edition="1")
    assert attached.evidence.attachments.count() == 3
    assert queries_of(client, ONE) == few <= 16


# Files


def test_files_are_attached_to_what_is_logged(logged: Evidence, client: Client) -> None:
    response = client.post(f"{ONE}attach/", {"files": files.upload("a.txt", b"a")}, follow=True)
    assert "The file is attached." in response.content.decode()
    assert "a.txt" in text_of(client, ONE)
    refused = client.post(f"{ONE}attach/", {"files": files.upload("a.png", b"a")})
    assert refused.status_code == 400
    assert "its content is something else" in refused.content.decode()
    assert client.post(f"{ONE}attach/", {}).status_code == 400


def test_a_file_is_a_download_and_never_a_page(attached: Attachment, client: Client) -> None:
    response: Any = client.get(f"/judgments/attachments/{attached.pk}/")
    assert b"".join(response) == files.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert "downloaded a file “plan.pdf”" in text_of(client, ONE)


def test_a_name_cannot_add_headers(logged: Evidence, inspector: User, client: Client) -> None:
    name = 'a"; filename="x.html\r\nSet-Cookie: a=b.txt'
    sent = files.upload(name, b"<script>")
    (attachment,) = attach(evidence=logged, uploads=[sent], by=inspector)
    response: Any = client.get(f"/judgments/attachments/{attachment.pk}/")
    list(response)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_a_withdrawn_file_is_for_who_leads(
    attached: Attachment, inspector: User, supervisor: User, client: Client, sign_in: SignIn
) -> None:
    address = f"/judgments/attachments/{attached.pk}/"
    assert client.post(f"{address}withdraw/", {"reason": "It names a caller."}).status_code == 302
    assert client.get(address).status_code == 403
    assert f'href="{address}"' not in text_of(client, ONE)
    response: Any = sign_in(supervisor).get(address)
    assert b"".join(response) == files.PDF
    client.post(f"{address}put-back/", {"reason": "It does not."})
    list(client.get(address))
    assert Attachment.objects.standing().exists()


def test_a_file_that_is_gone_is_said_so(attached: Attachment, client: Client) -> None:
    held_files.path_of(attached.stored_as).unlink()
    response = client.get(f"/judgments/attachments/{attached.pk}/")
    assert response.status_code == 409
    assert "not on the server any more" in response.content.decode()


def test_a_file_is_unseen_elsewhere(
    attached: Attachment, other_inspector: User, observer: User, inspector: User, sign_in: SignIn
) -> None:
    address = f"/judgments/attachments/{attached.pk}/"
    withdraw_attachment(attachment=attached, reason="No.", by=inspector)
    for user in (other_inspector, observer):
        assert sign_in(user).get(address).status_code == 404


def test_the_areas_of_the_form_are_those_that_are_covered(
    logged: Evidence, supervisor: User, client: Client
) -> None:
    form = client.get(f"{LOG}new/").context["form"]
    assert [row.area.code for row in form.areas] == list(COVERED)
    set_areas(
        inspection=logged.inspection, treatments={**COVERED, "planning": "graded"}, by=supervisor
    )
    assert "bearing_planning" in text_of(client, f"{LOG}new/")
