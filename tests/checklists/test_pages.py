from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from checklists import actions
from checklists.models import Version
from checklists.versions import forget_instruments
from tests.checklists.definitions import VALID, broken

pytestmark = pytest.mark.django_db

LIST = "/checklists/"


@pytest.fixture
def draft(db: None) -> Version:
    return actions.load(source=VALID, by=None)


@pytest.fixture
def published(draft: Version) -> Version:
    return actions.publish(version=draft, by=None)


def get(client: Client, user: User, url: str) -> Any:
    client.force_login(user)
    return client.get(url)


@pytest.mark.parametrize("role", ["inspector", "supervisor", "administrator", "observer"])
def test_everybody_reads_a_published_checklist(
    client: Client, published: Version, role: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    assert "Dip sample" in get(client, user, LIST).content.decode()
    page = get(client, user, published.get_absolute_url()).content.decode()
    for text in (
        "Was it checked?",
        "Look in the log again.",
        "Asked when 2.1 is Yes",
        "Note required on No",
        "checks were made in … of … cases",
        "Offence group",
        "(optional: a sample may leave it out)",
    ):
        assert text in page


def test_a_follow_up_is_indented_below_its_parent(
    client: Client, inspector: User, published: Version
) -> None:
    page = get(client, inspector, published.get_absolute_url()).content.decode()
    assert 'class="checklist-question" id="question-checked"' in page
    assert 'checklist-question--depth-1" id="question-found"' in page
    assert 'checklist-question--depth-2" id="question-what"' in page
    assert page.index('id="question-checked"') < page.index('id="question-what"')


@pytest.mark.parametrize(
    ("role", "status"),
    [("inspector", 404), ("observer", 404), ("supervisor", 200), ("administrator", 200)],
)
def test_a_draft_is_unseen_by_those_who_only_use_it(
    client: Client, draft: Version, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    assert get(client, user, draft.get_absolute_url()).status_code == status
    listed = "Dip sample" in get(client, user, LIST).content.decode()
    assert listed == (status == 200)


def test_only_an_administrator_is_offered_to_edit(
    client: Client, draft: Version, supervisor: User, administrator: User
) -> None:
    edit = reverse("admin:checklists_version_change", args=[draft.pk])
    assert edit not in get(client, supervisor, draft.get_absolute_url()).content.decode()
    assert edit in get(client, administrator, draft.get_absolute_url()).content.decode()


def test_pages_need_a_sign_in(client: Client, published: Version) -> None:
    for url in (LIST, published.get_absolute_url()):
        response = client.get(url)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_an_empty_list_says_what_to_do(
    client: Client, inspector: User, administrator: User
) -> None:
    assert "An administrator publishes them" in get(client, inspector, LIST).content.decode()
    assert "load_checklist" in get(client, administrator, LIST).content.decode()


def test_pages_are_only_read(client: Client, inspector: User, published: Version) -> None:
    client.force_login(inspector)
    assert client.post(LIST).status_code == 405
    assert client.post(published.get_absolute_url()).status_code == 405


def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load("1")
    client.force_login(supervisor)
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)
    load("2")
    load("3")
    with django_assert_num_queries(3):
        page = client.get(LIST).content.decode()
    assert page.count('<tr class="govuk-table__row">') == 4


def load(label: str) -> Version:
    return actions.load(source=broken('version: "2024"', f'version: "{label}"'), by=None)


def test_a_published_page_asks_little_once_its_instrument_is_in_memory(
    client: Client,
    inspector: User,
    published: Version,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(inspector)
    forget_instruments()
    with django_assert_num_queries(7):
        client.get(published.get_absolute_url())
    with django_assert_num_queries(3):
        client.get(published.get_absolute_url())


def test_what_a_definition_says_is_escaped(client: Client, supervisor: User) -> None:
    hostile = "<script>alert(1)</script>"
    source = broken("text: Was it checked?", f"text: '{hostile}'")
    source = broken("title: Dip sample", f"title: '{hostile}'", source)
    source = broken("label: Checks", f"label: '{hostile}'", source)
    source = broken("guidance: See the plan.", f"guidance: '{hostile}'", source)
    version = actions.load(source=source, by=None)
    for url in (LIST, version.get_absolute_url()):
        assert hostile not in get(client, supervisor, url).content.decode()
