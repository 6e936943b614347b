"""Reviewing a file in a real browser: by keyboard, without a script, offline, in two tabs."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions import reviewing
from cases.actions.answering import Entry, record_answers
from cases.models import Answer, Review
from cases.relevance import Given, progress_of
from cases.states import ReviewState
from checklists.instrument import Instrument, Stage
from tests.cases.test_answering import VALUES
from tests.cases.test_answering import question as plain
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

COMPLETE = {
    "answered_promptly": "yes",
    "victim_checked": "yes",
    "repeat_victim": "no",
    "crimes_reported": "2",
    "crimes_recorded": "1",
    "effective": "no",
    "grade": "scheduled",
    "remarks": "Nothing else",
}


CONTROLLED = """async () => {
  while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 50));
}"""
KEPT = """async () => {
  while (!(await caches.match(location.href))) await new Promise((done) => setTimeout(done, 50));
}"""


def answer_all(review: Review, **more: str) -> None:
    entries = [Entry(code, value) for code, value in {**COMPLETE, **more}.items()]
    assert review.reviewer
    _, refused = record_answers(review=review.pk, entries=entries, by=review.reviewer)
    assert refused == {}


def question(page: Page, code: str) -> Locator:
    return page.locator(f"#q-{code}")


def choose(page: Page, code: str, label: str) -> None:
    question(page, code).get_by_role("radio", name=label, exact=True).check()


def saved(page: Page, code: str) -> None:
    expect(question(page, code).locator("[data-saved]")).to_contain_text("Saved")


def ready(page: Page) -> None:
    expect(page.locator("[data-review][data-ready]")).to_be_attached()


def values(review: Review) -> dict[str, str]:
    answers = Answer.objects.filter(review=review, relevant=True)
    return dict(answers.values_list("question__code", "value"))


def kept_pages(page: Page) -> int:
    """How many persons' pages this browser holds."""
    names: list[str] = page.evaluate("caches.keys()")
    return sum(name.startswith("peel-pages") for name in names)


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def test_a_review_by_keyboard_alone(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str, complaints: list[str]
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    question(page, "answered_promptly").get_by_label("Yes", exact=True).focus()
    press = page.keyboard.press
    press("a")
    press("ArrowDown")
    press("n")
    expect(page.locator("#n-victim_checked")).to_be_visible()
    press("t")
    page.keyboard.type("Nobody looked, yes or no.")
    press("Escape")
    press("y")
    press("ArrowDown")
    expect(page.locator("#v-repeat_victim-yes")).to_be_focused()
    press("n")
    press("u")
    page.keyboard.type("2")
    press("Enter")
    page.keyboard.type("1")
    press("Enter")
    press("y")
    press("ArrowDown")
    press("2")
    press("u")
    expect(page.locator("#v-remarks")).to_be_focused()
    page.keyboard.type("Yes and no, nothing else")
    press("Escape")
    expect(page.locator("[data-todo]")).to_be_hidden()
    saved(page, "remarks")
    page.get_by_role("button", name="Submit review").first.focus()
    press("Enter")
    expect(page.get_by_text("is submitted to your supervisor")).to_be_visible()
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    assert values(review) == {
        "answered_promptly": "not_applicable",
        "victim_checked": "yes",
        "repeat_victim": "no",
        "crimes_reported": "2",
        "crimes_recorded": "1",
        "effective": "yes",
        "grade": "scheduled",
        "remarks": "Yes and no, nothing else",
    }
    assert Answer.objects.get(question__code="victim_checked").note == "Nobody looked, yes or no."
    assert complaints == []


def test_the_same_review_without_javascript(
    browser: Browser, sign_in: Any, context: BrowserContext, inspector: User, review: Review,
    address: str,
) -> None:  # fmt: skip
    sign_in(inspector)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(address)
    choose(page, "answered_promptly", "Yes")
    choose(page, "victim_checked", "Yes")
    expect(question(page, "repeat_victim")).to_be_hidden()
    page.locator("#v-crimes_reported").fill("two")
    page.locator("#v-crimes_recorded").fill("1")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a whole number")
    expect(page.locator("#v-crimes_reported")).to_have_value("two")
    expect(question(page, "repeat_victim")).to_be_visible()
    choose(page, "repeat_victim", "No")
    page.locator("#v-crimes_reported").fill("2")
    page.locator("#v-crimes_reported").press("Enter")
    expect(page.get_by_text("Saved at")).to_be_visible()
    choose(page, "effective", "No")
    choose(page, "grade", "Scheduled")
    page.locator("#v-remarks").fill("Nothing else")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("this review can be submitted")).to_be_visible()
    page.get_by_role("button", name="Submit review").first.click()
    expect(page.get_by_text("is submitted to your supervisor")).to_be_visible()
    assert values(review) == COMPLETE
    plain.close()


