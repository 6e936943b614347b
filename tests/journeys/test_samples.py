"""A supervisor sets a sample up, imports its files and gives them out, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.reviewing import return_to_reviewer
from cases.models import Review, Sample
from forces.models import Inspection
from tests.factories import (
    AnswerFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
    small_version,
)
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
INSPECTION = "/inspections/shire-2023-25/"
LIST = (
    b"Reference,Offence group,Outcome type\r\nA-1,Theft,8\r\nA-2,Violence against the person,\r\n"
)
BROKEN = b"Reference,Offence group\r\nA-1,Nonsense\r\n,Theft\r\n"


@pytest.fixture
def inspection(
    transactional_db: None, supervisor: User, inspector: User, other_inspector: User
) -> Inspection:
    made = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    for member in (inspector, other_inspector):
        TeamMemberFactory.create(inspection=made, user=member)
    return made


@pytest.fixture
def casework(inspection: Inspection, supervisor: User, inspector: User) -> Sample:
    """A sample with an unallocated, a started, a submitted and a returned file."""
    sample = SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")
    ReviewFactory.create(sample=sample)
    begun = ReviewFactory.create(sample=sample, reviewer=inspector)
    AnswerFactory.create(review=begun)
    for _ in range(2):
        done = ReviewFactory.create(sample=sample, reviewer=inspector, state="submitted")
    return_to_reviewer(review=done.pk, reason="Look again.", comments={}, by=supervisor)
    return sample


def list_of_files(content: bytes) -> Any:
    return {"name": "files.csv", "mimeType": "text/csv", "buffer": content}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_samples_is_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    inspector: User,
    casework: Sample,
    size: Any,
) -> None:
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}

    def look_at(address: str) -> None:
        page.goto(f"{live_server.url}{address}")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address

    review = Review.objects.filter(state="returned").get()
    file = f"/files/{review.case_file_id}/"
    sign_in(supervisor)
    for address in ("/my-work/", INSPECTION, f"{INSPECTION}samples/new/", f"{INSPECTION}vsa/",
                    f"{INSPECTION}vsa/?q=nothing", f"{INSPECTION}vsa/import/", file,
                    f"{file}eliminate/"):  # fmt: skip
        look_at(address)
    page.goto(f"{live_server.url}{INSPECTION}vsa/")
    page.get_by_text("Share equally").first.click()
    page.get_by_text("Hand over all open files").click()
    found["opened"] = violations(page)
    sign_in(inspector)
    for address in ("/my-work/", file):
        look_at(address)
    assert {address: broken for address, broken in found.items() if broken} == {}
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_sample_is_set_up_filled_and_shared(
    browser: Browser,
    live_server: LiveServer,
    client: Any,
    supervisor: User,
    inspector: User,
    other_inspector: User,
    inspection: Inspection,
    scripts: bool,
) -> None:
    small_version()
    client.force_login(supervisor)
    context = browser.new_context(java_script_enabled=scripts)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{INSPECTION}")
    page.get_by_text("Create a sample").click()
    page.get_by_label("Address").fill("team")
    page.get_by_role("button", name="Create the sample").click()
    expect(page.get_by_text("“team” is used by Peel itself").first).to_be_visible()
    page.get_by_label("Address").fill("vsa")
    page.get_by_role("button", name="Create the sample").click()

    upload = page.get_by_label("List of case files")
    upload.set_input_files(list_of_files(BROKEN))
    page.get_by_role("button", name="Import the files").click()
    expect(page.get_by_role("heading", name="Nothing was imported")).to_be_visible()
    expect(page.get_by_role("cell", name="Fill in the reference.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all of them as CSV").click()
    assert download.value.suggested_filename == "vsa-problems.csv"
    upload.set_input_files(list_of_files(LIST))
    page.get_by_role("button", name="Import the files").click()
    expect(page.get_by_text("2 files are imported.")).to_be_visible()

    page.get_by_label("Choose A-1").check()
    page.get_by_label("Choose A-2").check()
    page.locator("summary", has_text="Share equally").click()
    page.get_by_label("Inspector 1").check()
    page.get_by_label("Inspector 2").check()
    page.get_by_role("button", name="Share equally").click()
    expect(page.get_by_text("2 files are shared among 2 people.")).to_be_visible()
    holders = Review.objects.order_by("pk").values_list("reviewer__name", flat=True)
    assert list(holders) == ["Inspector 1", "Inspector 2"]
    context.close()


def test_files_are_chosen_and_given_by_keyboard(
    page: Page,
    live_server: LiveServer,
    sign_in: Any,
    supervisor: User,
    other_inspector: User,
    casework: Sample,
) -> None:
    sign_in(supervisor)
    page.goto(f"{live_server.url}{INSPECTION}vsa/?state=open")
    page.get_by_label("Choose all files on this page").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("2 chosen")
    page.get_by_label("Give the chosen files to").focus()
    page.keyboard.type("Inspector 2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 files are allocated to Inspector 2.")).to_be_visible()
    assert page.url.endswith("?state=open")
    assert Review.objects.filter(reviewer=other_inspector).count() == 2


def test_an_inspector_goes_on_with_the_returned_file(
    page: Page, live_server: LiveServer, sign_in: Any, inspector: User, casework: Sample
) -> None:
    sign_in(inspector)
    page.goto(live_server.url)
    returned = Review.objects.get(state="returned")
    page.get_by_role("button", name=f"Look again at {returned.case_file.reference}").click()
    expect(page).to_have_url(f"{live_server.url}/reviews/{returned.pk}/")
