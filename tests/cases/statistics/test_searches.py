"""Rate ratios against statsmodels and the printed report, and find rates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson_2indep

from cases.statistics.printing import times
from cases.statistics.proportions import wald
from cases.statistics.searches import (
    RateRatio,
    disproportionality,
    find_rate,
    rate_per_thousand,
    rate_ratio,
)

from .oracles import ALPHA

# Illustrative: the report prints the ratios and the 12,826 searches of the year, and neither
# the searches nor the population of any group.
SEARCHES = {"white": 9_400, "black": 300, "asian": 1_750, "other": 76, "not_stated": 1_300}
POPULATIONS = {"white": 1_300_000, "black": 14_300, "asian": 142_400, "other": 17_500}
searched = st.integers(1, 20_000)
people = st.integers(1_000, 10**7)


def log_interval(found: RateRatio) -> tuple[Fraction, Fraction]:
    """The limits of a rate ratio that has them."""
    assert found.lower is not None
    assert found.upper is not None
    return found.lower, found.upper


@given(searched, people, searched, people)
def test_the_log_interval_agrees_with_statsmodels(a, population, b, reference_population):
    oracle = confint_poisson_2indep(
        a, population, b, reference_population, method="wald-log", compare="ratio", alpha=ALPHA
    )
    found = rate_ratio(a, population, b, reference_population)
    lower, upper = log_interval(found)
    assert lower < found.ratio < upper
    assert (float(lower), float(upper)) == pytest.approx(oracle)


@given(searched, people, searched, people)
def test_a_ratio_turned_round_is_one_over_it(a, population, b, reference_population):
    one = rate_ratio(a, population, b, reference_population)
    other = rate_ratio(b, reference_population, a, population)
    assert one.ratio * other.ratio == 1
    assert float(log_interval(one)[0] * log_interval(other)[1]) == pytest.approx(1, abs=1e-12)


@given(searched, people, st.integers(2, 50))
def test_equal_rates_are_parity_and_the_interval_holds_it(a, population, factor):
    found = rate_ratio(a, population, factor * a, factor * population)
    assert found.ratio == 1
    lower, upper = log_interval(found)
    assert lower < 1 < upper


def test_the_printed_ratios_follow_from_illustrative_counts():
    found = disproportionality(SEARCHES, POPULATIONS)
    assert {group: times(r.ratio) for group, r in found.ratios.items()} == {
        "black": "2.9 times",
        "asian": "1.7 times",
        "other": "0.6 times",
    }
    assert sum(SEARCHES.values()) == 12_826
    assert (found.reference, found.not_stated) == ("white", 1_300)


def test_searches_without_a_stated_ethnicity_move_no_ratio():
    without = {group: count for group, count in SEARCHES.items() if group != "not_stated"}
    assert disproportionality(without, POPULATIONS).ratios == (
        disproportionality(SEARCHES, POPULATIONS).ratios
    )
    assert disproportionality(without, POPULATIONS).not_stated == 0


def test_a_group_that_was_never_searched_has_a_ratio_of_0_and_no_interval():
    found = disproportionality({"white": 10}, {"white": 1000, "other": 50}).ratios["other"]
    assert found.ratio == 0
    assert (found.lower, found.upper) == (None, None)
    assert found.reference_rate == 10


@pytest.mark.parametrize(
    ("searches", "populations", "reason"),
    [
        ({"white": 9, "black": 3}, {"white": 1000}, "Give the population of black."),
        ({"black": 3}, {"black": 1000}, "Give the population of white."),
        ({"white": 0, "black": 3}, {"white": 9, "black": 9}, "white: this group was never"),
        ({"white": 9, "black": 3}, {"white": 9, "black": 0}, "black: 3 in a population of 0"),
        ({"white": 9, "black": -3}, {"white": 9, "black": 9}, "black: -3 in a population"),
    ],
)
def test_counts_without_a_ratio_are_refused_by_group(searches, populations, reason):
    with pytest.raises(ValueError, match=reason):
        disproportionality(searches, populations)


def test_a_reference_group_that_was_never_searched_is_refused():
    with pytest.raises(ValueError, match="never searched"):
        rate_ratio(3, 1000, 0, 1000)


def test_a_rate_is_per_1000_people():
    assert rate_per_thousand(12_826, 1_531_100) == Fraction(12_826_000, 1_531_100)


def test_a_find_rate_is_the_percentage_of_searches_and_a_sample_of_them_has_an_interval():
    assert find_rate(48, 191) == wald(48, 191).percent
    with pytest.raises(ValueError, match="no relevant cases"):
        find_rate(0, 0)
