"""Writing a finding in a real browser: the preview, the evidence, and text that is not lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Finding, InspectionArea
from tests.journeys.accessibility import violations
from tests.journeys.test_kept import say_yes, wait_until
from tests.judgments.conftest import COVERED, SMALL, area_of
from tests.judgments.passages.conftest import PROMPT, evidence_of

pytestmark = pytest.mark.browser

OFFER = "This browser holds a text of yours that was not saved"
DRAFTS = "() => Object.keys(localStorage).filter((key) => key.startsWith('peel-draft:')).length"


@pytest.fixture
def responding(inspection: Inspection, supervisor: User) -> InspectionArea:
    load_framework(source=SMALL.replace("2023-25", inspection.cycle.slug), by=None)
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    return area_of(inspection, "responding")


@pytest.fixture
def findings(live_server: LiveServer, responding: InspectionArea) -> str:
    """The address of the page of findings."""
    slug = responding.inspection.slug
    return f"{live_server.url}/judgments/inspections/{slug}/findings/"


def begin(page: Page, findings: str) -> None:
    page.goto(findings)
    page.get_by_role("link", name="Write a finding about Responding").click()


def write(page: Page, heading: str, text: str) -> None:
    page.get_by_label("Main finding").check()
    page.get_by_label("Heading").fill(heading)
    page.get_by_label("Text", exact=True).fill(text)


def test_a_finding_is_written_with_its_preview_and_evidence(
    page: Page, sign_in: Any, inspector: User, responding: InspectionArea, findings: str,
    complaints: list[str],
) -> None:  # fmt: skip
    for number in (1, 2, 3):
        made = evidence_of(responding.inspection, number, inspector)
        made.summary = f"About {('rotas', 'callers', 'shifts')[number - 1]}."
        made.edition += 1
        made.save()
    sign_in(inspector)
    begin(page, findings)
    write(page, "Calls", "Calls are **answered**.\n\n- One")
    preview = page.locator("[data-preview-text]")
    expect(preview.locator("strong")).to_have_text("answered")
    expect(preview.locator("li")).to_have_text("One")
    expect(page.get_by_role("button", name="Preview")).to_be_hidden()
    page.get_by_label("Search the evidence").fill("callers interview")
    expect(page.get_by_text("1 of 3 found")).to_be_visible()
    expect(page.get_by_label("About rotas")).to_be_hidden()
    page.get_by_label("About callers").check()
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Calls")).to_be_visible()
    wait_until(page, lambda: page.evaluate(DRAFTS) == 0)
    finding = Finding.objects.get()
    assert finding.text == "Calls are **answered**.\n\n- One"
    assert finding.evidence.get().number == 2
    assert violations(page) == []
    page.goto(findings)
    assert violations(page) == []
    assert complaints == []


def test_a_text_that_was_not_saved_is_offered_again(
    page: Page, sign_in: Any, inspector: User, findings: str, complaints: list[str]
) -> None:
    sign_in(inspector)
    begin(page, findings)
    write(page, "Calls", "Typed and left.")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 1)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    begin(page, findings)
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Typed and left.")
    expect(page.locator("[data-preview-text]")).to_contain_text("Typed and left.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Calls")).to_be_visible()
    begin(page, findings)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert complaints == []


def test_a_text_that_did_not_reach_the_server_is_kept(
    page: Page, sign_in: Any, inspector: User, findings: str
) -> None:
    sign_in(inspector)
    begin(page, findings)
    write(page, "Calls", "Sent in vain.")
    page.route("**/findings/new/", lambda route: route.abort())
    page.get_by_role("button", name="Save").click()
    page.unroute("**/findings/new/")
    begin(page, findings)
    expect(page.get_by_text(OFFER)).to_be_visible()
    say_yes(page)
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    wait_until(page, lambda: page.evaluate(DRAFTS) == 0)


def test_typing_on_leaves_what_is_offered(
    page: Page, sign_in: Any, inspector: User, findings: str
) -> None:
    sign_in(inspector)
    begin(page, findings)
    write(page, "Calls", "The first text.")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 1)
    say_yes(page)
    begin(page, findings)
    write(page, "Calls", "The second text.")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 2)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The second text.")).to_be_visible()
    begin(page, findings)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("The first text.")


def test_two_who_write_at_once_both_keep_their_text(
    page: Page, sign_in: Any, inspector: User, supervisor: User, responding: InspectionArea,
    findings: str,
) -> None:  # fmt: skip
    finding = passages.write(Finding, area=responding, wording=PROMPT, by=inspector)
    sign_in(inspector)
    page.goto(findings)
    page.get_by_role("article").get_by_role("link", name="Change").click()
    page.get_by_label("Text", exact=True).fill("What the inspector typed.")
    theirs = passages.Wording("main", "Calls", "What the supervisor typed.")
    passages.revise(passage=finding, wording=theirs, edition=1, by=supervisor)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What the supervisor typed.")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("What the inspector typed.")
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    wait_until(page, lambda: page.evaluate(DRAFTS) == 0)
    page.get_by_role("link", name="Edition 2").click()
    expect(page.locator("del")).to_contain_text("supervisor")
    expect(page.locator("ins")).to_contain_text("inspector")
    assert violations(page) == []


def test_signing_out_tells_of_a_text_and_then_forgets_it(
    page: Page, sign_in: Any, inspector: User, findings: str
) -> None:
    sign_in(inspector)
    begin(page, findings)
    write(page, "Calls", "Not saved.")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 1)
    asked = say_yes(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "findings" not in url)
    assert any("1 text of yours is not saved yet. It will be lost" in words for words in asked)
    assert page.evaluate(DRAFTS) == 0


def test_a_text_that_was_undone_is_not_offered(
    page: Page, sign_in: Any, inspector: User, findings: str
) -> None:
    sign_in(inspector)
    begin(page, findings)
    heading = page.get_by_label("Heading")
    heading.press_sequentially("Ca")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 1)
    heading.press("Backspace")
    heading.press("Backspace")
    assert page.evaluate(DRAFTS) == 0


def test_a_text_that_the_server_sent_back_stays_kept(
    page: Page, sign_in: Any, inspector: User, findings: str
) -> None:
    sign_in(inspector)
    begin(page, findings)
    page.get_by_label("Text", exact=True).fill("Sent without a heading.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    heading = page.get_by_label("Heading")
    heading.press("a")
    heading.press("Backspace")
    say_yes(page)
    begin(page, findings)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Sent without a heading.")


def test_a_rationale_that_was_not_saved_is_offered_again(
    page: Page, sign_in: Any, inspector: User, responding: InspectionArea, live_server: LiveServer,
    complaints: list[str],
) -> None:  # fmt: skip
    sign_in(inspector)
    slug = responding.inspection.slug
    form = f"{live_server.url}/judgments/inspections/{slug}/areas/responding/"
    page.goto(form)
    page.get_by_label("Good", exact=True).check()
    rationale = page.get_by_label("Rationale")
    rationale.fill("Calls are **answered**.")
    expect(page.locator("[data-preview-text] strong")).to_have_text("answered")
    wait_until(page, lambda: page.evaluate(DRAFTS) == 1)
    say_yes(page)
    page.goto(form)
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bring it back").click()
    expect(rationale).to_have_value("Calls are **answered**.")
    expect(page.get_by_label("Good", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    wait_until(page, lambda: page.evaluate(DRAFTS) == 0)
    assert violations(page) == []
    assert complaints == []


def test_without_javascript_it_is_written_all_the_same(
    browser: Any, live_server: LiveServer, client: Any, inspector: User, findings: str
) -> None:
    client.force_login(inspector)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    begin(page, findings)
    write(page, "Calls", "Calls are **answered**.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview-text] strong")).to_have_text("answered")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Calls")).to_be_visible()
    context.close()
