"""The page on which a file is moderated, and the report of what was overridden."""

import csv
import re
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from cases.actions.moderating import agree
from cases.actions.signing import sign_off
from cases.caseloads import workload_for
from cases.models import CaseFile, Choice, Decision, Position, Reading, Review, Sample
from cases.overrides import overrides_of
from cases.rollups import results
from cases.states import ReviewState
from tests.cases.accepted import accepted_file
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.moderated import decide_all, differing_file, rule
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import SampleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(sample: Sample, inspector: User, other_inspector: User) -> CaseFile:
    return differing_file(sample, inspector, other_inspector)


@pytest.fixture
def single(sample: Sample, inspector: User) -> CaseFile:
    return accepted_file(sample, "ALONE", inspector).case_file


@pytest.fixture
def browser(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def page_of(browser, case_file, query=""):
    response = browser.get(f"/files/{case_file.pk}/moderate/{query}")
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html, code):
    """What stands in the part of one question."""
    found = re.search(rf'<section[^>]*id="q-{code}".*?</section>', html, re.DOTALL)
    return words(found[0]) if found else ""


def post(browser, case_file, **sent):
    address = f"/files/{case_file.pk}/moderate/decide/"
    return browser.post(address, {"reason": "The log says so.", "revision": "0", **sent})


def test_what_differs_comes_first_and_in_order(browser, file):
    html = page_of(browser, file)
    listed = re.findall(r'<section[^>]*id="q-(\w+)"', html)
    assert listed == ["victim_checked", "crimes_recorded", "effective", "grade"]
    rest = html[html.index('id="rest"') :]
    assert 'id="q-answered_promptly"' in rest
    assert 'id="q-history_used"' in rest
    assert "Asked in one review only, because of this answer" in section(html, "victim_checked")
    assert "Was it a repeat victim? Yes first review, counts now" in section(html, "victim_checked")


def test_each_choice_tells_what_it_does_to_the_figures(browser, sample, inspector, file):
    for n in range(3):
        accepted_file(sample, f"OTHER-{n}", inspector)
    html = page_of(browser, file)
    effective = section(html, "effective")
    assert "Yes No figure changes" in effective
    assert "Effective investigations 4 → becomes 3 of 4" in effective
    assert "Use of the history 4 of 4 → becomes 3 of 3" in section(html, "victim_checked")


def test_the_effect_is_what_the_figures_become(browser, sample, supervisor, file):
    [shown] = re.findall(r"Checks for repeat victims (\d) → becomes (\d) of (\d)",
                         section(page_of(browser, file), "victim_checked"))  # fmt: skip
    rule(file, supervisor, "victim_checked", Choice.SECOND)
    decide_all(file, supervisor, Choice.FIRST)
    agree(case_file=file.pk, by=supervisor)
    figure = next(f for f in results(sample) if f.measure.code == "victim_checked")
    assert shown == ("1", str(figure.numerator), str(figure.denominator))


def test_the_effect_of_a_choice_builds_on_the_other_decisions(browser, supervisor, file):
    rule(file, supervisor, "victim_checked", Choice.SECOND)
    html = page_of(browser, file)
    assert "Checks for repeat victims 1 → becomes 0 of 1" in section(html, "victim_checked")
    side = words(html[html.index("<aside") :])
    assert "Use of the history 1 of 1 → becomes 0 of 0" in side
    assert "1 decided, 3 left" in side


def test_a_decision_is_saved_and_leads_on_to_the_next(browser, file):
    response = post(browser, file, question="victim_checked", chose="second")
    assert response.status_code == 302
    assert response["Location"] == f"/files/{file.pk}/moderate/#q-crimes_recorded"
    html = page_of(browser, file)
    assert "The decision on 1.2 is saved. 3 left to decide." in words(html)
    assert "Decided" in section(html, "victim_checked")
    assert "Not asked after" not in html
    post(browser, file, question="victim_checked", chose="open", revision="1", reason="")
    assert Decision.objects.filter(chose=Choice.OPEN).exists()
    assert "To decide" in section(page_of(browser, file), "victim_checked")


def test_what_hangs_on_a_decided_answer_is_not_asked_any_more(
    browser, supervisor, sample, inspector, other_inspector
):
    made = reviewed_twice(sample, inspector, other_inspector, {"repeat_victim": "no"})
    rule(made, supervisor, "victim_checked", Choice.THIRD, value="not_applicable")
    assert "After what is decided on 1.2, this is not asked." in section(
        page_of(browser, made), "repeat_victim"
    )


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        ({"question": "effective", "chose": ""}, 400, "Choose an answer."),
        ({"question": "effective", "chose": "fourth"}, 400, "Choose an answer."),
        ({"question": "effective", "chose": "first", "reason": ""}, 400, "Give the reason."),
        ({"question": "effective", "chose": "first", "revision": "7"}, 409, "Read the question"),
        ({"question": "effective", "chose": "first", "reason": "a@b.example"}, 400, "Save the"),
        ({"question": "crimes_recorded", "chose": "third-", "value": "-1"}, 400, "whole number"),
        ({"question": "<b>", "chose": "first"}, 400, "not in the checklist"),
    ],
)  # fmt: skip
def test_what_can_not_be_saved_comes_back_with_the_reason(browser, file, sent, status, problem):
    response = post(browser, file, **{"reason": "Typed before.", **sent})
    assert response.status_code == status
    html = response.content.decode()
    assert problem in html
    assert "<b>" not in html
    if sent.get("reason") is None and sent["question"] == "effective":
        assert "Typed before." in html
    assert not Decision.objects.exists()


