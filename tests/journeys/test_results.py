"""A supervisor signs a sample off and reopens it; others read its results."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.signing import sign_off
from tests.cases.accepted import ready_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
RESULTS = "/inspections/lancashire-2023-25/vsa/results/"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_results_is_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    inspector: User,
    size: Any,
) -> None:
    sample = ready_sample(supervisor, inspector)
    sign_in(supervisor)
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}

    def look_at(address: str) -> None:
        page.goto(f"{live_server.url}{address}")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    for address in ("", "?by=offence_group", "effective/", "effective/not_met/"):
        look_at(f"{RESULTS}{address}")
    look_at(RESULTS.replace("results", "sign-off"))
    sign_off(sample=sample.pk, by=supervisor, reasons=ALL_THE_SAME)
    for address in (RESULTS, RESULTS.replace("results", "revisions/1"),
                    RESULTS.replace("results", "reopen"), "/results/"):  # fmt: skip
        look_at(address)
    assert {address: broken for address, broken in found.items() if broken} == {}
    assert complaints == []


def test_a_supervisor_signs_off_and_reopens(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, inspector: User
) -> None:
    ready_sample(supervisor, inspector)
    sign_in(supervisor)
    page.goto(f"{live_server.url}{RESULTS}")
    expect(page.get_by_text("Provisional.")).to_be_visible()
    page.get_by_role("button", name="Sign off").click()
    page.get_by_label("Why the sample is signed off all the same").fill("A pilot.")
    page.get_by_role("button", name="Sign off these results").click()
    expect(page.get_by_text("Signed off as revision 1: 3 files.")).to_be_visible()

    page.get_by_role("link", name="Effective investigations", exact=True).click()
    page.get_by_role("listitem").filter(has_text="not met").get_by_role("link").click()
    expect(page.get_by_role("heading", name=re.compile("Not met: 1 case"))).to_be_visible()
    expect(page.get_by_role("link", name="A-3")).to_be_visible()

    page.goto(f"{live_server.url}{RESULTS}")
    page.get_by_role("button", name="Reopen").click()
    page.get_by_role("button", name="Reopen the sample").click()
    expect(page.get_by_role("link", name="Give the reason.")).to_be_visible()
    page.get_by_label("Reason").fill("A file was missing.")
    page.get_by_role("button", name="Reopen the sample").click()
    expect(page.get_by_role("cell", name="A file was missing.")).to_be_visible()
    expect(page.get_by_role("link", name="Revision 1")).to_be_visible()
