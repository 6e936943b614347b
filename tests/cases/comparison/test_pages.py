"""The pages and the API of figures beside each other, and of published results."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.events import history_of
from accounts.models import User
from cases.models import PublishedResult, Sample
from forces.models import Cycle, Force
from tests.cases.comparison.conftest import Publish
from tests.cases.conftest import SignIn
from tests.factories import CycleFactory, ForceFactory, InspectionFactory

NATIONAL = "/compare/2023-25/small/recorded/"
SERIES = "/compare/forces/avonshire/small/recorded/"
EARLIER = {"starts": date(2021, 1, 1), "ends": date(2021, 12, 31)}


@pytest.fixture
def published(publish: Publish, forces: list[Force], cycle: Cycle) -> None:
    """Three of four forces with an estimate; the first with one of an earlier cycle too."""
    before = CycleFactory.create(
        slug="2021-22", name="2021/22", starts=date(2021, 1, 1), ends=date(2022, 12, 31)
    )
    publish(forces[0], before, "85.2", half_width=Decimal("5.1"), **EARLIER)
    for force, percent in zip(forces, ("85.9", "95.0", "70.0"), strict=False):
        publish(force, cycle, percent, synthetic=True)
        publish(force, cycle, None, code="effective", numerator=8, denominator=9)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def lines_of(client: Client, url: str) -> list[dict[str, str]]:
    response: Any = client.get(url)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_comparing_begins_at_the_latest_cycle_with_figures(
    published: None, observer: User, sign_in: SignIn
) -> None:
    response = sign_in(observer).get("/compare/")
    assert isinstance(response, HttpResponse)
    assert response["Location"] == "/compare/2023-25/"


def test_without_figures_there_is_a_page_that_says_what_to_do(
    supervisor: User, observer: User, sign_in: SignIn
) -> None:
    assert "Enter published results" in text_of(sign_in(supervisor), "/compare/")
    assert "There is nothing to compare yet" in text_of(sign_in(observer), "/compare/")


def test_the_matrix_leads_to_measures_and_forces(
    published: None, observer: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(observer), "/compare/2023-25/")
    assert "8 of 9" in page
    assert "/compare/2023-25/small/effective/" in page
    assert "No figure in this cycle: Dunshire." in page
    of_checklist = text_of(sign_in(observer), "/compare/2023-25/?checklist=small")
    assert "/compare/forces/avonshire/small/recorded/" in of_checklist
    assert "above one standard deviation" in of_checklist
    none = text_of(sign_in(observer), "/compare/2023-25/?checklist=nothing")
    assert "No force has a figure of this checklist" in none
    assert "No force has a figure in this cycle yet" in text_of(
        sign_in(observer), reverse("cases:compare_matrix", args=[CycleFactory.create().slug])
    )


def test_the_national_page_holds_chart_and_table(
    published: None, observer: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(observer), NATIONAL)
    assert page.count("<svg") == 2
    assert f'<a href="{SERIES}" class="chart__link">' in page
    assert "The unweighted mean of 3 forces is 83.6 percent" in page
    assert "No figure: Dunshire." in page
    assert "These figures are synthetic" in page
    assert "style=" not in page


def test_one_force_alone_has_no_mean_to_lie_beyond(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User, sign_in: SignIn
) -> None:
    publish(forces[0], cycle, "90.0")
    page = text_of(sign_in(observer), NATIONAL)
    assert "A mean is shown when two forces or more have a figure." in page
    assert "No mean</td>" in page


def test_a_chosen_force_is_told_when_nothing_is_similar_to_it(
    published: None, forces: list[Force], observer: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(observer), f"{NATIONAL}?force=avonshire")
    assert "most similar to Avonshire is empty" in page
    forces[0].most_similar.add(forces[1])
    page = text_of(sign_in(observer), f"{NATIONAL}?force=avonshire")
    assert "The forces most similar to Avonshire are Borset." in page
    assert "chart__similar-bar" in page


def test_the_series_tells_the_change(published: None, observer: User, sign_in: SignIn) -> None:
    page = text_of(sign_in(observer), SERIES)
    assert "Broadly unchanged." in page
    assert "A report, page 1" in page
    assert page.index("2023-25<span") < page.index("2021/22<span")


def test_a_series_without_figures_and_a_signed_off_one(
    signed: Sample, observer: User, sign_in: SignIn
) -> None:
    ForceFactory.create(slug="elsewhere")
    empty = text_of(sign_in(observer), "/compare/forces/elsewhere/small/effective/")
    assert "This force has no figure of this measure" in empty
    page = text_of(sign_in(observer), "/compare/forces/lancashire/small/effective/")
    assert '/inspections/lancashire-2023-25/vsa/results/effective/">Signed off in Peel' in page


@pytest.mark.parametrize(
    "url",
    [
        "/compare/nothing/",
        "/compare/nothing/small/recorded/",
        "/compare/2023-25/small/nothing/",
        "/compare/2023-25/nothing/recorded/",
        "/compare/forces/nowhere/small/recorded/",
        f"{NATIONAL}download.pdf",
        "/compare/2023-25/download.svg",
    ],
)
def test_what_is_not_there_is_not_found(
    published: None, observer: User, sign_in: SignIn, url: str
) -> None:
    assert sign_in(observer).get(url).status_code == 404


def test_charts_and_figures_can_be_downloaded_and_leave_a_record(
    published: None, cycle: Cycle, observer: User, sign_in: SignIn
) -> None:
    client = sign_in(observer)
    drawn = client.get(f"{NATIONAL}download.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"These figures are synthetic" in drawn.content
    assert client.get(f"{SERIES}download.png").content.startswith(b"\x89PNG")
    rows = lines_of(client, f"{NATIONAL}download.csv")
    assert [row["percent"] for row in rows] == ["95.0", "85.9", "70.0", ""]
    assert [row["synthetic"] for row in rows] == ["yes", "yes", "yes", ""]
    rows = lines_of(client, f"{SERIES}download.csv")
    assert [row["change"] for row in rows] == ["First figure", "Broadly unchanged."]
    assert len(lines_of(client, "/compare/2023-25/download.csv?checklist=small")) == 6
    assert len(lines_of(client, "/compare/2023-25/download.csv")) == 3
    assert [event.verb for event in history_of(cycle)].count("exported a comparison") == 4


def test_a_page_asks_at_most_eight_queries_for_any_number_of_forces_and_cycles(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User, sign_in: SignIn
) -> None:
    client = sign_in(observer)

    def asked() -> list[int]:
        counts = []
        for url in (NATIONAL + "?force=avonshire", SERIES, "/compare/2023-25/"):
            with CaptureQueriesContext(connection) as queries:
                text_of(client, url)
            counts.append(len(queries))
        return counts

    publish(forces[0], cycle, "85.9")
    publish(forces[0], cycle, None, code="effective", numerator=8, denominator=9)
    one = asked()
    for force in forces[1:]:
        publish(force, cycle, "80.0")
        publish(force, cycle, None, code="effective", numerator=8, denominator=9)
    for year in (2010, 2012):
        days = {"starts": date(year, 1, 1), "ends": date(year, 12, 31)}
        publish(forces[0], CycleFactory.create(**days), "85.9", **days)
    assert asked() == one
    assert max(one) <= 8


def entered(inspection: str, **changes: str) -> dict[str, str]:
    return {
        "inspection": inspection, "measure": "small:recorded", "percent": "85.2",
        "half_width": "5.1", "numerator": "", "denominator": "", "n": "",
        "starts_day": "1", "starts_month": "1", "starts_year": "2021",
        "ends_day": "31", "ends_month": "12", "ends_year": "2021",
        "source": "PEEL 2021/22, page 20", **changes,
    }  # fmt: skip


def test_a_supervisor_enters_corrects_and_withdraws_a_result(
    publish: Publish, supervisor: User, sign_in: SignIn
) -> None:
    client, inspection = sign_in(supervisor), InspectionFactory.create(lead=supervisor)
    assert "No published results are entered yet" in text_of(client, "/published-results/")
    wrong = client.post("/published-results/new/", entered(str(inspection.pk), percent="852"))
    assert wrong.status_code == 400
    assert "Enter a number from 0 to 100." in wrong.content.decode()
    none = client.post(
        "/published-results/new/", entered(str(inspection.pk), percent="", half_width="")
    )
    assert "enter a percentage, or how many" in none.content.decode()
    made = client.post("/published-results/new/", entered(str(inspection.pk)))
    assert made.status_code == 302
    again = client.post("/published-results/new/", entered(str(inspection.pk)))
    assert "Correct that one instead" in again.content.decode()
    result = PublishedResult.objects.get()
    assert "85.2 +/- 5.1" in text_of(client, "/published-results/")
    form = text_of(client, f"/published-results/{result.pk}/")
    assert 'value="85.2"' in form
    corrected = {**entered("", percent="85.3"), "reason": "Misread"}
    assert client.post(f"/published-results/{result.pk}/", corrected).status_code == 302
    standing = PublishedResult.objects.standing().get()
    assert client.get(f"/published-results/{result.pk}/").status_code == 404
    withdrawn = client.post(f"/published-results/{standing.pk}/withdraw/", {"reason": "Not ours"})
    assert withdrawn.status_code == 302
    assert not PublishedResult.objects.standing().exists()


def test_the_list_is_narrowed_and_asks_no_more_for_more(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User, sign_in: SignIn
) -> None:
    client = sign_in(observer)
    publish(forces[0], cycle, "85.9")
    with CaptureQueriesContext(connection) as one:
        text_of(client, "/published-results/")
    for force in forces[1:]:
        publish(force, cycle, "85.9")
    with CaptureQueriesContext(connection) as four:
        text_of(client, "/published-results/")
    assert len(four) == len(one)
    page = text_of(client, "/published-results/?force=borset")
    assert "Borset 2023-25" in page
    assert "Avonshire 2023-25" not in page
    assert "Correct" not in page
    empty = text_of(client, f"/published-results/?cycle={CycleFactory.create().slug}")
    assert "No published result matches" in empty


def test_the_api_gives_figures_in_one_shape(
    published: None, observer: User, sign_in: SignIn
) -> None:
    client = sign_in(observer)
    listed = client.get("/api/v1/stored-figures/?force=avonshire&measure=recorded").json()
    assert listed["count"] == 2
    figure = next(f for f in listed["results"] if f["cycle"] == "2023-25")
    assert (figure["percent"], figure["half_width"], figure["synthetic"]) == (85.9, 4.0, True)
    assert figure["numerator"] is None
    found = client.get("/api/v1/comparisons/2023-25/small/recorded/").json()
    assert (found["forces"], found["mean"]) == (3, 83.6)
    assert found["without"] == ["dunshire"]
    changes = client.get("/api/v1/series/avonshire/small/recorded/").json()
    assert [period["change"] for period in changes] == ["", "broadly unchanged"]
    assert client.get("/api/v1/comparisons/2023-25/small/nothing/").status_code == 404
    assert client.get("/api/v1/series/nowhere/small/recorded/").status_code == 404


def test_the_api_tells_what_is_signed_off(signed: Sample, observer: User, sign_in: SignIn) -> None:
    listed = sign_in(observer).get("/api/v1/stored-figures/?measure=effective").json()
    [figure] = listed["results"]
    assert figure["signed_off"]
    assert figure["sentence"] == "investigations were effective in two of three cases"


def test_the_api_enters_corrects_and_withdraws(
    publish: Publish, supervisor: User, sign_in: SignIn
) -> None:
    client, inspection = sign_in(supervisor), InspectionFactory.create(lead=supervisor)
    sent = {
        "inspection": inspection.slug, "checklist": "small", "code": "recorded",
        "percent": "85.2", "half_width": "5.1", "starts": "2021-01-01", "ends": "2021-12-31",
        "source": "PEEL 2021/22",
    }  # fmt: skip
    made = client.post("/api/v1/published-results/", sent, "application/json")
    assert made.status_code == 201
    assert made.json()["sample"] == "small"
    assert client.post("/api/v1/published-results/", sent, "application/json").status_code == 409
    url = f"/api/v1/published-results/{made.json()['id']}/"
    better = {**sent, "percent": "85.3", "reason": "Misread"}
    corrected = client.post(f"{url}correct/", better, "application/json")
    assert (corrected.json()["percent"], corrected.json()["revision"]) == (85.3, 2)
    url = f"/api/v1/published-results/{corrected.json()['id']}/"
    assert client.post(f"{url}withdraw/", {"reason": "x"}, "application/json").status_code == 204
    assert client.get("/api/v1/published-results/").json()["count"] == 0
