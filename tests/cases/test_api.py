"""The API of casework, over session and token."""

import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from accounts import actions as account_actions
from accounts.models import User
from cases.models import Answer, Review, Sample
from tests.factories import (
    AnswerFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)

API = "/api/v1/"


@pytest.fixture
def sample(supervisor: User, inspector: User) -> Sample:
    inspection = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    return SampleFactory.create(inspection=inspection, slug="vsa")


@pytest.fixture
def review(sample: Sample, inspector: User) -> Review:
    return ReviewFactory.create(sample=sample, reviewer=inspector)


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def record(client: APIClient, review: Review, **entry):
    body = {"question": "effective", "value": "yes", "base_revision": 0, **entry}
    return client.post(f"{API}reviews/{review.pk}/record/", body, format="json")


def test_records_an_answer_through_the_action(review, inspector):
    response = record(signed_in(inspector), review, note="All lines followed.")
    assert response.status_code == 200
    body = response.json()
    assert body["answer"]["value"] == "yes"
    assert body["answer"]["revision"] == 1
    assert "effective" not in body["outstanding"]
    assert Answer.objects.get(review=review).note == "All lines followed."
    review.refresh_from_db()
    assert review.answered == 1


def test_the_same_key_is_recorded_once(review, inspector):
    client, key = signed_in(inspector), str(uuid.uuid4())
    first = record(client, review, key=key)
    again = record(client, review, key=key)
    assert first.json()["answer"] == again.json()["answer"]
    assert review.history.count() == 1


def test_a_newer_answer_is_never_overwritten(review, inspector):
    client = signed_in(inspector)
    record(client, review, value="no")
    response = record(client, review, value="yes", base_revision=0)
    assert response.status_code == 409
    assert response.json()["current"]["value"] == "no"
    assert response.json()["detail"].startswith("Answered elsewhere at")
    assert Answer.objects.get(review=review).value == "no"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"question": "unknown"}, "not in the checklist"),
        ({"value": "perhaps"}, "Choose one of these answers"),
        ({"note": "Call 07700 900123 about it"}, "a phone number"),
    ],
)
def test_what_cannot_be_recorded_is_explained(review, inspector, entry, says):
    response = record(signed_in(inspector), review, **entry)
    assert response.status_code == 400
    assert says in " ".join(response.json()["detail"])
    assert not Answer.objects.exists()


def test_a_review_of_somebody_else_is_not_found(review, other_inspector):
    TeamMemberFactory.create(inspection=review.case_file.sample.inspection, user=other_inspector)
    assert record(signed_in(other_inspector), review).status_code == 404


def test_a_supervisor_sees_the_review_but_cannot_answer(review, supervisor):
    response = record(signed_in(supervisor), review)
    assert response.status_code == 403
    assert "is allocated to Inspector 1" in response.json()["detail"]


def test_a_submitted_review_is_closed(review, inspector):
    Review.objects.update(state="submitted")
    response = record(signed_in(inspector), review)
    assert response.status_code == 409
    assert "is submitted" in response.json()["detail"]


@pytest.mark.parametrize(
    "path", ["forces", "inspections", "samples", "case-files", "reviews", "answers", "schema"]
)
def test_nothing_is_public(db, path):
    assert APIClient().get(f"{API}{path}/").status_code == 401


def test_basic_authentication_is_not_taken(inspector):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Basic aW5zcGVjdG9yMUBleGFtcGxlLm9yZzp4")
    response = client.get(f"{API}forces/")
    assert response.status_code == 401
    assert "Basic" not in response["WWW-Authenticate"]


def test_a_token_signs_in(review, inspector):
    _, secret = account_actions.create_token(by=inspector, name="Reports")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    response = client.get(f"{API}reviews/")
    assert [row["reference"] for row in response.json()["results"]] == [review.case_file.reference]


def test_a_session_needs_the_csrf_token_to_write(review, inspector):
    client = Client(enforce_csrf_checks=True)
    client.force_login(inspector)
    response = client.post(f"{API}reviews/{review.pk}/record/", {}, "application/json")
    assert response.status_code == 403


