"""Sums over months, percentages, rates, and what moved far from last time."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from forces.indicators.changes import large_changes
from forces.indicators.computing import Amount, ForceData, merged
from forces.indicators.definition import parse
from forces.indicators.periods import (
    HalfYear,
    Period,
    half_year_of,
    half_years_to,
    twelve_months_to,
)
from forces.indicators.shipped import shipped_indicators
from tests.forces.indicators.data import held, month, on_day, year_to
from tests.forces.indicators.test_definition import VALID

MONTHS = [f"{2023 + (m > 12)}-{(m - 1) % 12 + 1:02}" for m in range(7, 19)]
SHIPPED = shipped_indicators()
INDICATOR = SHIPPED.by_code


def force_data(*rows):
    return ForceData(SHIPPED, held(*rows))


# Periods


def test_periods_are_named_as_people_say_them():
    assert month("2024-06").name == "June 2024"
    assert year_to("2024-06-30").name == "year ending 30 June 2024"
    assert on_day("2021-06-30").name == "30 June 2021"
    assert Period(date(2024, 4, 1), date(2024, 9, 30)).name == "1 April 2024 to 30 September 2024"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from([1, 3, 6, 12]))
def test_a_year_is_made_of_parts_that_follow_one_another(day, months):
    year = twelve_months_to(day.replace(day=1) - timedelta(days=1))
    parts = list(year.parts(months))
    assert year.months == 12
    assert (parts[0].starts, parts[-1].ends) == (year.starts, year.ends)
    assert all((b.starts - a.ends).days == 1 for a, b in pairwise(parts))
    assert {part.months for part in parts} == {months}


def test_what_isn_t_whole_months_is_none():
    assert Period(date(2024, 6, 2), date(2024, 6, 30)).months == 0
    assert Period(date(2024, 6, 1), date(2024, 6, 29)).months == 0
    assert Period(date(2024, 7, 1), date(2024, 6, 30)).months == 0


def test_half_years_start_in_april_and_october():
    assert half_year_of("2024-04") == HalfYear(date(2024, 4, 1))
    assert half_year_of("2024-05") is half_year_of("soon") is half_year_of("2024-13") is None
    names = [half.name for half in half_years_to(date(2024, 9, 30), 2)]
    assert names == ["April to September 2024", "October 2023 to March 2024"]
    assert half_years_to(date(2024, 10, 1), 1)[0].code == "2024-10"
    assert half_years_to(date(2024, 3, 31), 1)[0].ends == date(2024, 3, 31)


# Figures


def test_twelve_months_are_added_up_and_eleven_are_not():
    calls = [("calls_999", month(m), 100 + i) for i, m in enumerate(MONTHS)]
    found = force_data(*calls).twelve_months(INDICATOR["calls_999"])
    assert (found.period, found.amount.value) == (year_to("2024-06-30"), 1266)
    assert force_data(*calls[1:]).twelve_months(INDICATOR["calls_999"]) is None


def test_a_value_of_twelve_months_stands_as_it_is_given():
    data = force_data(
        ("stop_and_searches", year_to("2024-04-30"), 19_948),
        ("stop_and_searches", year_to("2023-03-31"), 12_826),
    )
    searches = INDICATOR["stop_and_searches"]
    latest = data.latest(searches)
    assert latest.amount.value == data.twelve_months(searches).amount.value == 19_948
    assert data.last_time(searches, latest.period).amount.value == 12_826


def test_a_percentage_is_of_the_sums_and_not_the_mean_of_percentages():
    data = force_data(
        *[("calls_999", month(m), 10 if i else 1_000) for i, m in enumerate(MONTHS)],
        *[("calls_999_answered_in_10_seconds", month(m), 5 if i else 900)
          for i, m in enumerate(MONTHS)],
    )  # fmt: skip
    share = INDICATOR["share_999_answered_in_10_seconds"]
    assert data.twelve_months(share).amount.value == Fraction(100 * 955, 1_110)
    assert data.latest(share).amount.value == 50
    assert data.latest(share).period == month("2024-06")


def test_a_percentage_that_is_given_alone_is_not_added_up():
    share = INDICATOR["share_999_answered_in_10_seconds"]
    months = force_data(*[(share.code, month(m), "80.5") for m in MONTHS])
    assert months.latest(share).amount.value == Decimal("80.5")
    assert months.twelve_months(share) is None
    year = force_data((share.code, year_to("2024-06-30"), "83.9"))
    assert year.twelve_months(share).amount.value == Decimal("83.9")


def test_a_rate_is_of_twelve_months_and_the_last_population_before_their_end():
    rows = [
        ("stop_and_searches", year_to("2023-03-31"), 3_000),
        ("population", on_day("2021-06-30"), 100_000),
        ("population", on_day("2022-06-30"), 150_000),
        ("population", on_day("2023-06-30"), 200_000),
    ]
    rate = INDICATOR["stop_and_search_rate"]
    assert force_data(*rows).twelve_months(rate).amount.value == 20
    assert force_data(rows[0], rows[3]).twelve_months(rate) is None
    assert force_data(("stop_and_searches", month("2023-03"), 3_000), rows[2]).latest(rate) is None


def test_a_rate_by_group_is_over_the_people_of_that_group():
    data = force_data(
        ("stop_and_searches/black", year_to("2023-03-31"), 60),
        ("population/black", on_day("2021-06-30"), 3_000),
    )
    rate = INDICATOR["stop_and_search_rate"]
    assert data.twelve_months(rate, "black").amount.value == 20
    assert data.twelve_months(rate, "white") is None


def test_the_whole_is_the_sum_of_all_groups_only():
    groups = ("white", "black", "asian", "other", "not_stated")
    year, day = year_to("2023-03-31"), on_day("2021-06-30")
    searches = [(f"stop_and_searches/{group}", year, 10) for group in groups]
    assert force_data(*searches).over(INDICATOR["stop_and_searches"], year).value == 50
    assert force_data(*searches[:-1]).over(INDICATOR["stop_and_searches"], year) is None
    people = [(f"population/{group}", day, 10) for group in groups[:-1]]
    assert force_data(*people).twelve_months(INDICATOR["population"]).amount.value == 40


def test_nothing_is_divided_by_nothing():
    year = year_to("2024-06-30")
    data = force_data(("arrests", year, 0), ("pre_charge_bail", year, 0))
    assert data.over(INDICATOR["pre_charge_bail_rate"], year) is None


def test_what_must_be_said_of_a_part_is_said_of_the_whole():
    year = year_to("2024-06-30")
    data = ForceData(
        SHIPPED,
        {
            ("arrests", ""): {year: Amount(Decimal(1_000), sources=("Custody system",))},
            ("pre_charge_bail", ""): {year: Amount(Decimal(90), illustrative=True)},
        },
    )
    amount = data.over(INDICATOR["pre_charge_bail_rate"], year)
    assert amount is not None
    assert (amount.value, amount.illustrative) == (90, True)
    assert amount.sources == ("Custody system",)


# Large changes


def test_a_value_is_held_against_the_one_before_it():
    accepted = held(("stop_and_searches", year_to("2023-03-31"), 12_826))
    new = held(("stop_and_searches", year_to("2024-04-30"), 19_948))
    found = large_changes(SHIPPED, accepted, new)
    assert [(c.indicator.code, c.revised) for c in found] == [("stop_and_searches", False)]
    assert (found[0].before.amount.value, found[0].now.amount.value) == (12_826, 19_948)


def test_a_small_change_is_none():
    accepted = held(("calls_999", month("2024-03"), 100))
    assert large_changes(SHIPPED, accepted, held(("calls_999", month("2024-04"), 120))) == []
    assert large_changes(SHIPPED, accepted, held(("calls_999", month("2024-04"), 121))) != []


def test_a_first_value_is_held_against_nothing():
    assert large_changes(SHIPPED, {}, held(("calls_999", month("2024-04"), 120))) == []


def test_a_month_and_a_year_are_not_held_against_each_other():
    accepted = held(("calls_999", year_to("2024-03-31"), 1_200))
    assert large_changes(SHIPPED, accepted, held(("calls_999", month("2024-04"), 100))) == []


def test_a_percentage_that_follows_from_counts_is_looked_at_as_well():
    indicators = parse(VALID.replace("large_change: 20 percent", "large_change: 90 percent"))
    march, april = month("2024-03"), month("2024-04")
    accepted = held(("calls", march, 100), ("answered", march, 90))
    new = held(("calls", april, 100), ("answered", april, 70))
    found = large_changes(indicators, accepted, new)
    assert [change.indicator.code for change in found] == ["share_answered"]


def test_a_correction_is_held_against_what_it_corrects():
    march, april = month("2024-03"), month("2024-04")
    accepted = held(("calls_999", march, 100), ("calls_999", april, 300))
    found = large_changes(SHIPPED, accepted, held(("calls_999", april, 110)))
    assert [(change.revised, change.before.period) for change in found] == [(True, april)]


def test_later_lists_win():
    april = month("2024-04")
    both = merged(held(("calls_999", april, 1)), held(("calls_999", april, 2)))
    assert both[("calls_999", "")][april].value == 2
