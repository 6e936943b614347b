"""From a proposed grade to the published report and its erratum, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forces.models import Inspection
from judgments.models import Finding, InspectionArea, Judgment, Publication
from judgments.report.verifying import faults_of
from tests.journeys.accessibility import violations
from tests.judgments.report.conftest import covered, finding, lancashire, ready, signed

__all__ = ["covered", "finding", "lancashire", "ready", "signed"]
pytestmark = pytest.mark.browser

Use = Callable[[Locator], None]
THOROUGH, GOOD = "Investigations are thorough", "Investigations are good"
REASON = "The heading said more than the figures do."
NOTHING_LEFT = "Nothing keeps this report back"


def by_keyboard(control: Locator) -> None:
    control.focus()
    control.press("Enter")


def by_click(control: Locator) -> None:
    control.click()


WAYS = [
    pytest.param({"width": 1280, "height": 800}, by_keyboard, id="desktop, by keyboard"),
    pytest.param({"width": 390, "height": 844}, by_click, id="phone"),
]


@pytest.fixture
def pages(live_server: LiveServer, lancashire: Inspection) -> str:
    """Where the addresses of the inspection begin."""
    return f"{live_server.url}/judgments/inspections/{lancashire.slug}/"


def look_at(page: Page) -> None:
    """The page reads well for everybody, and nobody has to scroll it sideways."""
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth")


def judge(page: Page, use: Use) -> None:
    """The inspector drafts a grade with its rationale."""
    use(page.get_by_role("link", name="Judge Responding"))
    page.get_by_label("Good", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Calls are answered in time.")
    expect(page.get_by_label("Rationale")).to_have_value("Calls are answered in time.")
    look_at(page)
    use(page.get_by_role("button", name="Save the draft"))
    expect(page.get_by_text("The draft is saved.")).to_be_visible()


@pytest.mark.parametrize(("size", "use"), WAYS)
def test_a_grade_is_proposed_sent_back_moderated_and_confirmed(
    page: Page, sign_in: Any, inspector: User, supervisor: User, other_supervisor: User,
    covered: InspectionArea, pages: str, complaints: list[str], size: Any, use: Use,
) -> None:  # fmt: skip
    page.set_viewport_size(size)
    sign_in(inspector)
    page.goto(pages)
    look_at(page)
    judge(page, use)
    use(page.get_by_role("button", name="Propose"))
    expect(page.get_by_text("The judgment is proposed.")).to_be_visible()
    expect(page.get_by_role("button", name="Agree")).to_have_count(0)
    look_at(page)

    sign_in(other_supervisor)
    page.goto(pages)
    use(page.get_by_role("row", name="Responding").get_by_role("link", name="Good"))
    use(page.get_by_role("button", name="Send back"))
    page.get_by_label("Reason").fill("Say how many calls.")
    look_at(page)
    use(page.get_by_role("button", name="Send back"))
    expect(page.get_by_text("The judgment is sent back.")).to_be_visible()

    sign_in(inspector)
    page.reload()
    expect(page.get_by_text("sent back, by Supervisor 2. Say how many calls.")).to_be_visible()
    use(page.get_by_role("button", name="Change"))
    page.get_by_label("Rationale").fill("Nine in ten calls are answered in time.")
    use(page.get_by_role("button", name="Save"))
    use(page.get_by_role("button", name="Propose"))

    sign_in(other_supervisor)
    page.reload()
    use(page.get_by_role("button", name="Agree"))
    expect(page.get_by_text("You agreed to the judgment.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)

    sign_in(supervisor)
    page.reload()
    use(page.get_by_role("button", name="Confirm"))
    expect(page.get_by_text("The judgment is confirmed and can be published.")).to_be_visible()
    look_at(page)
    judgment = Judgment.objects.get()
    assert (judgment.state, judgment.moderated_by) == ("confirmed", other_supervisor)
    assert complaints == []


def publish(page: Page, pages: str, use: Use) -> None:
    page.goto(f"{pages}report/")
    expect(page.get_by_text(NOTHING_LEFT)).to_be_visible()
    look_at(page)
    use(page.get_by_role("main").get_by_role("button", name="Publish"))
    expect(page.get_by_role("heading", name="Publish the report?")).to_be_visible()
    look_at(page)
    use(page.get_by_role("button", name="Publish"))
    expect(page.get_by_text("The report is published.")).to_be_visible()


def correct(page: Page, pages: str, use: Use) -> None:
    page.goto(f"{pages}findings/")
    use(page.get_by_role("article").get_by_role("link", name="Change"))
    page.get_by_label("Heading").fill(GOOD)
    use(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name=GOOD)).to_be_visible()


def publish_erratum(page: Page, pages: str, use: Use) -> None:
    page.goto(f"{pages}report/")
    expect(page.get_by_role("heading", name=THOROUGH)).to_be_visible()
    use(page.get_by_role("link", name="The report as it would be printed now"))
    expect(page.get_by_role("heading", name=GOOD)).to_be_visible()
    use(page.get_by_role("button", name="Publish an erratum"))
    use(page.get_by_role("button", name="Publish the erratum"))
    expect(page.get_by_role("alert")).to_contain_text("Reason: Give the reason.")
    look_at(page)
    page.get_by_label("Reason").fill(REASON)
    use(page.get_by_role("button", name="Publish the erratum"))
    expect(page.get_by_text("The erratum is published.")).to_be_visible()


def read_both(page: Page, pages: str, use: Use) -> None:
    """The observer reads the erratum, then the version before it."""
    page.goto(f"{pages}report/")
    expect(page.get_by_role("heading", name=GOOD)).to_be_visible()
    expect(page.get_by_role("article").get_by_text(REASON)).to_be_visible()
    look_at(page)
    use(page.get_by_role("link", name="Version 1", exact=True))
    expect(page.get_by_text("This version was corrected.")).to_be_visible()
    expect(page.get_by_role("heading", name=THOROUGH)).to_be_visible()
    expect(page.get_by_text("Text and figures are as they were frozen then.")).to_be_visible()
    look_at(page)
    with page.expect_download() as download:
        use(page.get_by_role("link", name="JSON"))
    assert download.value.suggested_filename == "lancashire-2023-25-report-1.json"


def sees_no_draft(page: Page, pages: str) -> None:
    page.goto(f"{pages}report/")
    expect(page.get_by_role("link", name="The report as it would be")).to_have_count(0)
    expect(page.get_by_role("link", name="Findings", exact=True)).to_have_count(0)
    for draft in ("draft/", "draft/pdf/", "erratum/", "summary/"):
        assert page.request.get(f"{pages}report/{draft}").status == 403


@pytest.mark.parametrize(("size", "use"), WAYS)
def test_a_report_is_published_corrected_and_read(
    page: Page, sign_in: Any, supervisor: User, observer: User, finding: Finding,
    ready: Inspection, pages: str, complaints: list[str], size: Any, use: Use,
) -> None:  # fmt: skip
    page.set_viewport_size(size)
    sign_in(observer)
    page.goto(f"{pages}report/")
    expect(page.get_by_text("is not published yet")).to_be_visible()
    sees_no_draft(page, pages)

    sign_in(supervisor)
    publish(page, pages, use)
    look_at(page)

    sign_in(observer)
    page.reload()
    expect(page.get_by_role("heading", name=THOROUGH)).to_be_visible()
    expect(page.get_by_role("article").get_by_text("two of three cases").first).to_be_visible()

    sign_in(supervisor)
    correct(page, pages, use)
    sign_in(observer)
    page.goto(f"{pages}report/")
    expect(page.get_by_role("heading", name=THOROUGH)).to_be_visible()
    sees_no_draft(page, pages)

    sign_in(supervisor)
    publish_erratum(page, pages, use)
    sign_in(observer)
    read_both(page, pages, use)
    sees_no_draft(page, pages)
    assert [faults_of(each) for each in Publication.objects.all()] == [[], []]
    # The browser reports the form that came back without its reason.
    assert {each.split("(")[-1] for each in complaints} == {"Bad Request)"}
