"""The pages on which published judgments are read, on a desk, a phone and paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from judgments.actions.reporting import publish
from tests.journeys.accessibility import violations
from tests.judgments.report.conftest import covered, finding, lancashire, ready, signed

__all__ = ["covered", "finding", "lancashire", "ready", "signed"]
pytestmark = pytest.mark.browser


@pytest.fixture
def published(ready: Inspection, supervisor: User) -> Inspection:
    publish(inspection=ready, by=supervisor)
    return ready


def fits(page: Page) -> bool:
    """Nobody has to scroll the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def look_at(page: Page) -> None:
    """It reads well for everybody on both screens, and on paper as well."""
    grade = page.get_by_role("link", name=re.compile(r"Good ?: Responding"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        expect(grade).to_be_visible()
        assert violations(page) == []
        assert fits(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.emulate_media(media="print")
    expect(grade).to_be_visible()
    expect(page.get_by_role("navigation", name="Cycles")).to_be_hidden()
    expect(page.locator(".peel-navigation")).to_be_hidden()
    expect(page.get_by_role("link", name="CSV")).to_be_hidden()
    assert violations(page) == []
    assert fits(page)
    page.emulate_media(media="screen")


def test_the_national_page_and_that_of_a_force(
    page: Page, live_server: LiveServer, sign_in: Any, observer: User, published: Inspection,
    complaints: list[str],
) -> None:  # fmt: skip
    sign_in(observer)
    page.goto(f"{live_server.url}/judgments/")
    counts = page.get_by_role("region", name="How many forces have which grade")
    expect(counts.get_by_role("row", name="Good")).to_contain_text("1")
    look_at(page)
    page.get_by_role("link", name=published.force.short_name, exact=True).click()
    expect(page.get_by_role("heading", name=published.force.name)).to_be_visible()
    expect(page.get_by_text("Judgments through the cycles")).to_be_visible()
    look_at(page)
    assert complaints == []
