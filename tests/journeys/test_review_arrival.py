"""Where the keyboard starts on the review page, and which keys work from there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.answering import Entry, record_answer
from cases.models import Review
from tests.journeys.accessibility import violations
from tests.journeys.test_review import CONTROLLED, offline, question, ready

pytestmark = pytest.mark.browser


def test_the_keys_work_on_arrival(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    entry = Entry("answered_promptly", "yes")
    record_answer(review=review.pk, entry=entry, by=inspector)
    sign_in(inspector)
    page.goto(address)
    ready(page)
    expect(question(page, "victim_checked")).to_be_focused()
    page.keyboard.press("y")
    expect(page.locator("#v-victim_checked-yes")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#v-repeat_victim-yes")).to_be_focused()


def test_the_keys_that_move_work_outside_the_questions(
    page: Page, sign_in: Any, inspector: User, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    page.locator("[data-todo] summary").focus()
    page.keyboard.press("y")
    expect(page.locator("[data-review] input[type=radio]:checked")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("#v-victim_checked-yes")).to_be_focused()
    page.get_by_role("link", name="Account").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#v-answered_promptly-yes")).to_be_focused()


def test_a_named_question_is_where_the_keyboard_starts(
    page: Page, sign_in: Any, inspector: User, address: str
) -> None:
    sign_in(inspector)
    page.goto(f"{address}#q-effective")
    ready(page)
    expect(question(page, "effective")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#v-effective-no")).to_be_checked()


def test_tab_leads_to_the_questions_before_the_bar(
    page: Page, sign_in: Any, inspector: User, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    assert violations(page) == []
    page.get_by_text("Skip to the questions").focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator("#v-answered_promptly-yes")).to_be_focused()


def test_a_stage_opened_offline_starts_at_its_heading(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str, live_server: LiveServer
) -> None:
    sign_in(inspector)
    page.goto(address)
    page.evaluate(CONTROLLED)
    page.reload()
    ready(page)
    page.wait_for_function(
        "async () => (await (await caches.open('peel-pages-1')).keys()).length > 0"
    )
    with offline(page):
        page.goto(f"{live_server.url}/reviews/{review.pk}/?stage=investigation")
        expect(question(page, "effective")).to_be_focused()
        expect(page.locator("#stage-investigation")).to_be_in_viewport()
