"""The shell in a real browser: nothing for axe or for the console to complain about."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def front(settings: Settings, live_server: LiveServer) -> str:
    settings.ROOT_URLCONF = "tests.front_urls"
    settings.DEMONSTRATION = True
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], "tests/templates"]}
    ]
    return live_server.url


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width <= page.viewport_size["width"] if page.viewport_size else False


@SIZES
@pytest.mark.parametrize("path", ["accounts/login", "accounts/password/reset", "accounts/signup"])
def test_pages_before_sign_in(
    page: Page, front: str, complaints: list[str], path: str, size: Any
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{front}/{path}/")
    assert violations(page) == []
    assert complaints == []
    assert fits(page)


@SIZES
@pytest.mark.parametrize("path", ["showcase", "confirm", "accounts/password/change"])
def test_pages_after_sign_in(
    page: Page,
    front: str,
    complaints: list[str],
    sign_in: Any,
    inspector: User,
    path: str,
    size: Any,
) -> None:
    sign_in(inspector)
    page.set_viewport_size(size)
    page.goto(f"{front}/{path}/")
    assert violations(page) == []
    assert complaints == []
    assert fits(page)


@pytest.mark.parametrize(
    "path", ["refused", "conflict", "invalid", "too-large", "broken", "nowhere"]
)
def test_error_pages(page: Page, front: str, sign_in: Any, inspector: User, path: str) -> None:
    sign_in(inspector)
    page.goto(f"{front}/{path}/")
    assert violations(page) == []


@SIZES
def test_a_form_with_errors_leads_to_its_fields(
    page: Page, front: str, sign_in: Any, inspector: User, size: Any
) -> None:
    sign_in(inspector)
    page.set_viewport_size(size)
    page.goto(f"{front}/showcase/")
    page.get_by_role("button", name="Save").click()
    assert violations(page) == []
    page.locator(".govuk-error-summary").get_by_role("link").nth(2).click()
    expect(page.get_by_label("Yes", exact=True).first).to_be_focused()


def test_the_menu_opens_on_a_phone(
    page: Page, front: str, sign_in: Any, administrator: User
) -> None:
    sign_in(administrator)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{front}/showcase/")
    link = page.get_by_role("link", name="Administration")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()


def test_a_person_signs_in_and_out(page: Page, front: str, inspector: User) -> None:
    inspector.set_password("a long phrase of words")
    inspector.save()
    page.goto(f"{front}/accounts/login/?next=/showcase/")
    page.get_by_label("Email").fill(inspector.email)
    page.get_by_label("Password", exact=True).fill("a long phrase of words")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Showcase")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Peel")).to_be_visible()


@pytest.mark.parametrize("path", ["admin/", "admin/accounts/user/", "admin/forces/force/add/"])
def test_the_administration_obeys_the_policy(
    page: Page, front: str, complaints: list[str], sign_in: Any, administrator: User, path: str
) -> None:
    sign_in(administrator)
    page.goto(f"{front}/{path}")
    expect(page.locator("#content")).to_be_visible()
    assert complaints == []