def test_personal_data_is_kept_when_it_is_confirmed(browser, file):
    sent = {"question": "effective", "chose": "first", "reason": "a@b.example"}
    assert post(browser, file, **sent).status_code == 400
    assert post(browser, file, **sent, keep_personal_data="yes").status_code == 302


def test_any_answer_can_be_opened_and_overridden(browser, file):
    assert section(page_of(browser, file), "answered_promptly") == ""
    html = page_of(browser, file, "?decide=answered_promptly")
    assert "Another answer Not applicable" in section(html, "answered_promptly")
    sent = {"question": "answered_promptly", "chose": "third-not_applicable"}
    assert post(browser, file, **sent).status_code == 302
    assert Decision.objects.get().value == "not_applicable"


def test_the_page_leads_through_agreeing_and_stepping_back(browser, supervisor, file):
    address = f"/files/{file.pk}/moderate/"
    assert "Decide these first" in browser.post(f"{address}agree/").content.decode()
    decide_all(file, supervisor)
    assert ">Agree</button>" in page_of(browser, file)
    assert browser.post(f"{address}agree/").status_code == 302
    html = page_of(browser, file)
    assert "Agreed answers count" in html
    assert "<form" in html
    assert "data-decide>" not in html
    assert "Give the reason" in browser.post(f"{address}step-back/").content.decode()
    assert browser.post(f"{address}step-back/", {"reason": "Look again."}).status_code == 302
    html = page_of(browser, file)
    assert ">Agree</button>" in html
    assert "by Supervisor 1, which was stepped back and does not count." in words(html)


def test_a_single_review_is_overridden_on_the_same_page(browser, single):
    html = page_of(browser, single)
    assert "No answer is overridden. Choose one below." in html
    assert ">Agree</button>" not in html
    assert "second review" not in words(html).lower()
    post(browser, single, question="effective", chose="third-no")
    assert ">Agree</button>" in page_of(browser, single)


def test_the_page_says_what_it_waits_for(browser, file):
    file.reviews.filter(position=Position.SECOND).update(state=ReviewState.ALLOCATED)
    text = words(page_of(browser, file))
    assert "when both reviews are submitted. The first is submitted, the second allocated" in text
    assert post(browser, file, question="effective", chose="first").status_code == 409


def test_a_signed_off_sample_is_read_and_not_changed(browser, supervisor, sample, file):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    sign_off(sample=sample.pk, by=supervisor, reasons=ALL_THE_SAME)
    html = page_of(browser, file)
    assert "This sample is signed off" in html
    assert "The log says so." in html
    assert "<form" not in html[html.index("data-moderation") : html.index("</main>")]
    assert post(browser, file, question="effective", chose="first").status_code == 409


def test_who_reviewed_it_does_not_see_the_page(client, inspector, file):
    client.force_login(inspector)
    assert client.get(f"/files/{file.pk}/moderate/").status_code == 403
    User.objects.filter(pk=inspector.pk).update(role=Role.SUPERVISOR)
    response = client.get(f"/files/{file.pk}/moderate/")
    assert response.status_code == 403
    assert b"You reviewed this file yourself" in response.content


def test_an_administrator_reads_it(client, administrator, file):
    client.force_login(administrator)
    html = client.get(f"/files/{file.pk}/moderate/").content.decode()
    assert "data-decide" not in html
    assert "Only a supervisor can do this" in html
    assert "Not decided" in html


def test_the_effect_of_a_typed_answer_is_told_before_it_is_saved(browser, file):
    address = f"/files/{file.pk}/moderate/effect/"
    told = browser.get(address, {"question": "crimes_recorded", "value": "9"}).json()
    assert told == {"effects": [{"label": "Crimes recorded", "was": "1", "becomes": "9 of 2"}]}
    for query in ({"question": "nothing", "value": "9"}, {"question": "effective", "value": "9"}):
        assert browser.get(address, query).status_code == 400


def test_the_file_leads_to_its_moderation(browser, file, single):
    page = browser.get(f"/files/{file.pk}/").content.decode()
    assert f'href="/files/{file.pk}/moderate/">Moderate this file' in page
    page = browser.get(f"/files/{single.pk}/").content.decode()
    assert "Override answers" in page


