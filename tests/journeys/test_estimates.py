"""A supervisor enters the size of the population and reads weighted estimates."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from tests.cases.estimates.incidents import incidents_sample
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_population_weighs_the_estimate(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    inspector: User,
    inspection: Inspection,
    size: Any,
) -> None:
    incidents_sample(inspection, inspector)
    sign_in(supervisor)
    page.set_viewport_size(size)
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)

    page.goto(f"{live_server.url}/inspections/{inspection.slug}/cdi/results/")
    expect(page.get_by_text("not estimated: 36 of 40").first).to_be_visible()
    look("results-without")
    page.get_by_role("link", name="The size of the population").click()
    look("population")
    page.get_by_label("Telephone").fill("10")
    page.get_by_label("Online").fill("300")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("so enter at least 29")).to_be_visible()
    look("population-refused")
    page.get_by_label("Telephone").fill("700")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The size of the population is saved.")).to_be_visible()
    expect(page.get_by_text("Not drawn in proportion.")).to_be_visible()
    look("results")
    page.get_by_role("link", name="All crime", exact=True).click()
    page.get_by_text("Other methods of estimating this").click()
    expect(page.get_by_text("What the strata weigh")).to_be_visible()
    look("measure")
    assert found == []
    assert complaints == []
