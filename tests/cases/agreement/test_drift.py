"""The charts of each inspector's agreement from month to month."""

import re
from datetime import UTC, datetime

import pytest

from cases.agreement.scales import Basis
from cases.agreement_drift import drift_charts
from cases.agreements import comparison_of
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.counting import queries_of

URL = "/inspections/shire-2023-25/vsa/agreement/"
FOLLOWED = f"{URL}?question=effective"


@pytest.fixture
def read_in(sample, inspector, other_inspector):
    """Has files read by both inspectors in a month of 2024; they differ on some of them."""

    def read_in(month, files, differ=0):
        for number in range(files):
            changes = {"effective": "no"} if number < differ else {}
            at = datetime(2024, month, 14, 12, tzinfo=UTC)
            reviewed_twice(sample, inspector, other_inspector, changes, at=at)

    return read_in


def charts_of(sample):
    comparison = comparison_of(sample)
    questions = {q.code: q for q in comparison.questions if q.code == "effective"}
    return drift_charts(comparison, questions, Basis.THREE_WAY, "Was it effective?")


def marks_in(svg):
    """The points that have an interval, without the one that the key shows."""
    assert svg.count("chart__point") == svg.count("chart__band")
    return svg.count("chart__point") - 1


def joins_in(svg):
    """The lines between points."""
    [path] = re.findall(r"<path[^>]*chart__joining[^>]*>", svg)
    [line] = re.findall(r' d="([^"]*)"', path)
    return line.count("M")


def words(svg):
    return " ".join(re.sub(r"<[^>]+>", " ", svg).split())


def test_each_inspector_has_a_point_for_each_month(sample, read_in):
    read_in(5, 10, differ=4)
    read_in(6, 12)
    mine, other = charts_of(sample)
    assert (mine.inspector, other.inspector) == ("Inspector 1", "Inspector 2")
    for chart in (mine, other):
        for drawn in (chart.wide, chart.narrow):
            assert "May 2024: 60.0 percent; June 2024: 100.0 percent." in words(drawn)
            assert marks_in(drawn) == 2
    identifiers = re.findall(r' id="([^"]+)"', "".join(c.wide + c.narrow for c in (mine, other)))
    assert len(set(identifiers)) == len(identifiers) > 0


def test_a_month_with_too_few_pairs_has_no_point_and_is_named(sample, read_in):
    read_in(4, 9)
    for month in (5, 6):
        read_in(month, 10, differ=1)
    chart = charts_of(sample)[0]
    assert "May 2024: 90.0 percent; June 2024: 90.0 percent." in words(chart.wide)
    assert "Fewer than 10 pairs of answers: April 2024." in words(chart.wide)
    assert marks_in(chart.wide) == 2


def test_months_of_few_files_have_no_interval_and_are_not_joined(sample, read_in):
    for month in (5, 6):
        read_in(month, 9, differ=1)
    comparison = comparison_of(sample)
    chart = drift_charts(comparison, comparison.pooled, Basis.THREE_WAY, "All questions")[0]
    assert "not joined: May 2024, June 2024." in words(chart.wide)
    assert chart.wide.count("chart__point") == 2
    assert joins_in(chart.wide) == 0
    read_in(5, 10)
    read_in(6, 10)
    comparison = comparison_of(sample)
    chart = drift_charts(comparison, comparison.pooled, Basis.THREE_WAY, "All questions")[0]
    assert marks_in(chart.wide) == 2
    assert joins_in(chart.wide) == 1


def test_one_month_shows_no_drift(sample, read_in, sign_in, supervisor):
    read_in(4, 9)
    read_in(5, 10)
    assert charts_of(sample) == []
    page = sign_in(supervisor).get(FOLLOWED).content.decode()
    assert "agreement-drift" not in page
    assert "submitted reviews in two months or more" in words(page)


def test_the_page_draws_what_is_followed(sample, read_in, sign_in, supervisor, inspector):
    inspector.name = "<b>Inspector</b>"
    inspector.save()
    for month in (5, 6):
        read_in(month, 10, differ=month - 5)
    client = sign_in(supervisor)
    page = client.get(FOLLOWED).content.decode()
    assert page.count('<figure class="agreement-drift">') == 2
    assert "June 2024: 90.0 percent" in words(page)
    assert "<b>Inspector" not in page
    costs = queries_of(client, FOLLOWED)
    read_in(7, 10)
    assert queries_of(client, FOLLOWED) == costs
