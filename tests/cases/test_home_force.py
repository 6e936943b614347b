"""Nobody reads the casework of the force they are seconded from."""

import pytest
from django.test import Client

from accounts.events import history_of
from accounts.models import User
from cases import permissions
from cases.models import CaseFile, Review, Sample
from tests.factories import AnswerFactory, ForceFactory, ReviewFactory, SecondmentFactory

SAMPLE = "/inspections/shire-2023-25/vsa/"
REASON = "can&#x27;t read its case files"


@pytest.fixture
def review(sample: Sample, inspector: User) -> Review:
    made: Review = ReviewFactory.create(sample=sample, reviewer=inspector)
    AnswerFactory.create(review=made)
    return made


@pytest.fixture
def seconded(other_supervisor: User, sample: Sample) -> User:
    SecondmentFactory.create(user=other_supervisor, force=sample.inspection.force)
    return User.objects.get(pk=other_supervisor.pk)


@pytest.fixture
def from_elsewhere(other_supervisor: User) -> User:
    SecondmentFactory.create(user=other_supervisor, force=ForceFactory.create())
    return User.objects.get(pk=other_supervisor.pk)


ALL_FILES = [SAMPLE, f"{SAMPLE}results/effective/numerator/", f"{SAMPLE}answers.csv"]


@pytest.mark.parametrize("path", ALL_FILES)
def test_the_files_of_the_own_force_are_refused(
    sign_in, review: Review, seconded: User, path: str
) -> None:
    response = sign_in(seconded).get(path)
    assert response.status_code == 403
    assert REASON in response.content.decode()
    assert review.case_file.sample.inspection.force.name in response.content.decode()
    assert not history_of(review.case_file.sample).exists()


@pytest.mark.parametrize("path", ALL_FILES)
def test_the_files_of_other_forces_are_not(
    sign_in, review: Review, from_elsewhere: User, path: str
) -> None:
    assert sign_in(from_elsewhere).get(path).status_code == 200


def test_one_file_of_the_own_force_is_not_seen(sign_in, review: Review, seconded: User) -> None:
    client: Client = sign_in(seconded)
    paths = [
        f"/files/{review.case_file_id}/", f"/reviews/{review.pk}/",
        f"/api/v1/reviews/{review.pk}/", f"/api/v1/case-files/{review.case_file_id}/",
    ]  # fmt: skip
    assert {client.get(path).status_code for path in paths} == {404}
    for path in ("reviews", "case-files", "answers"):
        assert client.get(f"/api/v1/{path}/").json()["count"] == 0


def test_the_rest_is_seen(review: Review, seconded: User) -> None:
    elsewhere = ReviewFactory.create()
    assert Review.objects.visible_to(seconded).get() == elsewhere
    assert CaseFile.objects.visible_to(seconded).get() == elsewhere.case_file


def test_an_administrator_who_comes_from_the_force_is_no_exception(
    review: Review, administrator: User
) -> None:
    sample = review.case_file.sample
    SecondmentFactory.create(user=administrator, force=sample.inspection.force)
    assert permissions.read_case_files(administrator, sample)
    assert not Review.objects.visible_to(administrator).exists()


def test_the_page_of_the_inspection_and_its_figures_stay_open(
    sign_in, review: Review, seconded: User
) -> None:
    client = sign_in(seconded)
    assert client.get("/inspections/shire-2023-25/").status_code == 200
    page = client.get(f"{SAMPLE}results/")
    assert page.status_code == 200
    assert "answers.csv" not in page.content.decode()
    assert f'href="{SAMPLE}"' not in page.content.decode()
