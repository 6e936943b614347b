"""Forces beside each other in a browser: charts that read well at every width, and in print."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cases.actions.publishing import load_published_results
from cases.published.figures import PublishedFigure
from forces.models import Cycle, Force, Inspection
from forces.reference import load_reference
from tests.factories import small_version
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.browser

WIDTHS = [1280, 390, 320]
NATIONAL = "/compare/2023-25/small/recorded/"
SERIES = "/compare/forces/lancashire/small/recorded/"
OVERLAPS = """() => {
  const chart = [...document.querySelectorAll('svg.chart')].find(s => s.getClientRects().length);
  const boxes = [...chart.querySelectorAll('text')].map(t => t.getBoundingClientRect());
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 4 && b.top < a.bottom - 4;
  return boxes.flatMap((a, n) => boxes.slice(n + 1).filter(b => meets(a, b))).length;
}"""


@pytest.fixture
def compared(live_server: LiveServer, supervisor: User) -> None:
    """Every force but three with an estimate; Lancashire with an earlier one and two similar."""
    load_reference(by=None)
    small_version()
    forces = list(Force.objects.order_by("slug"))
    cycles = {slug: Cycle.objects.get(slug=slug) for slug in ("2021-22", "2023-25")}
    lancashire = Force.objects.get(slug="lancashire")
    lancashire.most_similar.set(forces[:2])
    wanted = [("2023-25", force, 70 + number % 29) for number, force in enumerate(forces[:-3])]
    load_published_results(
        figures=[
            (_inspection(force, cycles[slug]), _figure(slug, percent))
            for slug, force, percent in [*wanted, ("2021-22", lancashire, 85)]
        ],
        by=supervisor,
    )


def _inspection(force: Force, cycle: Cycle) -> Inspection:
    return Inspection.objects.create(force=force, cycle=cycle, slug=f"{force.slug}-{cycle.slug}")


def _figure(cycle: str, percent: int) -> PublishedFigure:
    year = int(cycle[:4])
    return PublishedFigure(
        "small", "small", "recorded", date(year, 1, 1), date(year, 12, 31), "A report",
        percent=Decimal(percent), half_width=Decimal("4.5"),
    )  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_read_well_at_every_width(
    page: Page, live_server: LiveServer, compared: None, complaints: list[str], sign_in: Any,
    supervisor: User, width: int,
) -> None:  # fmt: skip
    sign_in(supervisor)
    page.set_viewport_size({"width": width, "height": 800})
    for address in (f"{NATIONAL}?force=lancashire", SERIES, "/compare/2023-25/?checklist=small"):
        page.goto(f"{live_server.url}{address}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if "checklist" not in address:
            assert page.evaluate(OVERLAPS) == 0
            assert page.locator("svg.chart:visible").count() == 1
    assert complaints == []


def test_in_print_the_wide_chart_is_shown(
    page: Page, live_server: LiveServer, compared: None, sign_in: Any, supervisor: User
) -> None:
    sign_in(supervisor)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{NATIONAL}")
    page.emulate_media(media="print")
    expect(page.locator("svg.chart--wide")).to_be_visible()
    expect(page.locator("svg.chart--narrow")).to_be_hidden()


def test_one_goes_from_all_forces_to_one_and_back(
    page: Page, live_server: LiveServer, compared: None, sign_in: Any, supervisor: User
) -> None:
    sign_in(supervisor)
    page.goto(live_server.url)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Measures", exact=True).select_option("small")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Crimes recorded", exact=True).click()
    page.get_by_label("Force to compare with the others").select_option("lancashire")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Their bars are striped.")).to_be_visible()
    page.locator("svg.chart--wide a").filter(has_text="Lancashire").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lancashire Constabulary")
    expect(page.get_by_role("table")).to_contain_text("Broadly unchanged")
    page.get_by_role("link", name="Lancashire beside all forces in 2023-25").click()
    expect(page).to_have_url(f"{live_server.url}{NATIONAL}?force=lancashire")
