"""A review that was answered in another window, or by somebody else, while it was open."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.actions.answering import Entry, record_answer
from cases.models import Review
from tests.journeys.test_review import choose, question, ready, saved, values

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(page: Page, sign_in: Any, inspector: User, address: str) -> Page:
    """The review, answered Yes here."""
    sign_in(inspector)
    page.goto(address)
    ready(page)
    choose(page, "effective", "Yes")
    saved(page, "effective")
    return page


def answer_elsewhere(review: Review, by: User, value: str = "no") -> None:
    record_answer(review=review.pk, entry=Entry("effective", value, base_revision=1), by=by)


def test_coming_back_shows_what_was_answered_elsewhere(
    open_page: Page, review: Review, inspector: User
) -> None:
    answer_elsewhere(review, inspector)
    page = open_page
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    row = question(page, "effective")
    expect(row.get_by_label("No", exact=True)).to_be_checked()
    expect(row.locator("[data-saved]")).to_contain_text("Answered elsewhere at")
    expect(page.locator("[data-announce]")).to_contain_text("3.1: Answered elsewhere at")
    choose(page, "effective", "Yes")
    saved(page, "effective")
    assert values(review) == {"effective": "yes"}


def test_the_same_answer_again_is_sent_and_told(
    open_page: Page, review: Review, inspector: User
) -> None:
    answer_elsewhere(review, inspector)
    page = open_page
    page.locator("#v-effective-yes").press("y")
    problem = question(page, "effective").locator("[data-problem]")
    expect(problem).to_contain_text(": no.")
    assert values(review) == {"effective": "no"}


def test_an_answer_that_is_not_saved_is_left_to_answer(
    open_page: Page, review: Review, inspector: User
) -> None:
    expect(open_page.locator("[data-answered]")).to_have_text("1")
    answer_elsewhere(review, inspector)
    open_page.locator("#v-effective-yes").press("y")
    expect(open_page.locator("[data-answered]")).to_have_text("0")
    expect(
        open_page.locator("[data-todo]").get_by_role("link", name="3.1 Was the investigation")
    ).to_be_visible()
    question(open_page, "effective").get_by_role("button", name="Use that answer").click()
    expect(open_page.locator("[data-answered]")).to_have_text("1")
