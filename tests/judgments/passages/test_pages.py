"""The pages on which findings and practice are read and written."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.findings.sheet import areas_without_findings
from judgments.inspection_sheet import report_checks_for
from judgments.models import Finding, InspectionArea, Practice
from tests.factories import SecondmentFactory
from tests.judgments.conftest import SignIn, area_of
from tests.judgments.passages.conftest import PROMPT, SHARED, SLOW, evidence_of
from tests.judgments.test_pages import INSPECTION, queries_of, text_of

FINDINGS = f"{INSPECTION}findings/"
NEW = f"{INSPECTION}areas/responding/findings/new/"
NEW_PRACTICE = f"{INSPECTION}areas/responding/practice/new/"
SENT = {"kind": "main", "heading": "Calls", "text": "Calls are **answered**."}


# Those of an inspection


def test_before_any_area_is_covered_it_says_what_to_do(
    inspection: Inspection, supervisor: User, inspector: User, sign_in: SignIn
) -> None:
    assert "Choose the areas" in text_of(sign_in(supervisor), FINDINGS)
    assert "Nobody has said yet which areas" in text_of(sign_in(inspector), FINDINGS)


def test_findings_stand_by_area_and_kind(
    finding: Finding, practice: Practice, inspector: User, sign_in: SignIn
) -> None:
    passages.write(Finding, area=finding.area, wording=SLOW, by=inspector)
    response = sign_in(inspector).get(FINDINGS)
    found = [
        (section.area.code, [group.label for group in section.groups])
        for section in response.context["sections"]
    ]
    kinds = ["Main findings", "What needs to improve", "Promising practice"]
    assert found == [("victim_service", []), ("responding", kinds), ("leadership", [])]
    text = response.content.decode()
    assert "<strong>nearly all</strong>" in text
    assert "Nothing is written about this area yet." in text


def test_a_finding_without_evidence_is_marked(
    finding: Finding, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    for page in (FINDINGS, finding.get_absolute_url()):
        assert "No evidence cited" in text_of(client, page)
    assert "1 without evidence" in text_of(client, FINDINGS)
    evidence = evidence_of(inspection, 1, inspector)
    cited = replace(PROMPT, evidence=[1])
    passages.revise(passage=finding, wording=cited, edition=1, by=inspector)
    for page in (FINDINGS, finding.get_absolute_url()):
        text = text_of(client, page)
        assert "No evidence cited" not in text
        assert "without evidence" not in text
        assert "E1" in text
    evidence.withdrawn = True
    evidence.save()
    assert "No evidence cited" in text_of(client, FINDINGS)


def test_areas_without_a_finding_are_counted(
    finding: Finding, practice: Practice, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    assert "2 areas without a finding" in text_of(sign_in(inspector), FINDINGS)
    found = [check.area for check in areas_without_findings(inspection)]
    assert found == ["Service to victims", "Leadership"]
    assert {check.area for check in report_checks_for(inspection)} > set(found)
    passages.withdraw(passage=finding, reason="Not so.", by=inspector)
    assert len(areas_without_findings(inspection)) == 3


def test_who_only_reads_is_offered_nothing_to_write(
    finding: Finding, other_supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(other_supervisor)
    for page in (FINDINGS, finding.get_absolute_url()):
        text = text_of(client, page)
        for word in ("Write a finding", "Withdraw", ">Change"):
            assert word not in text


def test_the_order_is_changed_on_the_page(
    finding: Finding, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    assert "Move up" not in text_of(client, FINDINGS)
    second = passages.write(
        Finding, area=finding.area, wording=replace(PROMPT, heading="Second"), by=inspector
    )
    response = client.post(f"{second.get_absolute_url()}move/", {"where": "up"})
    assert response["Location"] == f"{FINDINGS}#finding-{second.pk}"
    groups = client.get(FINDINGS).context["sections"][1].groups
    assert [passage.heading for passage in groups[0].passages] == ["Second", PROMPT.heading]


def test_the_page_takes_as_many_queries_for_any_number(
    finding: Finding, practice: Practice, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    evidence_of(inspection, 1, inspector)
    passages.revise(passage=finding, wording=replace(PROMPT, evidence=[1]), edition=1, by=inspector)
    few = queries_of(client, FINDINGS)
    area = area_of(inspection, "leadership")
    for number in (2, 3, 4):
        evidence_of(inspection, number, inspector)
        wording = replace(PROMPT, evidence=[number])
        passages.write(Finding, area=area, wording=wording, by=inspector)
        passages.write(Practice, area=area, wording=SHARED, by=inspector)
    assert queries_of(client, FINDINGS) == few <= 14


def test_somebody_from_the_force_reads_none_of_it(
    finding: Finding, other_supervisor: User, sign_in: SignIn
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=finding.area.inspection.force)
    client = sign_in(other_supervisor)
    assert client.get(FINDINGS).status_code == 403
    assert client.get(finding.get_absolute_url()).status_code == 404


# Writing


@pytest.mark.parametrize(("page", "kind"), [(NEW, "main"), (NEW_PRACTICE, "innovative")])
def test_it_is_written_changed_withdrawn_and_put_back(
    responding: InspectionArea, inspector: User, sign_in: SignIn, page: str, kind: str
) -> None:
    client = sign_in(inspector)
    sent = {**SENT, "kind": kind}
    made = client.post(page, sent)["Location"]
    assert made.endswith("#saved")
    one = made.removesuffix("#saved")
    assert "<strong>answered</strong>" in text_of(client, one)
    change = {**sent, "text": "Calls are lost.", "edition": 1}
    assert client.post(f"{one}edit/", change).status_code == 302
    text = text_of(client, one)
    assert "Calls are lost." in text
    assert f"{one}editions/1/" in text
    former = text_of(client, f"{one}editions/1/")
    assert "<strong>answered</strong>" in former
    assert "**answered**.</del>" in former
    assert "lost.</ins>" in former
    assert "Calls are lost.</pre>" in text_of(client, f"{one}editions/2/")
    assert client.get(f"{one}editions/3/").status_code == 404
    assert client.post(f"{one}withdraw/", {"reason": ""}).status_code == 400
    client.post(f"{one}withdraw/", {"reason": "Not so."})
    text = text_of(client, one)
    assert "It is not in the report." in text
    assert "Not so." in text
    assert client.get(f"{one}edit/").status_code == 409
    assert "1 withdrawn" in text_of(client, FINDINGS)
    client.post(f"{one}put-back/", {"reason": "It was so."})
    assert "It is not in the report." not in text_of(client, one)


def test_what_is_typed_stays_when_something_is_wrong(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    response = sign_in(inspector).post(NEW, {"kind": "main", "heading": "", "text": "My <b>text"})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Enter the heading." in text
    assert "My &lt;b&gt;text</textarea>" in text
    assert not Finding.objects.exists()


def test_what_is_typed_stays_when_it_was_withdrawn_meanwhile(
    finding: Finding, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    passages.withdraw(passage=finding, reason="Not so.", by=supervisor)
    page = f"{finding.get_absolute_url()}edit/"
    response = sign_in(inspector).post(page, {**SENT, "text": "Mine.", "edition": 1})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Put it back before you change it" in text
    assert "Mine.</textarea>" in text
    assert "What stands now" not in text


def test_a_form_sent_unchanged_makes_no_edition(
    finding: Finding, inspector: User, sign_in: SignIn
) -> None:
    lines = replace(PROMPT, text="One.\n\nTwo.")
    passages.revise(passage=finding, wording=lines, edition=1, by=inspector)
    sent = {"kind": "main", "heading": PROMPT.heading, "text": "One.\r\n\r\nTwo.", "edition": 2}
    sign_in(inspector).post(f"{finding.get_absolute_url()}edit/", sent)
    finding.refresh_from_db()
    assert (finding.edition, finding.text) == (2, lines.text)


def test_an_edition_that_was_not_read_is_not_overwritten(
    finding: Finding, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    page = f"{finding.get_absolute_url()}edit/"
    sent = {**SENT, "text": "Mine.", "edition": 1}
    assert sign_in(inspector).post(page, sent).status_code == 302
    client = sign_in(supervisor)
    response = client.post(page, {**sent, "text": "Theirs."})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Somebody else changed this finding meanwhile" in text
    assert "Theirs.</textarea>" in text
    assert "Mine.</pre>" in text
    again = {**sent, "text": "Both.", "edition": response.context["form"]["edition"].value()}
    assert client.post(page, again).status_code == 302
    for edition, said in [(2, "Mine."), (3, "Both.")]:
        assert said in text_of(client, f"{finding.get_absolute_url()}editions/{edition}/")


def test_what_looks_like_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    sent = {**SENT, "text": "Ring 01632 960 001."}
    response = client.post(NEW, sent)
    text = response.content.decode()
    assert "phone number" in text
    assert "keep_personal_data" in text
    assert client.post(NEW, {**sent, "keep_personal_data": "on"}).status_code == 302


def test_evidence_is_chosen_from_the_log_that_of_the_area_first(
    responding: InspectionArea, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    assert "The evidence log is empty" in text_of(client, NEW)
    evidence_of(inspection, 1, inspector)
    evidence_of(inspection, 2, inspector, area=responding)
    withdrawn = evidence_of(inspection, 3, inspector)
    withdrawn.withdrawn = True
    withdrawn.save()
    choices = client.get(NEW).context["form"].fields["evidence"].choices
    found = [(group, [number for number, _ in some]) for group, some in choices]
    assert found == [("About Responding", [2]), ("Other evidence", [1])]
    one = client.post(NEW, {**SENT, "evidence": ["1", "2"]})["Location"]
    assert {"E1", "E2"} == {str(e) for e in Finding.objects.get().evidence.all()}
    form = client.get(f"{one.removesuffix('#saved')}edit/").context["form"]
    assert form.initial["evidence"] == [1, 2]
    assert client.post(NEW, {**SENT, "evidence": ["3"]}).status_code == 400


def test_practice_cites_no_evidence(
    responding: InspectionArea, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    evidence_of(inspection, 1, inspector)
    assert "evidence" not in sign_in(inspector).get(NEW_PRACTICE).context["form"].fields


def test_the_form_takes_as_many_queries_for_a_longer_log(
    finding: Finding, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client, page = sign_in(inspector), f"{finding.get_absolute_url()}edit/"
    evidence_of(inspection, 1, inspector, area=finding.area)
    few = queries_of(client, page)
    for number in (2, 3, 4):
        evidence_of(inspection, number, inspector, area=finding.area)
    assert queries_of(client, page) == few <= 12


def test_a_finding_takes_as_many_queries_with_more_evidence_and_a_longer_past(
    finding: Finding, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client, page = sign_in(inspector), finding.get_absolute_url()
    evidence_of(inspection, 1, inspector)
    cited = replace(PROMPT, evidence=[1])
    passages.revise(passage=finding, wording=cited, edition=1, by=inspector)
    few = queries_of(client, page)
    for number in (2, 3, 4):
        evidence_of(inspection, number, inspector)
        cited = replace(PROMPT, evidence=range(1, number + 1))
        passages.revise(passage=finding, wording=cited, edition=number, by=inspector)
    assert queries_of(client, page) == few <= 12


# The preview


def test_the_preview_is_what_will_be_printed_and_saves_nothing(
    finding: Finding, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    sent = {"text": "**Bold** <script>alert(1)</script>"}
    with CaptureQueriesContext(connection) as queries:
        text = client.post(f"{INSPECTION}preview/", sent).content.decode()
    assert "<strong>Bold</strong>" in text
    assert "<script" not in text
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert "What you write" in client.post(f"{INSPECTION}preview/", {"text": " "}).content.decode()


def test_without_javascript_a_button_shows_the_preview(
    finding: Finding, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    evidence_of(inspection, 1, inspector)
    page = f"{finding.get_absolute_url()}edit/"
    sent = {**SENT, "heading": "", "evidence": ["1"], "edition": 1, "preview": "yes"}
    response = sign_in(inspector).post(page, sent)
    assert response.status_code == 200
    text = response.content.decode()
    assert "<strong>answered</strong>" in text
    assert "There is a problem" not in text
    assert response.context["form"]["evidence"].value() == ["1"]
    finding.refresh_from_db()
    assert finding.text == PROMPT.text
