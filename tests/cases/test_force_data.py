"""Force data beside each other: over forces, between groups, and as the report prints them."""

import csv
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from accounts.events import history_of
from cases.demonstration.force_data import lancashire, others
from cases.demonstration.force_data.lists import values_of
from cases.demonstration.force_data.loading import load_force_data
from cases.force_data.disproportionality import Disproportion, Missing, disproportion_of
from cases.force_data.over_forces import over_forces
from cases.statistics.printing import times
from forces.indicators.cross_checks import contradictions
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import force_data
from forces.models import Force, Submission
from forces.reference import load_reference
from peel.lib.rounding import rounded
from tests.cases.counting import queries_of
from tests.factories import ForceFactory, SubmissionFactory, SubmittedValueFactory

pytestmark = pytest.mark.django_db
SHIPPED = shipped_indicators()
YEAR = {"starts": date(2023, 7, 1), "ends": date(2024, 6, 30)}
SHARE = "share_999_answered_in_10_seconds"


def give(force: Force, value, indicator=SHARE, group="", **period) -> None:
    submission = Submission.objects.filter(force=force).first() or SubmissionFactory.create(
        force=force, state="accepted"
    )
    SubmittedValueFactory.create(
        submission=submission, indicator=indicator, group=group, value=Decimal(value),
        **(YEAR | period),
    )  # fmt: skip


def compared(forces, chosen="", ends=None, code=SHARE):
    return over_forces(SHIPPED.by_code[code], forces, chosen, ends)


