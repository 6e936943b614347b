"""A supervisor draws second reviews and gives them out; two inspectors work and don't meet."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.answering import Entry, record_answer
from cases.actions.reviewing import submit
from cases.models import Position, Review, Sample
from forces.models import Inspection
from tests.cases.accepted import ANSWERS
from tests.factories import InspectionFactory, ReviewFactory, SampleFactory, TeamMemberFactory
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
FILES = "/inspections/shire-2023-25/vsa/"


@pytest.fixture
def inspection(
    transactional_db: None, supervisor: User, inspector: User, other_inspector: User
) -> Inspection:
    made = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    for member in (inspector, other_inspector):
        TeamMemberFactory.create(inspection=made, user=member)
    return made


@pytest.fixture
def sample(inspection: Inspection, inspector: User, other_inspector: User) -> Sample:
    """Ten files of each inspector, half of them theft."""
    made = SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")
    for place in range(20):
        ReviewFactory.create(
            sample=made,
            facts={"offence_group": "theft" if place % 2 else "violence"},
            reviewer=inspector if place < 10 else other_inspector,
        )
    return made


def check(page: Page) -> None:
    """Readable and reachable by everybody, and nothing wider than the screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def hand_in(review: Review, **changes: str) -> None:
    reviewer = review.reviewer
    assert reviewer is not None
    for code, value in (ANSWERS | changes).items():
        record_answer(review=review.pk, entry=Entry(code, value, "In the log."), by=reviewer)
    submit(review=review.pk, by=reviewer)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_second_reviews_are_drawn_given_out_and_followed(
    browser: Browser, live_server: LiveServer, client: Any, supervisor: User, sample: Sample,
    scripts: bool,
) -> None:  # fmt: skip
    client.force_login(supervisor)
    context = browser.new_context(java_script_enabled=scripts, viewport=DESKTOP)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{FILES}")
    page.get_by_role("link", name="Second reviews").click()
    expect(page.get_by_text("20 files can be chosen")).to_be_visible()
    page.get_by_label("Share in percent").fill("0")
    page.get_by_role("button", name="Draw the files").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a share from 1 to 100 percent.")
    page.get_by_label("Share in percent").fill("20")
    page.get_by_role("button", name="Draw the files").click()
    expect(page.get_by_text("4 files are drawn. Say now who reviews them.")).to_be_visible()
    for box in page.get_by_role("checkbox", name="Choose REF").all():
        box.check()
    page.get_by_text("Share equally").first.click()
    for member in ("Inspector 1", "Inspector 2"):
        page.get_by_role("checkbox", name=member).check()
    page.get_by_role("button", name="Share equally").click()
    expect(page.get_by_text("4 files are shared among 2 people.")).to_be_visible()
    expect(page.get_by_role("link", name="Being reviewed 4")).to_be_visible()
    pairs = Review.objects.filter(position=Position.SECOND).order_by("case_file__position")
    for second in pairs:
        assert second.reviewer != second.case_file.reviews.get(position=Position.FIRST).reviewer
    done = pairs[0]
    for review in done.case_file.reviews.select_related("reviewer"):
        hand_in(review)
    page.get_by_role("link", name="To be moderated").click()
    expect(page.get_by_role("link", name=f"Moderate {done.case_file.reference}")).to_be_visible()
    page.get_by_role("link", name="All 4").click()
    page.get_by_role("link", name="Withdraw the second review").first.click()
    page.get_by_label("Reason").fill("One too many.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("is not reviewed a second time any more.")).to_be_visible()
    page.get_by_role("link", name="Draw 1", exact=True).click()
    expect(page.get_by_text("the same files come out")).to_be_visible()
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_can_be_read_by_all(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, sample: Sample,
    viewport: ViewportSize, complaints: list[str],
) -> None:  # fmt: skip
    sign_in(supervisor)
    page.set_viewport_size(viewport)
    address = f"{live_server.url}{FILES}second-reviews/"
    page.goto(address)
    check(page)
    page.get_by_role("button", name="Draw the files").click()
    expect(page.get_by_text("2 files are drawn")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Pick the files").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reference")
    check(page)
    page.goto(f"{address}draws/1/")
    check(page)
    assert [text for text in complaints if "400" not in text] == []


def test_two_inspectors_work_on_one_file_and_don_t_meet(
    page: Page, live_server: LiveServer, sign_in: Any, inspector: User, other_inspector: User,
    supervisor: User, sample: Sample,
) -> None:  # fmt: skip
    first = Review.objects.filter(reviewer=inspector).order_by("pk")[0]
    second = ReviewFactory.create(
        case_file=first.case_file, position=Position.SECOND, counts=False, reviewer=other_inspector
    )
    hand_in(second, remarks="Kept for later")
    sign_in(inspector)
    page.goto(f"{live_server.url}/files/{first.case_file_id}/")
    expect(page.get_by_role("link", name="Your review")).to_be_visible()
    expect(page.get_by_text("Inspector 2")).to_have_count(0)
    page.goto(f"{live_server.url}/reviews/{second.pk}/")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    hand_in(first)
    page.goto(f"{live_server.url}/files/{first.case_file_id}/")
    page.get_by_role("link", name="Second review").click()
    page.get_by_role("link", name="All stages on one page").click()
    expect(page.get_by_text("Second review by Inspector 2")).to_be_visible()
    expect(page.get_by_text("Kept for later").first).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
