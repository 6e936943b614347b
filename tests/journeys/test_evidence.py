"""Logging evidence in a real browser: the form, its files, and text that is not lost."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Evidence
from tests.journeys.accessibility import violations
from tests.judgments.conftest import COVERED, SMALL
from tests.judgments.evidence import files

pytestmark = pytest.mark.browser

WORDS = "Eight officers spoke of one handover a week."
MEGABYTE = 1024 * 1024


@pytest.fixture
def log(
    live_server: LiveServer, inspection: Inspection, supervisor: User, settings: LazySettings,
    tmp_path: Path,
) -> str:  # fmt: skip
    """The address of an empty evidence log."""
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    settings.ATTACHMENT_MEGABYTES = 1
    load_framework(source=SMALL.replace("2023-25", inspection.cycle.slug), by=None)
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    return f"{live_server.url}/judgments/inspections/{inspection.slug}/evidence/"


def fill(page: Page) -> None:
    for part, typed in (("Day", "6"), ("Month", "3"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("Focus group").check()
    page.get_by_label("Role of the source").fill("Response officers")
    page.get_by_label("Summary").fill(WORDS)
    page.get_by_label("Weakens: Responding").check()


def choose(page: Page, name: str, content: bytes) -> None:
    sent: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Files").set_input_files([sent])


def test_evidence_is_logged_with_a_file_that_comes_back(
    page: Page, sign_in: Any, inspector: User, log: str
) -> None:
    sign_in(inspector)
    page.goto(log)
    page.get_by_role("main").get_by_role("link", name="Log evidence").first.click()
    assert violations(page) == []
    fill(page)
    choose(page, "large.pdf", files.PDF + b" " * MEGABYTE)
    problem = page.get_by_label("Files").evaluate("input => input.validationMessage")
    assert problem == "“large.pdf” is larger than 1 MB."
    choose(page, "plan.pdf", files.PNG)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("its content is a PNG picture")
    expect(page.get_by_label("Summary")).to_have_value(WORDS)
    assert violations(page) == []
    choose(page, "plan.pdf", files.PDF)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="E1")).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == files.PDF
    page.goto(log)
    expect(page.get_by_role("row").nth(-1)).to_contain_text("Response officers")
    assert violations(page) == []


def test_typed_evidence_waits_in_the_browser_until_it_is_saved(
    page: Page, sign_in: Any, inspector: User, log: str
) -> None:
    sign_in(inspector)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{log}new/")
    fill(page)
    page.goto(log)
    page.goto(f"{log}new/")
    page.locator("[data-kept-take]").click()
    expect(page.get_by_label("Summary")).to_have_value(WORDS)
    expect(page.get_by_label("Weakens: Responding")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="E1")).to_be_visible()
    page.goto(f"{log}new/")
    expect(page.locator("[data-kept-take]")).to_be_hidden()
    assert Evidence.objects.get().summary == WORDS


def test_the_pages_fit_a_phone(page: Page, sign_in: Any, inspector: User, log: str) -> None:
    sign_in(inspector)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{log}new/")
    fill(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="E1")).to_be_visible()
    for address in (log, f"{log}new/", f"{log}1/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
