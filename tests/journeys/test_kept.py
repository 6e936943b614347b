"""What stays in a browser that several people use: answers that wait, and pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Answer, Review
from tests.factories import ReviewFactory, TeamMemberFactory
from tests.journeys.accessibility import violations
from tests.journeys.test_review import (
    CONTROLLED,
    KEPT,
    choose,
    kept_pages,
    offline,
    ready,
    saved,
    values,
)

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


def say_yes(page: Page) -> list[str]:
    """Answer every question of the browser, and list them."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", accept)
    return asked


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    limit = monotonic() + 5
    while not holds():
        assert monotonic() < limit
        page.wait_for_timeout(50)


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
    asked = say_yes(page)
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
    asked = say_yes(page)
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


def open_and_keep(page: Page, address: str) -> None:
    """Open a review twice, so that it is there without a connection."""
    page.goto(address)
    page.evaluate(CONTROLLED)
    page.reload()
    ready(page)
    page.evaluate(KEPT)


def test_the_sign_in_page_empties_the_kept_pages(
    page: Page, sign_in: Any, inspector: User, address: str
) -> None:
    sign_in(inspector)
    open_and_keep(page, address)
    # The session ends on the server, and nobody signs out.
    Session.objects.all().delete()
    page.goto(address)
    expect(page.get_by_role("heading", name="Sign in to Peel")).to_be_visible()
    wait_until(page, lambda: kept_pages(page) == 0)
    with offline(page):
        page.goto(address)
        expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
        expect(page.get_by_text("04/1234/24")).to_have_count(0)


def test_the_pages_of_one_person_go_when_another_is_signed_in(
    page: Page, sign_in: Any, inspector: User, supervisor: User, address: str,
    live_server: LiveServer,
) -> None:  # fmt: skip
    sign_in(inspector)
    open_and_keep(page, address)
    sign_in(supervisor)
    page.goto(f"{live_server.url}/keys/")
    wait_until(page, lambda: kept_pages(page) == 0)
    with offline(page):
        page.goto(address)
        expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()


def test_kept_pages_end_with_the_session_of_the_browser(
    page: Page, context: BrowserContext, sign_in: Any, inspector: User, address: str
) -> None:
    sign_in(inspector)
    open_and_keep(page, address)
    # As when the browser is closed and opened again.
    context.clear_cookies()
    with offline(page):
        page.goto(address)
        expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
        assert kept_pages(page) == 0


AGED = """async (hours) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request);
      const headers = new Headers(kept.headers);
      headers.set("Date", new Date(Date.now() - hours * 3600_000).toUTCString());
      await cache.put(request, new Response(await kept.blob(), { headers }));
    }
  }
}"""


@pytest.mark.parametrize(("hours", "shown"), [(3, "04/1234/24"), (5, "There is no connection")])
def test_a_kept_page_is_shown_for_four_hours(
    page: Page, sign_in: Any, inspector: User, address: str, hours: int, shown: str
) -> None:
    sign_in(inspector)
    open_and_keep(page, address)
    page.evaluate(AGED, hours)
    with offline(page):
        page.goto(address)
        expect(page.get_by_role("heading", name=shown)).to_be_visible()


def test_the_page_without_a_connection_names_nobody(
    page: Page, sign_in: Any, inspector: User, address: str, live_server: LiveServer
) -> None:
    sign_in(inspector)
    open_and_keep(page, address)
    with offline(page):
        page.goto(f"{live_server.url}/keys/")
        expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
        expect(page.get_by_text(inspector.name)).to_have_count(0)


def give_to(review: Review, reviewer: User) -> None:
    Review.objects.filter(pk=review.pk).update(reviewer=reviewer)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_answer_to_a_review_given_to_somebody_else_can_be_dealt_with(
    page: Page, context: BrowserContext, sign_in: Any, inspector: User, other_inspector: User,
    review: Review, address: str, live_server: LiveServer, complaints: list[str], width: int,
) -> None:  # fmt: skip
    page.set_viewport_size({"width": width, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = say_yes(page)
    sign_in(inspector)
    leave_unsent(page, address)
    give_to(review, other_inspector)
    sign_in(inspector)
    complaints.clear()
    page.goto(f"{live_server.url}/my-work/")
    notice = page.get_by_role("region", name="Not saved")
    expect(notice).to_contain_text("1 answer of yours is not saved. It is kept in this browser.")
    assert violations(page) == []
    notice.get_by_role("link", name="See what is not saved").click()
    card = page.locator("[data-kept-answer]")
    expect(card.get_by_role("heading")).to_have_text(NAME)
    expect(card).to_contain_text("What else mattered?")
    expect(card).to_contain_text("Typed by Inspector 1")
    expect(card).to_contain_text("You don't see this review any more")
    expect(card.get_by_role("link", name="Open the review")).to_be_hidden()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-kept-status]")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(NAME)
    assert copied.endswith("Typed by Inspector 1")
    asked.clear()
    card.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("No answer of yours waits on this computer.")).to_be_visible()
    assert asked == [f"Discard your answer to {NAME}? It can't be brought back."]
    assert page.evaluate(ENTRIES) == []
    assert violations(page) == []


NAME = "04/1234/24, question 3.3"


def test_a_kept_answer_is_sent_again_when_the_review_is_back(
    page: Page, sign_in: Any, inspector: User, other_inspector: User, review: Review,
    address: str, live_server: LiveServer,
) -> None:  # fmt: skip
    say_yes(page)
    sign_in(inspector)
    leave_unsent(page, address)
    give_to(review, other_inspector)
    sign_in(inspector)
    page.goto(f"{live_server.url}/kept/")
    expect(page.locator("[data-kept-answer]")).to_contain_text("You don't see this review any more")
    give_to(review, inspector)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("[data-kept-status]")).to_have_text(f"Saved: {NAME}.")
    expect(page.locator("[data-kept-answer]")).to_have_count(0)
    assert values(review) == {"remarks": "Typed by Inspector 1"}


def test_kept_answers_of_others_are_named_and_not_shown(
    page: Page, sign_in: Any, inspector: User, supervisor: User, review: Review, address: str,
    live_server: LiveServer,
) -> None:  # fmt: skip
    say_yes(page)
    sign_in(inspector)
    leave_unsent(page, address)
    sign_in(supervisor)
    page.goto(f"{live_server.url}/kept/")
    expect(page.get_by_text("Answers of somebody else wait on this computer.")).to_be_visible()
    expect(page.locator("[data-kept-answers][data-ready]")).to_be_attached()
    expect(page.locator("[data-kept-answer]")).to_have_count(0)
    expect(page.get_by_text("Typed by Inspector 1")).to_have_count(0)
    expect(page.get_by_role("region", name="Not saved")).to_be_hidden()


def test_the_bar_of_a_review_leads_to_what_is_not_saved(
    page: Page, sign_in: Any, inspector: User, address: str, live_server: LiveServer
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    page.locator("#v-remarks").fill("She rang from 07700 900123")
    page.get_by_role("link", name="See what is not saved").click()
    card = page.locator("[data-kept-answer]")
    expect(card).to_contain_text("This looks like a phone number")
    expect(card.get_by_role("button", name="Send again")).to_be_hidden()
    card.get_by_role("link", name="Open the review").click()
    expect(page.locator("#v-remarks")).to_have_value("She rang from 07700 900123")