def text(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


# Over forces


def test_forces_are_compared_in_the_period_that_most_have():
    forces = ForceFactory.create_batch(5)
    for force, value in zip(forces, ("80", "90", "85"), strict=False):
        give(force, value)
    give(forces[3], "99", starts=date(2023, 8, 1), ends=date(2024, 7, 31))
    found = compared(forces)
    assert found.period is not None
    assert found.period.ends == date(2024, 6, 30)
    assert [s.force for s in found.standings] == [forces[1], forces[2], forces[0]]
    assert [force for force, _ in found.elsewhere] == [forces[3]]
    assert found.without == (forces[4],)
    assert found.spread is not None
    assert found.spread.mean == 85
    assert [s.position for s in found.standings] == [
        "above one standard deviation", "", "below one standard deviation",
    ]  # fmt: skip
    assert [s.met for s in found.standings] == [True, False, False]


def test_another_period_can_be_asked_for():
    forces = ForceFactory.create_batch(2)
    for force in forces:
        give(force, "80")
    give(forces[0], "70", starts=date(2022, 7, 1), ends=date(2023, 6, 30))
    found = compared(forces, ends=date(2023, 6, 30))
    assert [(s.force, s.amount.value) for s in found.standings] == [(forces[0], 70)]
    assert [force for force, _ in found.elsewhere] == [forces[1]]
    assert [period.ends.year for period in found.periods] == [2024, 2023]
    assert compared(forces, ends=date(1999, 1, 1)).period == compared(forces).period


def test_equal_values_one_value_and_none():
    forces = ForceFactory.create_batch(3)
    assert compared(forces).standings == ()
    give(forces[0], "80")
    assert compared(forces).spread is None
    give(forces[1], "80")
    found = compared(forces)
    assert found.spread is not None
    assert found.spread.deviation == 0
    assert {standing.position for standing in found.standings} == {""}


def test_only_accepted_values_are_compared():
    force = ForceFactory.create()
    SubmittedValueFactory.create(submission__force=force, indicator=SHARE, **YEAR)
    assert compared([force]).without == (force,)


def test_the_page_marks_the_force_and_those_most_similar(client, observer):
    one, two, three = ForceFactory.create_batch(3)
    one.most_similar.add(two)
    for force in (one, two, three):
        give(force, "80")
    client.force_login(observer)
    address = reverse("force_data:indicator", args=[SHARE])
    page = text(client.get(address, {"force": one.slug}))
    assert "The standard is at least 90 percent: 0 of 3 meet it." in page
    assert page.count("chart__chosen-bar") >= 2
    assert page.count("chart__similar-bar") >= 2
    assert "most similar" in page


def test_the_page_without_data_says_so(client, observer):
    client.force_login(observer)
    page = client.get(reverse("force_data:indicator", args=[SHARE]))
    assert "No force has data for this indicator" in text(page)
    assert client.get(reverse("force_data:indicator", args=["weather"])).status_code == 404


def test_more_forces_ask_no_more_queries(client, observer):
    client.force_login(observer)
    address = reverse("force_data:indicator", args=[SHARE])
    give(ForceFactory.create(), "80")
    before = queries_of(client, address)
    for force in ForceFactory.create_batch(3):
        give(force, "81")
    assert queries_of(client, address) == before <= 8


@pytest.mark.parametrize(
    ("kind", "starts"),
    [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("svg", b"<svg"), ("png", b"\x89PNG")],
)
def test_the_figures_and_the_chart_are_downloaded_and_recorded(client, observer, kind, starts):
    give(ForceFactory.create(), "80")
    client.force_login(observer)
    response = client.get(reverse("force_data:export", args=[SHARE, kind]))
    assert b"".join(response).startswith(starts)
    assert [event.verb for event in history_of(observer)] == ["exported force data"]


def test_no_other_kind_is_downloaded(client, observer):
    client.force_login(observer)
    for kind in ("svg", "exe"):
        assert client.get(reverse("force_data:export", args=[SHARE, kind])).status_code == 404


# Between groups


def test_groups_are_compared_with_white_people_and_the_source_is_named(client, observer):
    force = ForceFactory.create()
    for group, searches, people in (("white", 100, 10_000), ("black", 30, 1_000)):
        give(force, searches, "stop_and_searches", group)
        give(force, people, "population", group, starts=date(2022, 6, 30), ends=date(2022, 6, 30))
    give(force, 70, "stop_and_searches", "not_stated")
    found = disproportion_of(force, force_data(force))
    assert isinstance(found, Disproportion)
    white, black = found.groups
    assert white.ratio is None
    assert white.rate == 10
    assert black.ratio is not None
    assert black.ratio.ratio == 3
    assert black.rate == 30
    assert found.not_stated == 70
    assert found.without == ("Asian", "Other, mixed included")
    client.force_login(observer)
    page = text(client.get(reverse("force_data:disproportionality", args=[force.slug])))
    assert "Black: 3.0 times as likely to be searched as White people." in page
    assert "70 searches of people whose ethnicity is not stated, 35.0 percent, are left" in page
    assert "2.0 to 4.5" in page
    assert "Searches or people are missing of: Asian, Other, mixed included." in page


@pytest.mark.parametrize(
    "left_out", ["stop_and_searches/white", "population/white", "population/black"]
)
def test_without_both_numbers_of_two_groups_the_page_says_what_is_missing(left_out):
    force = ForceFactory.create()
    day = {"starts": date(2022, 6, 30), "ends": date(2022, 6, 30)}
    for group in ("white", "black"):
        for code, period in (("stop_and_searches", {}), ("population", day)):
            if left_out != f"{code}/{group}":
                give(force, 100, code, group, **period)
    found = disproportion_of(force, force_data(force))
    assert isinstance(found, Missing)
    assert "One of the two is missing." in found.reason


# As the report prints them


@pytest.fixture
def demonstration(administrator) -> Force:
    load_reference(by=None)
    load_force_data(administrator)
    return Force.objects.get(slug="lancashire")


PRINTED = {
    "share_999_answered_in_10_seconds": "83.9",
    "share_101_abandoned": "15.45",
    "share_101_abandoned_combined": "1.4",
    "share_emergencies_attended_in_target": "96.0",
    "share_priority_attended_in_target": "97.6",
    "stop_and_searches": "19948",
    "uses_of_force": "18421",
    "uses_of_force_unrecorded": "893",
    "share_discussing_development": "84.1",
    "share_discussing_objectives": "88.4",
}


def test_every_printed_figure_comes_out_of_the_demonstration(demonstration, client, observer):
    data = force_data(demonstration)
    for code, printed in PRINTED.items():
        indicator = SHIPPED.by_code[code]
        latest = data.latest(indicator)
        assert latest is not None
        assert str(rounded(Fraction(latest.amount.value), indicator.decimals)) == printed, code
        assert not latest.amount.illustrative
    found = disproportion_of(demonstration, data)
    assert isinstance(found, Disproportion)
    assert [times(g.ratio.ratio) for g in found.groups if g.ratio] == [
        "2.9 times", "1.7 times", "0.6 times",
    ]  # fmt: skip
    assert found.period.ends == date(2023, 3, 31)
    assert found.searches is not None
    assert (found.searches.value, found.searches.illustrative) == (12_826, False)
    assert sum(g.searches for g in found.groups) + found.not_stated == 12_826
    assert any("illustrative" in note for note in found.made_up)


def test_other_forces_are_marked_synthetic_on_page_and_chart(demonstration, client, observer):
    assert not Submission.objects.exclude(force=demonstration).filter(synthetic=False).exists()
    client.force_login(observer)
    page = text(client.get(reverse("force_data:indicator", args=[SHARE])))
    assert "Synthetic, made up for the demonstration: every force but Lancashire." in page
    assert page.count(">Synthetic</strong>") == 40
    kent = text(client.get(reverse("forces:force_data", args=["durham"])))
    assert "made up for the demonstration" in kent
    download = client.get(reverse("force_data:export", args=[SHARE, "csv"]))
    rows = list(csv.DictReader(io.StringIO(b"".join(download).decode("utf-8-sig"))))
    marks = {row["force"]: row["mark"] for row in rows}
    assert (marks["lancashire"], marks["durham"], len(marks)) == ("", "synthetic", 41)


def test_no_list_of_the_demonstration_contradicts_itself():
    lists = [given for _, given in lancashire.LISTS]
    lists += [tuple(others.list_of(ForceFactory.build(slug=slug))) for slug in ("kent", "durham")]
    for given in lists:
        assert contradictions(values_of(given), SHIPPED) == []


# The API


def test_the_api_gives_the_same_figures(demonstration, client, observer):
    client.force_login(observer)
    figures = client.get(reverse("api:force-figures", args=["lancashire"])).json()
    by_code = {figure["latest"]["indicator"]: figure for figure in figures}
    latest = by_code[SHARE]["latest"]
    assert (latest["value"], latest["meets_standard"], latest["synthetic"]) == (
        "83.9",
        False,
        False,
    )
    assert by_code["stop_and_searches"]["last_time"]["value"] == "12826"
    over = client.get(reverse("api:indicator-figures", args=[SHARE])).json()
    assert len(over) == 41
    groups = client.get(reverse("api:force-disproportionality", args=["lancashire"])).json()
    ratios = [g["rate_ratio"] for g in groups["groups"]]
    assert [r and str(rounded(Fraction(r), 1)) for r in ratios] == [None, "2.9", "1.7", "0.6"]
    assert client.get(reverse("api:force-disproportionality", args=["cumbria"])).json()["missing"]
    lists = client.get(reverse("api:force-list-list"), {"force": "lancashire"}).json()
    assert (lists["count"], {one["state"] for one in lists["results"]}) == (3, {"accepted"})
    values = client.get(
        reverse("api:force-value-list"), {"force": "lancashire", "indicator": SHARE}
    ).json()
    assert [value["value"] for value in values["results"]] == ["83.9000"]
    assert client.get(reverse("api:force-list-list"), {"force": "kent"}).json()["count"] == 0


def test_the_api_lists_what_is_asked_for(client, observer):
    client.force_login(observer)
    listed = client.get(reverse("api:indicator-list")).json()
    assert [one["code"] for one in listed] == [one.code for one in SHIPPED.all]
    one = client.get(reverse("api:indicator-detail", args=[SHARE])).json()
    assert (one["standard"], one["unit"]) == ("at least 90 percent", "percent")
