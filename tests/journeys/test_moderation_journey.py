"""From a second review to the figure: two inspectors differ, a supervisor decides."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.answering import Entry, record_answers
from cases.actions.moderating import agree
from cases.actions.reviewing import accept, submit
from cases.models import Choice, Decision, Review, Sample
from tests.cases.accepted import ANSWERS, accepted_file
from tests.cases.moderated import decide_all, differing_file, rule
from tests.factories import (
    CaseFileFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SAMPLE = "/inspections/shire-2023-25/vsa/"


@pytest.fixture
def sample(
    live_server: LiveServer, supervisor: User, inspector: User, other_inspector: User
) -> Sample:
    """Both inspectors are on the team, and four other files are accepted."""
    inspection = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    for user in (inspector, other_inspector):
        TeamMemberFactory.create(inspection=inspection, user=user)
    made = SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")
    for n in range(4):
        accepted_file(made, f"OTHER-{n}", inspector)
    return made


def question(page: Page, code: str) -> Locator:
    return page.locator(f"#q-{code}")


def ready(page: Page) -> None:
    expect(page.locator("[data-moderation][data-ready]")).to_be_attached()


def first_review(sample: Sample, inspector: User, supervisor: User) -> Review:
    file = CaseFileFactory.create(sample=sample, reference="04/1234/24")
    review = ReviewFactory.create(case_file=file, reviewer=inspector)
    entries = [Entry(code, value) for code, value in ANSWERS.items()]
    _, refused = record_answers(review=review.pk, entries=entries, by=inspector)
    assert refused == {}
    submit(review=review.pk, by=inspector)
    accept(review=review.pk, by=supervisor)
    return review


def allocate_second(page: Page, address: str, to: User) -> None:
    """The supervisor picks the file and gives it to the other inspector."""
    page.goto(f"{address}{SAMPLE}second-reviews/")
    page.get_by_label("References").fill("04/1234/24")
    page.get_by_role("button", name="Pick the files").click()
    page.get_by_role("checkbox", name="Choose 04/1234/24").check()
    page.get_by_label("Give the chosen files to").select_option(label=to.name)
    page.get_by_role("button", name="Allocate", exact=True).click()


def answer_differently(page: Page, address: str) -> None:
    """The second inspector answers six questions otherwise: two of them are not asked."""
    page.goto(f"{address}/my-work/")
    page.get_by_role("link", name="04/1234/24").first.click()
    page.goto(f"{page.url.split('?')[0]}?stage=all")
    expect(page.locator("[data-review][data-ready]")).to_be_attached()
    for code, label in (
        ("answered_promptly", "Yes"),
        ("victim_checked", "No"),
        ("effective", "No"),
        ("grade", "Scheduled"),
    ):
        question(page, code).get_by_role("radio", name=label, exact=True).check()
    page.locator("#n-victim_checked").fill("Nothing in the log")
    page.locator("#v-crimes_reported").fill("2")
    page.locator("#v-crimes_recorded").fill("2")
    page.locator("#v-remarks").fill("nothing else")
    page.locator("#v-remarks").blur()
    expect(question(page, "remarks").locator("[data-saved]")).to_contain_text("Saved")
    page.get_by_role("button", name="Submit review").first.click()
    expect(page.get_by_text("is submitted to your supervisor")).to_be_visible()


def test_two_inspectors_differ_and_a_supervisor_decides(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    sample: Sample,
    supervisor: User,
    inspector: User,
    other_inspector: User,
) -> None:
    review = first_review(sample, inspector, supervisor)
    sign_in(supervisor)
    page.set_viewport_size({"width": 1280, "height": 800})
    allocate_second(page, live_server.url, other_inspector)
    sign_in(other_inspector)
    answer_differently(page, live_server.url)

    sign_in(supervisor)
    page.goto(f"{live_server.url}{SAMPLE}results/")
    expect(
        page.get_by_text("investigations were effective in all five cases").first
    ).to_be_visible()
    page.goto(f"{live_server.url}/files/{review.case_file_id}/")
    page.get_by_role("link", name="Moderate this file").click()
    ready(page)
    expect(page.locator("section[data-open]")).to_have_count(4)
    parent = question(page, "victim_checked")
    expect(
        parent.get_by_role("listitem").filter(has_text="Was it a repeat victim?")
    ).to_be_visible()
    moved = parent.get_by_role("listitem").filter(has_text="Checks for repeat victims")
    expect(moved.first).to_contain_text("4 of 5")

    parent.get_by_role("radio", name="Second review No").check()
    parent.get_by_label("Reason").fill("The log shows no check.")
    parent.get_by_role("button", name="Save the decision").click()
    expect(page.locator("[data-announce]")).to_have_text("Saved. 3 left to decide.")
    expect(question(page, "crimes_recorded")).to_be_focused()

    decide_by_keyboard(page)
    expect(page.locator("#agree")).to_be_focused()
    side = page.get_by_role("complementary", name="What is decided")
    expect(side.get_by_role("listitem").filter(has_text="Effective investigations").first
           ).to_contain_text("4 of 5")  # fmt: skip
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("The agreed answers of 04/1234/24 count now.")).to_be_visible()

    page.goto(f"{live_server.url}{SAMPLE}results/")
    expect(
        page.get_by_text("investigations were effective in four of five cases").first
    ).to_be_visible()
    page.get_by_role("link", name="Overridden answers").click()
    rows = page.get_by_role("row").filter(has_text="04/1234/24")
    expect(rows).to_have_count(6)
    expect(rows.filter(has_text="Was the history used?")).to_contain_text("Follows from 1.2.")
    expect(rows.filter(has_text="How many crimes were recorded?")).to_contain_text("0")
    assert complaints == []


def decide_by_keyboard(page: Page) -> None:
    """A third answer to a number, the second's and the first's, without the mouse."""
    recorded = question(page, "crimes_recorded")
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.type("0")
    expect(recorded.locator("[data-effects]")).to_contain_text("4 of 10")
    page.keyboard.press("Escape")
    expect(recorded).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("None was.")
    page.keyboard.press("Control+Enter")
    expect(question(page, "effective")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("It was not.")
    page.keyboard.press("Control+Enter")
    expect(question(page, "grade")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(question(page, "effective")).to_be_focused()
    page.keyboard.press("u")
    page.keyboard.press("1")
    page.keyboard.press("r")
    page.keyboard.type("At once.")
    page.keyboard.press("Control+Enter")


def test_what_is_typed_elsewhere_outlasts_a_decision(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    sample: Sample,
    supervisor: User,
    inspector: User,
    other_inspector: User,
) -> None:
    file = differing_file(sample, inspector, other_inspector)
    sign_in(supervisor)
    page.goto(f"{live_server.url}/files/{file.pk}/moderate/")
    ready(page)
    question(page, "grade").get_by_role("radio", name="First review Immediate").check()
    question(page, "grade").get_by_label("Reason").fill("Typed before.")
    effective = question(page, "effective")
    effective.get_by_role("button", name="Save the decision").click()
    expect(effective.get_by_role("alert")).to_contain_text("Choose an answer.")
    effective.get_by_role("radio", name="First review Yes").check()
    effective.get_by_role("button", name="Save the decision").click()
    expect(effective.get_by_role("alert")).to_contain_text("Give the reason.")
    expect(effective.get_by_role("radio", name="First review Yes")).to_be_checked()
    effective.get_by_label("Reason").fill("It was.")
    effective.get_by_role("button", name="Save the decision").click()
    expect(effective.get_by_text("Decided")).to_be_visible()
    page.get_by_text("The other 5 questions").click()
    page.get_by_role("link", name="Override the answer to 1.1").click()
    expect(question(page, "answered_promptly")).to_be_focused()
    expect(question(page, "grade").get_by_label("Reason")).to_have_value("Typed before.")
    expect(question(page, "grade").get_by_role("radio", name="First review Immediate")
           ).to_be_checked()  # fmt: skip
    page.context.set_offline(True)
    question(page, "grade").get_by_role("button", name="Save the decision").click()
    expect(question(page, "grade")).to_contain_text("the server can't be reached")
    page.context.set_offline(False)
    question(page, "grade").get_by_role("button", name="Save the decision").click()
    expect(question(page, "grade").get_by_text("Decided")).to_be_visible()
    assert Decision.objects.count() == 2
    assert [c for c in complaints if "ERR_INTERNET" not in c and "400" not in c] == []


def test_without_a_script(
    browser: Browser,
    live_server: LiveServer,
    client: Any,
    sample: Sample,
    supervisor: User,
    inspector: User,
    other_inspector: User,
) -> None:
    file = differing_file(sample, inspector, other_inspector)
    for code in ("victim_checked", "crimes_recorded", "grade"):
        rule(file, supervisor, code, Choice.FIRST)
    client.force_login(supervisor)
    context = browser.new_context(java_script_enabled=False)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/files/{file.pk}/moderate/")
    effective = question(page, "effective")
    expect(effective.get_by_label("Note of the other answer")).to_be_hidden()
    effective.get_by_role("radio", name="Second review No").check()
    effective.get_by_label("Reason").fill("It was not.")
    effective.get_by_role("button", name="Save the decision").click()
    expect(
        page.get_by_text("The decision on 3.1 is saved. Nothing is left to decide.")
    ).to_be_visible()
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("Agreed answers count")).to_be_visible()
    page.get_by_label("Reason for stepping back").fill("Look again.")
    page.get_by_role("button", name="Step back").click()
    expect(page.get_by_text("counts again")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    sample: Sample,
    supervisor: User,
    inspector: User,
    other_inspector: User,
    size: Any,
) -> None:
    half = differing_file(sample, inspector, other_inspector)
    rule(half, supervisor, "victim_checked", Choice.THIRD, value="not_applicable")
    done = differing_file(sample, inspector, other_inspector)
    decide_all(done, supervisor)
    agree(case_file=done.pk, by=supervisor)
    single = sample.case_files.get(reference="OTHER-0")
    sign_in(supervisor)
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}
    for address in (
        f"/files/{half.pk}/moderate/?decide=answered_promptly",
        f"/files/{done.pk}/moderate/",
        f"/files/{single.pk}/moderate/",
        f"{SAMPLE}overrides/",
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert {address: broken for address, broken in found.items() if broken} == {}
    assert complaints == []
