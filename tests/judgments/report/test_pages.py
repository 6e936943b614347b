"""The pages of a report, as those see them who write it and those who read it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from pypdf import PdfReader

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.reporting import publish_erratum, write_summary
from judgments.models import (
    Citation,
    Evidence,
    Finding,
    InspectionArea,
    Judgment,
    Publication,
    Report,
)
from tests.factories import InspectorFactory, SecondmentFactory
from tests.judgments.passages.conftest import evidence_of
from tests.judgments.report.conftest import COUNT, EFFECTIVE, reissue
from tests.judgments.report.publications import a_publication

SignIn = Callable[[User], Client]
REPORT = "/judgments/inspections/lancashire-2023-25/report/"


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def lead(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def test_until_it_is_published_the_team_reads_the_draft(lead: Client, ready: Inspection) -> None:
    assert lead.get(REPORT)["Location"] == f"{REPORT}draft/"
    page = text(lead.get(f"{REPORT}draft/"))

    assert "report--draft" in page
    assert "two of three cases" in page
    assert "Nothing keeps this report back" in page
    assert f'href="{REPORT}publish/"' in page


def test_until_it_is_published_nobody_else_reads_anything(
    ready: Inspection, sign_in: SignIn, observer: User
) -> None:
    client = sign_in(observer)

    assert "is not published yet" in text(client.get(REPORT))
    assert client.get(f"{REPORT}versions/1/").status_code == 404
    for page in ("draft/", "draft/pdf/"):
        assert client.get(REPORT + page).status_code == 403


def test_a_report_that_was_printed_elsewhere_is_named_with_its_day(
    covered: InspectionArea, lead: Client, sign_in: SignIn, observer: User, supervisor: User
) -> None:
    grade = covered.area.framework.grades.get(code="good")
    Judgment.objects.create(
        area=covered, grade=grade, state="published", source="Effectiveness, volume 2",
        published_on=date(2018, 3, 22), drafted_by=supervisor,
    )  # fmt: skip

    for client in (lead, sign_in(observer)):
        page = text(client.get(REPORT))
        assert "Effectiveness, volume 2, published 22 March 2018" in page
        assert "not published yet" not in page
        main = page.split("<main")[1]
        assert 'href="/judgments/inspections/lancashire-2023-25/"' in main
        assert 'href="/judgments/inspections/lancashire-2023-25/actions/"' in main
    assert f'href="{REPORT}draft/"' in text(lead.get(REPORT))
    assert f"{REPORT}draft/" not in page


def test_who_is_seconded_from_the_force_reads_no_draft(
    ready: Inspection, sign_in: SignIn, other_supervisor: User
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=ready.force)
    client = sign_in(other_supervisor)

    assert "is not published yet" in text(client.get(REPORT))
    assert client.get(f"{REPORT}draft/").status_code == 403
    assert client.get(f"{REPORT}publish/").status_code == 403


def test_the_draft_says_what_keeps_it_back(
    finding: Finding, lead: Client, supervisor: User
) -> None:
    page = text(lead.get(f"{REPORT}draft/"))

    assert "The report has no summary yet." in page
    assert "Leadership: It is graded, but nobody has judged it." in page
    refused = text(lead.get(f"{REPORT}publish/"))
    assert "It can&#x27;t be published yet" in refused or "It can't be published yet" in refused
    assert "<form method" not in refused.split("<main")[1]
    assert lead.post(f"{REPORT}publish/").status_code == 409
    assert not Publication.objects.exists()


def test_the_draft_warns_of_findings_without_evidence(
    finding: Finding, lead: Client, supervisor: User
) -> None:
    link = '/findings/">1 finding cites no evidence</a>'
    assert link in text(lead.get(f"{REPORT}draft/"))
    kept = passages.Wording("main", "Another", "Nothing cited.")
    other = passages.write(Finding, area=finding.area, wording=kept, by=supervisor)
    assert "2 findings cite no evidence" in text(lead.get(f"{REPORT}publish/"))
    passages.withdraw(passage=other, reason="Wrong.", by=supervisor)
    evidence = evidence_of(finding.area.inspection, 1, supervisor)
    Citation.objects.create(finding=finding, evidence=evidence)
    assert "no evidence" not in text(lead.get(f"{REPORT}draft/"))
    Evidence.objects.filter(pk=evidence.pk).update(withdrawn=True)
    assert link in text(lead.get(f"{REPORT}draft/"))


def test_who_takes_the_draft_out_is_recorded(
    ready: Inspection, lead: Client, supervisor: User
) -> None:
    taken = history_of(ready).filter(verb="downloaded the draft report")
    assert lead.get(f"{REPORT}draft/none/").status_code == 404
    assert not taken.exists()
    for ending in ("docx", "pdf", "html", "json"):
        assert lead.get(f"{REPORT}draft/{ending}/").status_code == 200
    said = ["Word", "PDF", "HTML", "JSON"]
    assert [event.details["what"] for event in taken] == [f"draft report as {s}" for s in said]
    assert {event.by for event in taken} == {supervisor}
    lead.post(f"{REPORT}publish/")
    assert lead.get(f"{REPORT}versions/1/json/").status_code == 200
    assert taken.count() == 4


def test_the_summary_is_written_with_a_preview(lead: Client, finding: Finding) -> None:
    sent = {"summary": f"In {COUNT}.", "edition": "0"}
    preview = lead.post(f"{REPORT}summary/", {**sent, "preview": "yes"})
    assert "two of three cases" in text(preview)
    assert not Report.objects.exists()

    answer = lead.post(f"{REPORT}summary/", sent)

    assert answer["Location"] == f"{REPORT}draft/#saved"
    assert Report.objects.get().summary == f"In {COUNT}."
    assert "two of three cases" in text(lead.get(answer["Location"]))


def test_two_people_who_write_the_summary_lose_no_word(
    lead: Client, ready: Inspection, supervisor: User
) -> None:
    answer = lead.post(f"{REPORT}summary/", {"summary": "Mine", "edition": "0"})

    page = text(answer)
    assert answer.status_code == 400
    assert "Mine" in page
    assert f"In {COUNT}." in page
    assert 'name="edition" value="1"' in page
    lead.post(f"{REPORT}summary/", {"summary": "Mine", "edition": "1"})
    assert Report.objects.get().summary == "Mine"


def test_what_looks_like_personal_data_is_asked_about(lead: Client, finding: Finding) -> None:
    sent = {"summary": "Ask someone@example.org", "edition": "0"}
    answer = lead.post(f"{REPORT}summary/", sent)

    assert answer.status_code == 400
    assert "keep_personal_data" in text(answer)
    assert lead.post(f"{REPORT}summary/", {**sent, "keep_personal_data": "on"}).status_code == 302


def test_a_report_is_published_and_read_by_everybody(
    ready: Inspection, lead: Client, sign_in: SignIn, observer: User
) -> None:
    assert "Text and figures are frozen" in text(lead.get(f"{REPORT}publish/"))
    assert lead.post(f"{REPORT}publish/")["Location"] == REPORT

    client = sign_in(observer)
    page = text(client.get(REPORT))

    assert "two of three cases" in page
    assert "report--draft" not in page
    assert "Text and figures are as they were frozen then." in page
    assert f"{REPORT}draft/" not in page
    assert lead.get(f"{REPORT}publish/").status_code == 409


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "json"])
def test_it_is_downloaded_in_every_format(
    publication: Publication, sign_in: SignIn, observer: User, ending: str
) -> None:
    answer = sign_in(observer).get(f"{REPORT}versions/1/{ending}/")

    name = f"lancashire-2023-25-report-1.{ending}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "two of three cases" in _words(answer.content, ending)


def _words(held: bytes, ending: str) -> str:
    if ending == "docx":
        return " ".join(p.text for p in python_docx.Document(BytesIO(held)).paragraphs)
    if ending == "pdf":
        pages = PdfReader(BytesIO(held)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return held.decode()


def test_the_draft_is_downloaded_as_a_draft(lead: Client, ready: Inspection) -> None:
    answer = lead.get(f"{REPORT}draft/pdf/")

    assert "report-draft.pdf" in answer["Content-Disposition"]
    assert "DRAFT" in _words(answer.content, "pdf")
    assert lead.get(f"{REPORT}draft/exe/").status_code == 404


def test_an_erratum_is_published_and_both_versions_are_read(
    publication: Publication, lead: Client, finding: Finding, supervisor: User
) -> None:
    assert "Nothing differs" in text(lead.get(f"{REPORT}erratum/"))
    early = lead.post(f"{REPORT}erratum/", {"reason": "The heading was wrong."})
    assert early.status_code == 400
    assert "Nothing differs" in text(early)
    wording = passages.Wording("main", "Investigations are good", f"In {COUNT}.")
    passages.revise(passage=finding, wording=wording, edition=1, by=supervisor)
    assert lead.post(f"{REPORT}erratum/", {"reason": ""}).status_code == 400
    page = text(lead.get(f"{REPORT}erratum/"))
    assert '<h3 class="govuk-heading-s">Responding</h3>' in page
    assert '<del><span class="govuk-visually-hidden">taken out: </span>thorough' in page
    assert '<ins><span class="govuk-visually-hidden">put in: </span>good' in page
    assert f'href="{REPORT}versions/1/"' in page.split("<main")[1]

    odd = {"reason": "The heading was wrong. See SW1A 1AA."}
    asked = lead.post(f"{REPORT}erratum/", odd)
    assert asked.status_code == 400
    assert "This looks like a postcode" in text(asked)
    nothing = lead.post(f"{REPORT}erratum/", {"reason": "\u200b"})
    assert nothing.status_code == 400
    assert "Give the reason" in text(nothing)
    lead.post(f"{REPORT}erratum/", {**odd, "keep_personal_data": "on"})

    standing, former = text(lead.get(REPORT)), text(lead.get(f"{REPORT}versions/1/"))
    assert "Investigations are good" in standing
    assert "The heading was wrong." in standing
    assert "last updated" in standing
    assert "Investigations are thorough" in former
    assert "This version was corrected." in former


def test_the_draft_of_a_published_report_says_what_it_corrects(
    publication: Publication, lead: Client
) -> None:
    words = "Draft of a correction to version 1"

    page = text(lead.get(f"{REPORT}draft/"))

    assert f'<p class="report__kind">{words}</p>' in page
    assert f"<title>{words}" in page
    assert words in _words(lead.get(f"{REPORT}draft/pdf/").content, "pdf")
    assert words not in text(lead.get(REPORT))


def test_there_is_nothing_to_correct_before_it_is_published(
    lead: Client, ready: Inspection
) -> None:
    assert lead.get(f"{REPORT}erratum/").status_code == 409


@pytest.mark.parametrize("page", ["", "draft/", "publish/", "versions/1/"])
def test_the_number_of_queries_does_not_grow(
    publication: Publication, lead: Client, finding: Finding, supervisor: User, page: str
) -> None:
    page = page.replace("publish", "erratum")
    lead.get(REPORT + page)
    with CaptureQueriesContext(connection) as one:
        lead.get(REPORT + page)
    for number in range(2):
        wording = passages.Wording("main", f"Finding {number}", f"In {COUNT}. {EFFECTIVE}.")
        passages.write(Finding, area=finding.area, wording=wording, by=supervisor)
        inspection = finding.area.inspection
        publish_erratum(inspection=inspection, reason=f"Added {number}.", by=supervisor)

    with CaptureQueriesContext(connection) as three:
        lead.get(REPORT + page)

    assert len(three) <= len(one)


def test_a_report_says_which_of_its_judgments_were_reissued_since(
    publication: Publication, lead: Client, sign_in: SignIn, observer: User, supervisor: User
) -> None:
    reader = sign_in(observer)
    frozen = reader.get(f"{REPORT}versions/1/json/").content
    assert "was reissued on" not in text(reader.get(REPORT))
    for title, code in (("Responding", "responding"), ("Leadership", "leadership")):
        standing = Judgment.objects.standing().get(area__area__code=code)
        with CaptureQueriesContext(connection) as before:
            reader.get(REPORT)
        made = reissue(standing, "requires_improvement", supervisor)
        with CaptureQueriesContext(connection) as after:
            page = text(reader.get(REPORT))
        link = f'href="{made.get_absolute_url()}">The judgment on {title}</a> was reissued on '
        assert made.published_on
        day = date_format(made.published_on, "j F Y")
        assert f"{link}{day}." in page
        assert reader.get(made.get_absolute_url()).status_code == 200
        assert len(after) == len(before)
    assert reader.get(f"{REPORT}versions/1/json/").content == frozen
    assert "was reissued on" not in text(lead.get(f"{REPORT}draft/"))

    inspection = publication.report.inspection
    publish_erratum(inspection=inspection, reason="Reissued.", by=supervisor)

    assert "was reissued on" not in text(reader.get(REPORT))
    assert text(reader.get(f"{REPORT}versions/1/")).count("was reissued on") == 2


def test_an_inspector_off_the_team_reads_a_report_alone_that_is_published(
    lancashire: Inspection, covered: InspectionArea, sign_in: SignIn, supervisor: User
) -> None:
    client = sign_in(InspectorFactory.create())
    force = f"/judgments/forces/{lancashire.force.slug}/"
    pages = (REPORT, f"{REPORT}versions/1/", f"{REPORT}versions/1/json/")
    addresses = [*pages, *(f"/api/v1/inspections/{lancashire.slug}/report/{part}"
                           for part in ("versions/", "versions/1/"))]  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}
    assert lancashire.slug not in text(client.get(force))

    a_publication(lancashire, supervisor)

    assert {client.get(address).status_code for address in addresses} == {200}
    assert f"/judgments/inspections/{lancashire.slug}/" in text(client.get(force))
    assert client.get(f"{REPORT}draft/").status_code == 404
    assert "draft/" not in text(client.get(REPORT))


def test_a_version_that_can_not_be_read_says_so(
    lancashire: Inspection, sign_in: SignIn, observer: User, supervisor: User
) -> None:
    a_publication(lancashire, supervisor, format=99)
    client = sign_in(observer)

    for page in (REPORT, f"{REPORT}versions/1/", f"{REPORT}versions/1/pdf/"):
        answer = client.get(page)
        assert answer.status_code == 409
        assert "is of the format 99, which is not known here" in text(answer)


def test_the_draft_of_an_inspection_without_areas(
    lancashire: Inspection, lead: Client, supervisor: User
) -> None:
    page = text(lead.get(f"{REPORT}draft/"))

    assert "Nobody has said yet which areas the inspection covers." in page


def test_markdown_of_a_summary_is_never_markup(
    lancashire: Inspection, lead: Client, supervisor: User
) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1))"
    write_summary(inspection=lancashire, text=hostile, edition=0, by=supervisor)

    page = text(lead.get(f"{REPORT}draft/"))

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
