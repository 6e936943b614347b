"""What holds for every answer: nobody keeps it, and what can't be stored is not looked up."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import actions
from accounts.models import User
from cases.models import Review
from tests.factories import (
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)

PAGES = [
    "/inspections/", "/my-work/", "/account/", "/results/", "/checklists/", "/nowhere/",
    "/api/v1/reviews/", "/api/v1/schema/",
]  # fmt: skip


@pytest.fixture
def signed_in(supervisor: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(supervisor)
    return client


@pytest.fixture
def review(supervisor: User, inspector: User) -> Review:
    inspection = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    sample = SampleFactory.create(inspection=inspection, slug="vsa")
    return ReviewFactory.create(sample=sample, reviewer=inspector)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_by_anybody(signed_in: Client, path: str) -> None:
    response = signed_in.get(path)
    assert set(response["Cache-Control"].split(", ")) >= {"private", "no-store"}


def test_casework_is_kept_by_nobody(signed_in: Client, review: Review) -> None:
    for path in ("/inspections/shire-2023-25/vsa/", f"/files/{review.case_file_id}/"):
        response = signed_in.get(path)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_an_answer_to_a_token_is_kept_by_nobody(review: Review, inspector: User) -> None:
    secret = actions.create_token(by=inspector, name="Reports")[1]
    response = Client().get("/api/v1/reviews/", headers={"authorization": f"Bearer {secret}"})
    assert response.json()["count"] == 1
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]


def test_an_answer_that_says_how_long_it_is_kept_is_left_alone(client: Client) -> None:
    assert client.get("/service-worker.js")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/inspections/shire-2023-25/vsa/results/effective/numerator/?by=offence_group&value=%00",
        "/inspections/shire-2023-25/vsa/?q=%00",
        "/inspections/?q=%00",
        "/api/v1/forces/%00/",
        "/api/v1/inspections/a%00b/",
        "/api/v1/reviews/?state=%00",
        "/api/v1/reviews/?%00=1",
    ],
)
def test_a_null_character_in_an_address_is_refused(
    signed_in: Client, review: Review, path: str
) -> None:
    assert signed_in.get(path).status_code == 400


def test_in_the_administration_too(administrator: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    address = reverse("admin:cases_sample_changelist")
    assert client.get(f"{address}?state__exact=%00").status_code == 400


def test_a_program_is_told_as_json_what_could_not_be_read(settings: Settings, db: None) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = Client(enforce_csrf_checks=True, headers={"accept": "application/json"})
    client.get("/accounts/login/")
    form = "application/x-www-form-urlencoded"
    response = client.post("/accounts/login/", "a" * 200, content_type=form)
    assert response.status_code == 413
    assert response.json()["detail"].startswith("What was sent is larger than Peel accepts.")


@pytest.mark.parametrize(("accept", "kind"), [("*/*", "json"), ("text/html", "html")])
def test_the_api_speaks_json_unless_a_page_is_asked_for(
    client: Client, accept: str, kind: str
) -> None:
    response = client.get("/api/v1/forces/?q=%00", headers={"accept": accept})
    assert response.status_code == 400
    assert kind in response["Content-Type"]


def test_an_answer_too_large_to_read_is_refused_as_json(
    settings: Settings, review: Review, inspector: User
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = Client()
    client.force_login(inspector)
    saved = client.post(f"/reviews/{review.pk}/answer/", "a" * 200, "application/json")
    assert (saved.status_code, saved.json()) == (
        413, {"reason": "This answer is too long to be saved."}
    )  # fmt: skip
    sent = client.post(f"/api/v1/reviews/{review.pk}/record/", "[" * 200, "application/json")
    assert sent.status_code == 413
    assert sent.json()["detail"].startswith("What was sent is larger")
