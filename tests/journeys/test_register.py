"""From a cause of concern to its line in the register, in a real browser."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Action
from tests.journeys.accessibility import violations
from tests.journeys.test_kept import wait_until
from tests.journeys.test_writing import DRAFTS
from tests.judgments.conftest import COVERED, SMALL

pytestmark = pytest.mark.browser


@pytest.fixture
def actions(live_server: LiveServer, inspection: Inspection, supervisor: User) -> str:
    """The address of the actions of an inspection that covers two areas."""
    load_framework(source=SMALL.replace("2023-25", inspection.cycle.slug), by=None)
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    return f"{live_server.url}/judgments/inspections/{inspection.slug}/actions/"


def write(page: Page, title: str, text: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)


def test_a_cause_of_concern_goes_into_the_register_and_is_complete(
    page: Page, sign_in: Any, supervisor: User, actions: str, complaints: list[str]
) -> None:
    sign_in(supervisor)
    page.goto(actions)
    page.get_by_role("button", name="Write an action").click()
    page.get_by_label("Cause of concern").check()
    page.get_by_label("Area", exact=True).select_option("responding")
    write(page, "Calls are lost", "Nobody knows **how many**.")
    expect(page.locator("[data-preview-text] strong")).to_have_text("how many")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Write a recommendation").click()
    write(page, "Count the calls", "Every day.")
    for part, value in (("Day", 1), ("Month", 4), ("Year", timezone.localdate().year + 1)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Count the calls")).to_be_visible()
    wait_until(page, lambda: page.evaluate(DRAFTS) == 0)
    page.get_by_role("main").get_by_role("link", name="Calls are lost").click()
    page.get_by_role("button", name="Publish before the report").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is in the register now")).to_be_visible()
    page.get_by_label("Complete", exact=True).check()
    page.get_by_label("If it is complete: what shows it?").fill("The audit of January.")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("What shows it: The audit of January.")).to_be_visible()
    assert violations(page) == []
    page.goto(actions.split("inspections")[0] + "register/?status=complete")
    row = page.get_by_role("row", name="Calls are lost")
    expect(row).to_contain_text("Complete")
    assert violations(page) == []
    assert set(Action.objects.values_list("state", flat=True)) == {"published"}
    assert complaints == []
