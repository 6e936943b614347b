"""A real browser, signed in or not, that notes whatever its console complains about."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.models import Review
from forces.models import Inspection
from tests.factories import (
    CaseFileFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)

# Chromium draws by itself: imitating a graphics card takes a tenth of a journey.
NO_GRAPHICS_CARD = ["--disable-gpu", "--disable-software-rasterizer"]
# Its sandbox refuses to start as root.
NO_SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []

# A page may be slow on a machine that does something else as well.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def database_beside_the_browser() -> Iterator[None]:
    """Playwright's loop runs in the thread of the test, where Django refuses the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], database_beside_the_browser: None
) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ["CHROMIUM"],
        "args": [*NO_GRAPHICS_CARD, *NO_SANDBOX],
    }


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """The errors of the page's console, a breach of the content security policy among them."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def sign_in(live_server: LiveServer, context: BrowserContext, client: Any) -> Any:
    """Give the browser the session of a person: ``sign_in(inspector)``."""

    def sign_in(user: User) -> None:
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


@pytest.fixture
def inspection(supervisor: User, inspector: User) -> Inspection:
    made = InspectionFactory.create(lead=supervisor)
    TeamMemberFactory.create(inspection=made, user=inspector)
    return made


@pytest.fixture
def review(live_server: LiveServer, inspection: Inspection, inspector: User) -> Review:
    sample = SampleFactory.create(inspection=inspection, name="Victim service assessment")
    file = CaseFileFactory.create(sample=sample, reference="04/1234/24")
    return ReviewFactory.create(case_file=file, reviewer=inspector)


@pytest.fixture
def address(live_server: LiveServer, review: Review) -> str:
    return f"{live_server.url}/reviews/{review.pk}/?stage=all"
