"""A supervisor draws a sample from a force's extract, in a real browser."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import CaseFile, Draw, Extract, Review, Sample
from forces.models import Inspection
from tests.cases.extract_files import HEADINGS, rows
from tests.cases.working import work
from tests.factories import InspectionFactory, SampleFactory, TeamMemberFactory
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SAMPLE = "/inspections/shire-2023-25/vsa/"
EXTRACT = ("\n".join([HEADINGS.replace("Reported on", "Date"), *rows(60, 40)]) + "\n").encode()


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    settings.EXTRACTS_ROOT = tmp_path / "extracts"


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
    return SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")


def chosen(content: bytes = EXTRACT) -> Any:
    return {"name": "may.csv", "mimeType": "text/csv", "buffer": content}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_an_extract_to_allocated_files(
    browser: Browser,
    live_server: LiveServer,
    client: Any,
    supervisor: User,
    sample: Sample,
    scripts: bool,
) -> None:
    client.force_login(supervisor)
    context = browser.new_context(java_script_enabled=scripts)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()

    def look_again() -> None:
        """Background work is done; with scripts the page finds out by itself."""
        work()
        if not scripts:
            page.get_by_role("link", name="Look again now").click()

    page.goto(f"{live_server.url}{SAMPLE}")
    page.get_by_role("link", name="Draw the files from the force's extract").click()
    page.get_by_label("Extract", exact=True).set_input_files(chosen())
    page.get_by_role("button", name="Upload the extract").click()
    expect(page.get_by_role("heading", name="Opening the extract")).to_be_visible()
    look_again()

    expect(page.get_by_role("heading", name="Which column holds what?")).to_be_visible()
    page.get_by_label("Reported on").select_option("Date")
    page.get_by_role("button", name="Check every row").click()
    expect(page.get_by_role("heading", name="Checking every row")).to_be_visible()
    look_again()

    expect(page.get_by_text("102 records can be drawn from.")).to_be_visible()
    page.get_by_role("button", name="Plan the draw").click()
    page.get_by_role("link", name="Add a stratum").click()
    page.locator("summary", has_text="Offence group").click()
    page.get_by_label("Violence against the person").check()
    page.get_by_label("Number", exact=True).fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("10 files of 102 records would be drawn.")).to_be_visible()
    page.get_by_role("button", name="Check every stratum").click()
    expect(page.get_by_role("row", name="Violence against the person 40 4 5")).to_be_visible()
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_role("heading", name="Drawing the sample")).to_be_visible()
    look_again()

    expect(page.get_by_role("heading", name="Certificate of the draw")).to_be_visible()
    seed = Draw.objects.get().seed
    expect(page.get_by_text(seed, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible(visible=scripts)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    assert download.value.suggested_filename == "shire-2023-25-vsa-draw-1.json"

    page.goto(f"{live_server.url}{SAMPLE}")
    for reference in CaseFile.objects.values_list("reference", flat=True):
        page.get_by_label(f"Choose {reference}").check()
    page.get_by_label("Give the chosen files to").select_option("Inspector 1")
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_text("10 files are allocated to Inspector 1.")).to_be_visible()
    assert Review.objects.filter(reviewer__name="Inspector 1").count() == 10
    context.close()


def test_a_stratum_is_added_by_keyboard(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, sample: Sample, client: Any
) -> None:
    extract = read_extract(client, supervisor)
    sign_in(supervisor)
    page.goto(f"{live_server.url}{SAMPLE}extract/{extract.pk}/plan/strata/new/")
    page.locator("summary", has_text="Outcome type").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("8 Community resolution")).to_be_checked()
    page.get_by_label("Number", exact=True).focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("10 files of 102 records would be drawn.")).to_be_visible()
    page.get_by_role("button", name="Remove 8 Community resolution").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove 8 Community resolution")).to_have_count(0)
    page.get_by_role("button", name="Check every stratum").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Draw the sample").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Drawing the sample")).to_be_visible()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, sample: Sample
) -> None:
    sign_in(supervisor)
    page.goto(f"{live_server.url}{SAMPLE}extract/")
    page.evaluate("document.querySelector('[data-largest]').dataset.largest = '10'")
    page.get_by_label("Extract", exact=True).set_input_files(chosen())
    page.get_by_role("button", name="Upload the extract").click()
    said = page.evaluate("document.querySelector('[data-largest]').validationMessage")
    assert said.startswith("The file is larger than")
    assert not Extract.objects.exists()


def test_what_the_server_says_of_an_upload_is_shown(
    page: Page, live_server: LiveServer, sign_in: Any, supervisor: User, sample: Sample
) -> None:
    sign_in(supervisor)
    page.goto(f"{live_server.url}{SAMPLE}extract/")
    page.get_by_role("button", name="Upload the extract").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file with the extract.")
    page.get_by_label("Extract", exact=True).set_input_files(chosen())
    page.get_by_role("button", name="Upload the extract").click()
    expect(page.get_by_role("heading", name="Opening the extract")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_a_draw_is_accessible(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    sign_in: Any,
    supervisor: User,
    sample: Sample,
    client: Any,
    size: Any,
) -> None:
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}

    def look_at(address: str) -> None:
        page.goto(f"{live_server.url}{address}")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address

    sign_in(supervisor)
    look_at(f"{SAMPLE}extract/")
    extract = read_extract(client, supervisor)
    at = f"{SAMPLE}extract/{extract.pk}/"
    for address in ("", "columns/", "discard/", "plan/", "plan/frame/", "plan/save/", "draw/",
                    "plan/strata/new/", "plan/minimums/new/", "plan/exclusions/new/"):  # fmt: skip
        look_at(at + address)
    page.goto(f"{live_server.url}{at}plan/strata/new/")
    page.locator("summary", has_text="Outcome type").click()
    found["opened"] = violations(page)
    client.post(f"{at}draw/", {"revision": 0})
    look_at(at)
    work()
    expect(page.get_by_role("heading", name="Certificate of the draw")).to_be_visible()
    for address in (f"{SAMPLE}draws/1/", f"{SAMPLE}draws/1/withdraw/", "/sampling-plans/"):
        look_at(address)
    Extract.objects.update(state="refused", draw=None, problem="This is a PDF.")
    look_at(at)
    assert {address: broken for address, broken in found.items() if broken} == {}
    assert complaints == []


def read_extract(client: Any, supervisor: User) -> Extract:
    """An extract that is uploaded, matched and read."""
    client.force_login(supervisor)
    client.post(f"{SAMPLE}extract/", {"upload": SimpleUploadedFile("may.csv", EXTRACT)})
    work()
    extract = Extract.objects.get()
    matches = {
        "reference": "Reference",
        "offence_group": "Offence group",
        "outcome_type": "Outcome type",
        "offence": "Offence",
        "reported_on": "Date",
    }
    client.post(f"{SAMPLE}extract/{extract.pk}/columns/", matches)
    work()
    return Extract.objects.get()
