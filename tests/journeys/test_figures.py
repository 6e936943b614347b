"""Figures in text in a real browser: inserting one, and accepting it when it moved."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.signing import sign_off
from cases.models import Sample
from judgments.actions import passages
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Finding
from tests.cases.accepted import ready_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.journeys.accessibility import violations
from tests.judgments.conftest import COVERED, SMALL, area_of
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

pytestmark = pytest.mark.browser

EFFECTIVE = f"{{{{{VSA}/effective count}}}}"


@pytest.fixture
def sample(supervisor: User, inspector: User) -> Sample:
    """lancashire-2023-25/vsa, signed off, of an inspection whose areas are chosen."""
    made = ready_sample(supervisor, inspector)
    sign_off(sample=made.pk, by=supervisor, reasons=ALL_THE_SAME)
    load_framework(source=SMALL, by=None)
    set_areas(inspection=made.inspection, treatments=COVERED, by=supervisor)
    return made


@pytest.fixture
def pages(live_server: LiveServer, sample: Sample) -> str:
    """Where the addresses of the inspection begin."""
    return f"{live_server.url}/judgments/inspections/{sample.inspection.slug}"


def test_a_figure_is_inserted_where_the_caret_stands(
    page: Page, sign_in: Any, inspector: User, pages: str, complaints: list[str]
) -> None:
    sign_in(inspector)
    page.goto(f"{pages}/areas/responding/findings/new/")
    page.get_by_label("Main finding").check()
    page.get_by_label("Heading").fill("Investigations")
    text = page.get_by_label("Text", exact=True)
    text.fill("Good in . More is said.")
    text.press("Home")
    for _ in "Good in ":
        text.press("ArrowRight")
    page.get_by_label("Search by measure, sample or indicator").fill("effective investigations")
    page.get_by_role("button", name="Insert two of three cases", exact=True).click()
    expect(text).to_have_value(f"Good in {EFFECTIVE}. More is said.")
    expect(text).to_be_focused()
    expect(page.locator("[data-preview-text]")).to_have_text(
        "Good in two of three cases. More is said."
    )
    text.press("Control+End")
    page.locator("[data-block=yes]").first.get_by_role("button").click()
    expect(text).to_have_value(
        f"Good in {EFFECTIVE}. More is said.\n\n{EFFECTIVE.replace('count', 'chart')}"
    )
    expect(page.locator("[data-preview-text] svg")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Good in two of three cases.")).to_be_visible()
    assert complaints == []


def test_a_figure_that_moved_is_accepted_and_a_typed_one_becomes_a_token(
    page: Page, sign_in: Any, inspector: User, supervisor: User, sample: Sample, pages: str,
    complaints: list[str],
) -> None:  # fmt: skip
    text = f"Good in {EFFECTIVE}. Checks for repeat victims were made in two of three cases."
    wording = passages.Wording("main", "Investigations", text)
    area = area_of(sample.inspection, "responding")
    finding = passages.write(Finding, area=area, wording=wording, by=inspector)
    change_an_answer(sample, supervisor)
    sign_off_again(sample, supervisor)
    sign_in(inspector)
    page.goto(f"{pages}/figures/")
    expect(page.get_by_text("1 figure keeps the report from being published.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Accept “all three cases”").click()
    expect(page.get_by_text("No figure keeps the report from being published.")).to_be_visible()
    page.get_by_role("button", name="Use this token").click()
    expect(page.get_by_text("2 are linked, 0 typed")).to_be_visible()
    finding.refresh_from_db()
    assert finding.text.endswith(f"made in {{{{{VSA}/victim_checked count}}}}.")
    page.get_by_role("link", name="See the figures to insert").click()
    assert violations(page) == []
    assert complaints == []
