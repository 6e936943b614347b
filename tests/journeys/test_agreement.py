"""A supervisor reads how far reviewers agree."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.cases.agreement.twice import reviewed_twice
from tests.factories import InspectionFactory, SampleFactory, TeamMemberFactory
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
AGREEMENT = "/inspections/shire-2023-25/vsa/agreement/"


@pytest.fixture
def twice(
    live_server: LiveServer, supervisor: User, inspector: User, other_inspector: User
) -> None:
    inspection = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    for user in (inspector, other_inspector):
        TeamMemberFactory.create(inspection=inspection, user=user)
    sample = SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")
    for n in range(10):
        changes = {"effective": "no"} if n < 3 else {}
        reviewed_twice(sample, inspector, other_inspector, changes)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    twice: None,
    size: Any,
) -> None:
    SampleFactory.create(inspection__slug="empty-2023-25", slug="vsa")
    sign_in(supervisor)
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}
    for address in (
        AGREEMENT,
        f"{AGREEMENT}?rows=stage&answers=yes_no",
        AGREEMENT.replace("shire", "empty"),
    ):
        page.goto(f"{live_server.url}{address}")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert {address: broken for address, broken in found.items() if broken} == {}
    assert complaints == []


def test_a_supervisor_finds_who_differs_on_what(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, twice: None
) -> None:
    sign_in(supervisor)
    page.goto(f"{live_server.url}{AGREEMENT.replace('agreement', 'results')}")
    page.get_by_role("link", name="Agreement between reviewers").click()
    expect(page.get_by_text("gave the same answer to 47 of them")).to_be_visible()
    page.get_by_label("Heat map of").select_option("Stages")
    page.get_by_label("Over time for").select_option(label="3.1 Was the investigation effective?")
    page.get_by_role("button", name="Show").click()
    differences = page.get_by_role("region", name="Stages, over their yes or no questions")
    expect(differences.get_by_role("row", name="3 Investigation 7 of 10")).to_be_visible()
    over_time = page.get_by_role("region", name="By month: Was the investigation effective?")
    expect(over_time.get_by_role("row", name="Inspector 2 7 of 10")).to_be_visible()
