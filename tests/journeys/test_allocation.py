"""A supervisor shares files by capacity, looks at the workload and hands files over."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.models import Review, Sample
from forces.models import Inspection
from tests.factories import InspectionFactory, ReviewFactory, SampleFactory, TeamMemberFactory
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
GRID = "/inspections/shire-2023-25/vsa/"


@pytest.fixture
def inspection(
    transactional_db: None, supervisor: User, inspector: User, other_inspector: User
) -> Inspection:
    made = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    for member in (inspector, other_inspector):
        TeamMemberFactory.create(inspection=made, user=member)
    return made


@pytest.fixture
def sample(inspection: Inspection) -> Sample:
    """Four thefts and two crimes of violence that nobody has."""
    made = SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")
    for group in ("theft", "theft", "theft", "theft", "violence", "violence"):
        ReviewFactory.create(sample=made, facts={"offence_group": group})
    return made


def held_by(user: User) -> list[str]:
    files = Review.objects.filter(reviewer=user).select_related("case_file")
    return sorted(review.case_file.facts["offence_group"] for review in files)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_files_are_shared_by_capacity_and_handed_over(
    browser: Browser,
    live_server: LiveServer,
    client: Any,
    supervisor: User,
    inspector: User,
    other_inspector: User,
    sample: Sample,
    scripts: bool,
) -> None:
    client.force_login(supervisor)
    context = browser.new_context(java_script_enabled=scripts)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/workload/")
    page.get_by_role("link", name="6 files").click()
    for box in page.get_by_role("checkbox", name="Choose REF").all():
        box.check()
    page.locator("summary", has_text="by capacity").click()
    page.get_by_role("button", name="Share by capacity").click()
    expect(page.get_by_role("heading", name="Share 6 files by capacity")).to_be_visible()
    page.get_by_role("button", name="Share the files").click()
    expect(page.get_by_text("how many files at least one person takes").first).to_be_visible()
    page.get_by_label("Files for Inspector 1").fill("4")
    page.get_by_label("Files for Inspector 2").fill("2")
    page.get_by_role("button", name="Share the files").click()
    expect(page.get_by_text("6 files are shared among 2 people.")).to_be_visible()
    assert page.url == f"{live_server.url}{GRID}?state=unallocated"
    assert held_by(inspector) == ["theft", "theft", "theft", "violence"]
    assert held_by(other_inspector) == ["theft", "violence"]

    page.get_by_role("link", name="Workload").click()
    page.get_by_role("link", name="Hand over open files of Inspector 1").click()
    page.get_by_label("All open files of the inspection").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose who takes the files over.").first).to_be_visible()
    page.get_by_label("Inspector 2").check()
    page.get_by_label("Supervisor 1").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Hand over 4 open files")).to_be_visible()
    assert held_by(supervisor) == []
    page.get_by_role("button", name="Hand over 4 files").click()
    expect(page.get_by_text("handed over from Inspector 1 to 2 people")).to_be_visible()
    assert held_by(inspector) == []
    assert len(held_by(supervisor)) == 2
    context.close()


def test_files_are_shared_by_keyboard(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, inspector: User,
    sample: Sample,
) -> None:  # fmt: skip
    sign_in(supervisor)
    page.goto(f"{live_server.url}{GRID}")
    page.get_by_label("Choose all files on this page").focus()
    page.keyboard.press("Space")
    page.locator("summary", has_text="by capacity").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Share by capacity").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Files for Inspector 1").focus()
    page.keyboard.type("5")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Share the files")).to_be_focused()
    page.keyboard.press("Enter")
    expect(
        page.get_by_text("5 files are shared among 1 person. 1 file did not fit")
    ).to_be_visible()
    assert len(held_by(inspector)) == 5


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_allocation_is_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    inspector: User,
    other_inspector: User,
    sample: Sample,
    size: Any,
) -> None:
    page.set_viewport_size(size)
    first = Review.objects.order_by("pk")[0]
    allocate(sample=sample, reviews=[first.pk], to=inspector, by=supervisor)
    record_answer(review=first.pk, entry=Entry("effective", "yes"), by=inspector)
    allocate(sample=sample, reviews=[first.pk], to=other_inspector, by=supervisor)
    record_answer(review=first.pk, entry=Entry("grade", "immediate"), by=other_inspector)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name

    sign_in(supervisor)
    hand_over = f"/inspections/shire-2023-25/hand-over/?leaver={other_inspector.pk}"
    for address in (
        "/workload/",
        f"{GRID}balance/",
        hand_over,
        f"{hand_over}&check=1",
        f"{hand_over}&check=1&to={inspector.pk}",
        f"/files/{first.case_file_id}/",
    ):
        page.goto(f"{live_server.url}{address}")
        look(address)
    expect(page.get_by_role("heading", name="Who answered what")).to_be_visible()
    page.goto(f"{live_server.url}{GRID}?state=unallocated")
    page.get_by_label("Choose REF").first.check()
    page.locator("summary", has_text="by capacity").click()
    page.get_by_role("button", name="Share by capacity").click()
    look("capacities")
    page.get_by_label("Files for Inspector 1").fill("-1")
    page.get_by_role("button", name="Share the files").click()
    look("capacities with a problem")
    assert {name: broken for name, broken in found.items() if broken} == {}
    assert complaints == []
