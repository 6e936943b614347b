"""What stays in a browser that several people use: answers that wait, and pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Answer, Review
from tests.factories import ReviewFactory, TeamMemberFactory
from tests.journeys.test_review import choose, ready, saved, values

pytestmark = pytest.mark.browser

ENTRIES = """() => new Promise((done) => {
  indexedDB.open("peel-answers", 1).onsuccess = ({ target }) => {
    const all = target.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => done(all.result.map(({ user, state }) => [Number(user), state]));
  };
})"""


@contextmanager
def unsaved(page: Page) -> Iterator[None]:
    """No answer reaches the server."""
    page.route("**/answer/", lambda route: route.abort())
    yield
    page.unroute("**/answer/")


def leave_unsent(page: Page, address: str) -> None:
    """Type something that is not sent, and walk away without signing out."""
    page.goto(address)
    ready(page)
    with unsaved(page):
        page.locator("#v-remarks").fill("Typed by Inspector 1")
        page.locator("#v-remarks").blur()
        expect(page.locator("[data-status]")).to_contain_text("Not connected: 1 answer")
        page.context.clear_cookies()
        page.goto("about:blank")


def test_signing_out_leaves_the_answers_of_others(
    page: Page, sign_in: Any, inspector: User, supervisor: User, review: Review, address: str,
    live_server: LiveServer,
) -> None:  # fmt: skip
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    sign_in(inspector)
    leave_unsent(page, address)
    asked.clear()
    sign_in(supervisor)
    page.goto(f"{live_server.url}/keys/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Peel")).to_be_visible()
    assert asked == []
    assert page.evaluate(ENTRIES) == [[inspector.pk, "waiting"]]
    sign_in(inspector)
    page.goto(address)
    saved(page, "remarks")
    assert values(review) == {"remarks": "Typed by Inspector 1"}


def test_the_warning_counts_my_answers_alone(
    page: Page, sign_in: Any, inspector: User, other_inspector: User, review: Review,
    address: str, live_server: LiveServer,
) -> None:  # fmt: skip
    sample = review.case_file.sample
    TeamMemberFactory.create(inspection=sample.inspection, user=other_inspector)
    theirs = ReviewFactory.create(sample=sample, reviewer=other_inspector)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    sign_in(inspector)
    leave_unsent(page, address)
    asked.clear()
    sign_in(other_inspector)
    page.goto(f"{live_server.url}/reviews/{theirs.pk}/?stage=all")
    ready(page)
    with unsaved(page):
        choose(page, "effective", "No")
        expect(page.locator("[data-status]")).to_contain_text("Not connected: 1 answer")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in to Peel")).to_be_visible()
    assert asked == [
        "1 answer of yours is not saved yet. It will be lost if you sign out now. "
        "Answers of somebody else wait on this computer, and stay. Sign out?"
    ]
    assert page.evaluate(ENTRIES) == [[inspector.pk, "waiting"]]
    assert not Answer.objects.exists()