def test_what_is_agreed_is_no_review_of_who_agreed_it(client, supervisor, inspector, file):
    decide_all(file, supervisor)
    agreed = agree(case_file=file.pk, by=supervisor)
    first = Review.objects.get(case_file=file, position=Position.FIRST)
    client.force_login(supervisor)
    page = words(client.get(f"/files/{file.pk}/").content.decode())
    assert "Agreed review" in page
    assert "Your review" not in page
    assert "How this file was agreed" in page
    assert "Agreed review." in words(client.get(f"/reviews/{agreed.pk}/").content.decode())
    assert "Step it back" in client.get(f"/reviews/{first.pk}/").content.decode()
    client.force_login(inspector)
    page = client.get(f"/reviews/{first.pk}/").content.decode()
    assert "This review stays readable as it was." in page
    assert "Step it back" not in page


def test_the_page_costs_the_same_for_any_number_of_differences(browser, supervisor, file):
    page_of(browser, file)
    with CaptureQueriesContext(connection) as before:
        page_of(browser, file)
    decide_all(file, supervisor)
    with CaptureQueriesContext(connection) as after:
        page_of(browser, file)
    assert len(after) <= len(before)


# The report


def test_the_report_lists_every_overridden_answer(browser, supervisor, sample, file):
    decide_all(file, supervisor)
    assert overrides_of(sample) == []
    agree(case_file=file.pk, by=supervisor)
    listed = {
        o.question.code: (o.first, o.second, o.agreed, o.follows) for o in overrides_of(sample)
    }
    assert listed == {
        "victim_checked": ("Yes", "No", "No", ""),
        "repeat_victim": ("Yes", "Not asked", "Not asked", "1.2"),
        "history_used": ("Yes", "Not asked", "Not asked", "1.2"),
        "crimes_recorded": ("1", "2", "2", ""),
        "effective": ("Yes", "No", "No", ""),
        "grade": ("Immediate", "Scheduled", "Scheduled", ""),
    }
    address = reverse("cases:overrides", args=[sample.inspection.slug, sample.slug])
    text = words(browser.get(address).content.decode())
    assert "6 answers of 1 file." in text
    assert "Follows from 1.2." in text
    assert "The log says so." in text
    download = browser.get(address.replace("overrides/", "overrides.csv"))
    content = b"".join(download.streaming_content).decode("utf-8-sig")
    rows = {row["question"]: row for row in csv.DictReader(StringIO(content))}
    assert rows.keys() == listed.keys()
    assert (rows["effective"]["first_reviewer"], rows["effective"]["by"]) == (
        "Inspector 1", "Supervisor 1",
    )  # fmt: skip
    assert rows["history_used"]["decided_on"] == "victim_checked"


def test_the_report_of_a_sample_without_overrides_says_so(browser, supervisor, sample):
    address = reverse("cases:overrides", args=[sample.inspection.slug, sample.slug])
    assert "No answer of this sample is overridden" in browser.get(address).content.decode()


def test_the_report_costs_the_same_for_any_number_of_files(
    supervisor, sample, inspector, other_inspector, file
):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    overrides_of(sample)
    with CaptureQueriesContext(connection) as one:
        overrides_of(sample)
    for _ in range(2):
        other = reviewed_twice(sample, inspector, other_inspector, {"effective": "no"})
        decide_all(other, supervisor)
        agree(case_file=other.pk, by=supervisor)
    with CaptureQueriesContext(connection) as three:
        assert len({o.file for o in overrides_of(sample)}) == 3
    assert len(one) == len(three)


def test_another_samples_overrides_are_not_listed(supervisor, sample, file):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    assert overrides_of(SampleFactory.create(inspection=sample.inspection)) == []


# Where else it shows


def test_overridden_answers_are_marked_in_the_reviews(
    client, supervisor, inspector, other_inspector, file
):
    decide_all(file, supervisor)
    rule(file, supervisor, "grade", Choice.FIRST)
    client.force_login(inspector)
    own = file.reviews.get(position=Position.FIRST)
    assert "Overridden" not in client.get(f"/reviews/{own.pk}/?stage=all").content.decode()
    assert not Reading.objects.exists()
    agree(case_file=file.pk, by=supervisor)
    html = words(client.get(f"/reviews/{own.pk}/?stage=all").content.decode())
    assert "Overridden. Agreed: No. The log says so." in html
    assert "Overridden. Agreed: Not asked. It follows from 1.2." in html
    assert html.count("Overridden.") == 5
    assert Reading.objects.filter(reader=inspector).count() == 2
    client.force_login(other_inspector)
    other = file.reviews.get(position=Position.SECOND)
    html = words(client.get(f"/reviews/{other.pk}/?stage=all").content.decode())
    assert html.count("Overridden.") == 1
    agreed = file.reviews.get(position=Position.AGREED)
    html = words(client.get(f"/reviews/{agreed.pk}/?stage=all").content.decode())
    assert "Agreed instead of Yes in the first review and No in the second." in html
    assert "The agreed review is made where the file is moderated." in html


def test_the_workload_stays_with_who_read_the_files(supervisor, inspector, file):
    before = workload_for(supervisor).caseloads
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    assert workload_for(supervisor).caseloads == before
    [theirs] = [caseload for caseload in before if caseload.person == inspector]
    assert theirs.load.submitted == 1
