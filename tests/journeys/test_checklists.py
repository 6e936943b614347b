"""The checklist's pages in a real browser: nothing that axe or the console complains about."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import checklists
from accounts.models import User
from checklists import actions
from checklists.models import Version
from tests.journeys.accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIPPED = Path(checklists.__file__).parent / "data" / "vsa-2023-25.yaml"
SignIn = Callable[[User], None]


@pytest.fixture
def draft(transactional_db: None) -> Version:
    return actions.load(source=SHIPPED.read_text(encoding="utf-8"), by=None)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_whole_checklist_is_read(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    inspector: User,
    draft: Version,
    complaints: list[str],
    width: int,
) -> None:
    actions.publish(version=draft, by=None)
    sign_in(inspector)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/checklists/")
    assert violations(page) == []
    page.get_by_role("link", name="Victim service assessment 2023-25").click()
    expect(
        page.get_by_role("heading", name="4.14 Was the investigation effective?")
    ).to_be_visible()
    page.get_by_text("25 values").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []


def test_an_administrator_mends_and_publishes_a_draft(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    administrator: User,
    draft: Version,
    complaints: list[str],
) -> None:
    sign_in(administrator)
    page.goto(f"{live_server.url}{draft.get_absolute_url()}")
    page.get_by_role("link", name="Edit or publish this draft").click()
    source = page.get_by_label("Definition")
    written = source.input_value()
    source.fill(written.replace("guidance: >-", "guidence: >-", 1))
    expect(page.locator(".numbered-lines__numbers")).to_contain_text("1\n2\n3\n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“guidence” isn't a key of a question")).to_be_visible()
    source.fill(written.replace("title: Outcomes", "title: Outcome"))
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish for good").click()
    expect(page.get_by_text("Victim service assessment 2023-25 is published.")).to_be_visible()
    published = Version.objects.published().get()
    assert published.stages.get(code="outcomes").title == "Outcome"
    assert complaints == []