def test_an_inspector_reads_only_their_own(review, sample, inspector, other_inspector):
    TeamMemberFactory.create(inspection=sample.inspection, user=other_inspector)
    theirs = ReviewFactory.create(sample=sample, reviewer=other_inspector)
    AnswerFactory.create(review=theirs)
    client = signed_in(inspector)
    assert client.get(f"{API}reviews/").json()["count"] == 1
    assert client.get(f"{API}case-files/").json()["count"] == 1
    assert client.get(f"{API}answers/").json()["count"] == 0
    assert client.get(f"{API}reviews/{theirs.pk}/").status_code == 404


def test_results_are_those_of_the_page(review, sample, supervisor, inspector):
    record(signed_in(inspector), review)
    response = signed_in(supervisor).get(f"{API}samples/shire-2023-25/vsa/results/")
    figure = next(row for row in response.json() if row["code"] == "effective")
    assert figure == {
        "code": "effective",
        "stage": "investigation",
        "numerator": 1,
        "denominator": 1,
        "not_applicable": 0,
        "not_asked": 0,
        "outstanding": 0,
        "sentence": "investigations were effective in the only relevant case",
        "percent": None,
        "half_width": None,
        "lower": None,
        "upper": None,
        "method": None,
        "n": None,
    }


def test_results_of_an_open_sample_are_refused_to_inspectors_and_unseen_by_observers(
    sample, inspector, observer
):
    path = f"{API}samples/shire-2023-25/vsa/results/"
    assert signed_in(inspector).get(path).status_code == 403
    assert signed_in(observer).get(path).status_code == 404


@pytest.mark.parametrize("path", ["samples", "case-files", "reviews", "answers", "inspections"])
def test_lists_cost_the_same_for_one_and_three(
    path, sample, supervisor, inspector, django_assert_max_num_queries, django_assert_num_queries
):
    def items(number: int) -> None:
        for _ in range(number):
            AnswerFactory.create(review=ReviewFactory.create(sample=sample, reviewer=inspector))
        for _ in range(number):
            SampleFactory.create(inspection=InspectionFactory.create())

    client = signed_in(supervisor)
    items(1)
    with django_assert_max_num_queries(10) as first:
        assert client.get(f"{API}{path}/").status_code == 200
    items(2)
    with django_assert_num_queries(len(first)):
        assert client.get(f"{API}{path}/").status_code == 200


def test_filters_narrow_the_lists(review, sample, supervisor):
    other = ReviewFactory.create()
    client = signed_in(supervisor)
    reviews = client.get(f"{API}reviews/", {"inspection": "shire-2023-25"}).json()["results"]
    assert [row["id"] for row in reviews] == [review.pk]
    assert other.pk in {row["id"] for row in client.get(f"{API}reviews/").json()["results"]}


def test_the_description_is_valid(db, tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema"))


def test_the_documentation_page_loads_nothing_from_elsewhere(inspector, client):
    client.force_login(inspector)
    page = client.get(f"{API}docs/").content.decode()
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_json_nested_too_deep_is_refused(review, inspector, depth):
    path = f"{API}reviews/{review.pk}/record/"
    sent = signed_in(inspector).post(path, "[" * depth, content_type="application/json")
    assert sent.status_code == 400


def test_only_json_is_read(review, inspector):
    path = f"{API}reviews/{review.pk}/record/"
    sent = signed_in(inspector).post(path, {"question": "effective"}, format="multipart")
    assert sent.status_code == 415


@pytest.mark.parametrize(("path", "name"), [("answers", "review"), ("reviews", "case_file")])
def test_a_filter_does_not_tell_what_exists(path, name, review, other_inspector, inspector):
    unseen = review.pk if name == "review" else review.case_file_id
    found = [
        signed_in(other_inspector).get(f"{API}{path}/", {name: key})
        for key in (unseen, 999_999, 2**63 - 1)
    ]
    assert {response.status_code for response in found} == {200}
    assert {response.json()["count"] for response in found} == {0}
    AnswerFactory.create(review=review)
    assert signed_in(inspector).get(f"{API}{path}/", {name: unseen}).json()["count"] == 1


@pytest.mark.parametrize("key", ["x", "-1", 2**63, "9" * 5_000, "1.5"])
def test_a_filter_by_what_is_no_key_is_refused(key, review, inspector):
    response = signed_in(inspector).get(f"{API}answers/", {"review": key})
    assert response.status_code == 400