def test_answers_given_offline_are_kept_and_sent(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    ready(page)
    with offline(page):
        choose(page, "answered_promptly", "No")
        choose(page, "victim_checked", "Yes")
        choose(page, "repeat_victim", "No")
        choose(page, "victim_checked", "No")
        page.locator("#n-victim_checked").fill("Nobody")
        page.locator("#n-victim_checked").blur()
        status = page.locator("[data-status]")
        expect(status).to_contain_text("Not connected:")
        expect(status).to_contain_text("will be sent when the connection is back")
        assert not Answer.objects.exists()
    expect(page.locator("[data-status]")).to_contain_text("Saved")
    saved(page, "victim_checked")
    assert values(review) == {"answered_promptly": "no", "victim_checked": "no"}
    assert Answer.objects.get(question__code="victim_checked").note == "Nobody"
    assert Answer.objects.get(question__code="repeat_victim").value == "no"


def test_a_reload_while_offline_shows_what_was_typed(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.evaluate(CONTROLLED)
    page.reload()
    ready(page)
    page.evaluate(KEPT)
    with offline(page):
        page.locator("#v-remarks").fill("Typed without a connection")
        page.locator("#v-remarks").blur()
        expect(page.locator("[data-status]")).to_contain_text("Not connected: 1 answer")
        page.reload()
        expect(page.locator("#v-remarks")).to_have_value("Typed without a connection")
        expect(page.locator("[data-status]")).to_contain_text("Not connected: 1 answer")
    saved(page, "remarks")
    assert values(review) == {"remarks": "Typed without a connection"}


def test_the_older_of_two_tabs_is_told_and_overwrites_nothing(
    page: Page, context: BrowserContext, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    other = context.new_page()
    other.goto(address)
    ready(other)
    choose(other, "effective", "No")
    saved(other, "effective")
    page.bring_to_front()
    choose(page, "effective", "Yes")
    problem = question(page, "effective").locator("[data-problem]")
    expect(problem).to_contain_text("Answered elsewhere at")
    expect(problem).to_contain_text(": no.")
    assert values(review) == {"effective": "no"}
    assert violations(page) == []
    problem.get_by_role("button", name="Use that answer").click()
    expect(question(page, "effective").get_by_label("No", exact=True)).to_be_checked()
    choose(page, "effective", "Yes")
    saved(page, "effective")
    assert values(review) == {"effective": "yes"}
    other.bring_to_front()
    question(other, "effective").get_by_role("button", name="Clear").click()
    problem = question(other, "effective").locator("[data-problem]")
    expect(problem).to_contain_text(": yes.")
    assert values(review) == {"effective": "yes"}


def test_mine_is_saved_over_the_other_when_i_say_so(
    page: Page, context: BrowserContext, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    other = context.new_page()
    other.goto(address)
    ready(other)
    choose(other, "effective", "No")
    saved(other, "effective")
    choose(page, "effective", "Yes")
    question(page, "effective").get_by_role("button", name="Save mine instead: Yes").click()
    saved(page, "effective")
    assert values(review) == {"effective": "yes"}


def test_follow_ups_come_go_and_give_back_what_was_typed(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    expect(question(page, "repeat_victim")).to_be_hidden()
    choose(page, "victim_checked", "Yes")
    expect(page.locator("[data-announce]")).to_have_text("Follow-up question 1.2a")
    choose(page, "repeat_victim", "Yes")
    choose(page, "history_used", "No")
    choose(page, "victim_checked", "No")
    expect(question(page, "repeat_victim")).to_be_hidden()
    expect(question(page, "history_used")).to_be_hidden()
    expect(page.locator("[data-note-needed]").locator("visible=true")).to_have_count(1)
    choose(page, "victim_checked", "Yes")
    expect(question(page, "history_used").get_by_label("No", exact=True)).to_be_checked()
    saved(page, "victim_checked")
    assert values(review) == {"victim_checked": "yes", "repeat_victim": "yes", "history_used": "no"}


def test_personal_data_is_kept_only_when_it_is_confirmed(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    page.locator("#v-remarks").fill("She rang from 07700 900123")
    problem = question(page, "remarks").locator("[data-problem]")
    expect(problem).to_contain_text("This looks like a phone number")
    expect(page.locator("[data-status]")).to_contain_text("1 answer is not saved")
    page.reload()
    ready(page)
    expect(page.locator("#v-remarks")).to_have_value("She rang from 07700 900123")
    problem.get_by_role("button", name="Save the text as it is").click()
    saved(page, "remarks")
    assert values(review) == {"remarks": "She rang from 07700 900123"}


def test_signed_out_answers_wait_for_the_person(
    page: Page, context: BrowserContext, sign_in: Any, inspector: User, review: Review,
    address: str, supervisor: User,
) -> None:  # fmt: skip
    sign_in(inspector)
    page.goto(address)
    ready(page)
    context.clear_cookies()
    choose(page, "effective", "No")
    expect(page.locator("[data-status]")).to_contain_text("You are signed out: 1 answer kept")
    assert not Answer.objects.exists()
    sign_in(inspector)
    other = context.new_page()
    other.goto(address)
    saved(other, "effective")
    assert values(review) == {"effective": "no"}


def test_leaving_at_once_loses_nothing_and_asks_nothing(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(address)
    ready(page)
    page.locator("#v-remarks").fill("Typed and left")
    page.get_by_role("link", name="Account").click()
    expect(page).not_to_have_url(address)
    assert asked == []
    assert values(review) == {"remarks": "Typed and left"}


def test_what_was_kept_is_sent_from_another_page(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str, live_server: LiveServer
) -> None:
    sign_in(inspector)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    ready(page)
    page.route("**/answer/", lambda route: route.abort())
    choose(page, "effective", "No")
    expect(page.locator("[data-status]")).to_contain_text("Not connected")
    page.unroute("**/answer/")
    with page.expect_response("**/answer/") as response:
        page.goto(f"{live_server.url}/keys/")
    assert response.value.status == 200
    assert values(review) == {"effective": "no"}


def test_submitting_too_early_names_what_is_left(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    page.goto(address)
    ready(page)
    page.get_by_role("button", name="Submit review").first.click()
    summary = page.get_by_role("region", name="The review is not submitted: 7 questions are left")
    expect(summary).to_be_focused()
    assert violations(page) == []
    summary.get_by_role("link", name="3.1 Was the investigation effective?").click()
    expect(page.locator("#v-effective-yes")).to_be_focused()
    page.keyboard.press("y")
    expect(page.get_by_role("heading", name="6 questions are left to answer")).to_be_visible()
    expect(page.locator("[data-todo] summary")).to_have_text("6 left to answer")


def test_the_bar_jumps_to_a_question_of_another_stage(
    page: Page, sign_in: Any, inspector: User, review: Review, live_server: LiveServer
) -> None:
    sign_in(inspector)
    page.goto(f"{live_server.url}/reviews/{review.pk}/?stage=call_handling")
    ready(page)
    page.get_by_role("link", name="3.1 Was the investigation effective?").click()
    expect(question(page, "effective")).to_be_in_viewport()


def test_signing_out_clears_what_was_kept_after_a_warning(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str
) -> None:
    sign_in(inspector)
    asked: list[str] = []
    answers = iter([False, True])

    def decide(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    page.goto(address)
    ready(page)
    page.route("**/answer/", lambda route: route.abort())
    choose(page, "effective", "No")
    expect(page.locator("[data-status]")).to_contain_text("Not connected")
    page.on("dialog", decide)
    page.get_by_role("button", name="Sign out").click()
    expect(question(page, "effective")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Peel")).to_be_visible()
    assert "1 answer of yours is not saved yet" in asked[0]
    assert kept_pages(page) == 0
    assert not Answer.objects.exists()


def test_the_keys_can_be_switched_off(
    page: Page, sign_in: Any, inspector: User, review: Review, address: str, live_server: LiveServer
) -> None:
    sign_in(inspector)
    page.goto(f"{live_server.url}/keys/")
    assert violations(page) == []
    page.get_by_label("Use these keys in this browser").uncheck()
    page.goto(address)
    ready(page)
    page.locator("#v-effective-yes").focus()
    page.keyboard.press("n")
    expect(page.locator("#v-effective-no")).not_to_be_checked()


def test_a_supervisor_returns_comments_and_accepts(
    page: Page, sign_in: Any, inspector: User, supervisor: User, review: Review, address: str
) -> None:
    answer_all(review)
    reviewing.submit(review=review.pk, by=inspector)
    sign_in(supervisor)
    page.goto(address)
    assert violations(page) == []
    question(page, "effective").get_by_text("Comment", exact=False).first.click()
    page.get_by_label("Comment on 3.1").fill("Why not?")
    page.get_by_label("What is to be looked at again").fill("One thing.")
    assert violations(page) == []
    page.get_by_role("button", name="Return to Inspector 1").click()
    review.refresh_from_db()
    assert review.state == ReviewState.RETURNED
    sign_in(inspector)
    page.goto(address)
    ready(page)
    expect(page.get_by_text("One thing.")).to_be_visible()
    expect(question(page, "effective").get_by_text("Why not?")).to_be_visible()
    assert violations(page) == []
    choose(page, "effective", "Yes")
    saved(page, "effective")
    page.get_by_role("button", name="Submit review").first.click()
    expect(page.get_by_text("is submitted to your supervisor")).to_be_visible()
    sign_in(supervisor)
    page.goto(address)
    page.get_by_role("button", name="Mark as resolved").first.click()
    expect(page.get_by_text("Resolved comment by Supervisor 1")).to_be_visible()
    page.get_by_role("button", name="Accept", exact=True).click()
    review.refresh_from_db()
    assert review.state == ReviewState.ACCEPTED


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("state", list(ReviewState))
def test_axe_finds_nothing_in_any_state(
    page: Page, sign_in: Any, inspector: User, supervisor: User, review: Review, address: str,
    state: ReviewState, width: int, complaints: list[str],
) -> None:  # fmt: skip
    answer_all(review, victim_checked="no", remarks="")
    reviewer = None if state == ReviewState.UNALLOCATED else inspector
    Review.objects.filter(pk=review.pk).update(state=state, reviewer=reviewer)
    page.set_viewport_size({"width": width, "height": 800})
    for person in [supervisor, inspector][: 2 if reviewer else 1]:
        sign_in(person)
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


RELEVANCE = """async ([path, rules, answers]) => {
  const { standingOf } = await import(path);
  const words = ({ code, parent, askedWhen, noteOn }) =>
    ({ code, parent, askedWhen: new Set(askedWhen), noteOn: new Set(noteOn) });
  const given = new Map(Object.entries(answers));
  const { asked, unanswered, notesMissing } = standingOf(rules.map(words), given);
  return [[...asked], [...unanswered], [...notesMissing]];
}"""


def test_the_page_and_the_server_agree_on_relevance(page: Page, live_server: LiveServer) -> None:
    """Every combination of answers down a chain of four questions."""
    none: frozenset[str] = frozenset()
    questions = (
        plain("q0", None, none, frozenset({"no"})),
        plain("q1", "q0", frozenset({"yes", "no"}), none),
        plain("q2", "q1", frozenset({"not_applicable"}), frozenset({"yes", "no"})),
        plain("q3", "q0", frozenset({"no"}), none),
    )
    instrument = Instrument(1, "c", "C", "1", (Stage("s", "S", False, questions),), (), ())
    rules = [
        {
            "code": q.code,
            "parent": q.parent or "",
            "askedWhen": sorted(q.asked_when),
            "noteOn": sorted(q.note_required_on),
        }
        for q in questions
    ]
    page.goto(f"{live_server.url}/accounts/login/")
    path = f"{live_server.url}/static/js/relevance.js"
    for chosen in product(VALUES, repeat=4):
        for noted in (True, False):
            answers = {f"q{i}": {"value": v, "noted": noted} for i, v in enumerate(chosen)}
            given = {c: Given(a["value"], "n" if noted else "") for c, a in answers.items()}  # type: ignore[arg-type]
            progress = progress_of(instrument, given)
            expected = [
                list(progress.asked),
                list(progress.unanswered),
                list(progress.notes_missing),
            ]
            assert page.evaluate(RELEVANCE, [path, rules, answers]) == expected
