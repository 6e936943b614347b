"""Wald and Wilson intervals, against statsmodels and by what always holds."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from cases.statistics.estimates import Estimate, Method, symmetric
from cases.statistics.proportions import wald, wilson, wilson_beside
from cases.statistics.published import published
from cases.statistics.stratified import Stratum, stratified

from .oracles import ALPHA, counts, half_width


@given(counts)
def test_wald_agrees_with_statsmodels(pair):
    met, of = pair
    estimate = wald(met, of)
    middle = met / of
    # Statsmodels clips a normal interval to 0-1, so a half that isn't clipped is compared.
    lower, upper = proportion_confint(met, of, alpha=ALPHA, method="normal")
    reach = 100 * max(upper - middle, middle - lower)
    both_are_clipped = (lower, upper) == (0, 1)
    half = float(half_width(estimate))
    assert half >= reach if both_are_clipped else half == pytest.approx(reach, abs=1e-9)
    assert (estimate.percent, estimate.n) == (Fraction(100 * met, of), of)


@given(counts)
def test_wilson_agrees_with_statsmodels(pair):
    estimate = wilson(*pair)
    lower, upper = proportion_confint(*pair, alpha=ALPHA, method="wilson")
    assert float(estimate.lower) == pytest.approx(100 * lower, abs=1e-9)
    assert float(estimate.upper) == pytest.approx(100 * upper, abs=1e-9)


@given(counts)
def test_wilson_stays_within_0_and_100_around_the_rate_and_has_a_width(pair):
    estimate = wilson(*pair)
    assert 0 <= estimate.lower <= estimate.percent <= estimate.upper <= 100
    assert estimate.lower < estimate.upper
    assert estimate.half_width is None


@given(counts)
def test_wald_is_symmetric_and_mirrors_what_was_not_met(pair):
    met, of = pair
    estimate, mirrored = wald(met, of), wald(of - met, of)
    assert estimate.upper - estimate.percent == estimate.percent - estimate.lower
    assert estimate.percent == 100 - mirrored.percent
    assert estimate.half_width == mirrored.half_width


@given(counts, st.integers(2, 50))
def test_more_cases_of_the_same_rate_narrow_both_intervals(pair, factor):
    met, of = pair
    for few, many in (
        (wald(met, of), wald(factor * met, factor * of)),
        (wilson(met, of), wilson(factor * met, factor * of)),
    ):
        assert many.upper - many.lower <= few.upper - few.lower
        assert many.percent == few.percent


def test_wald_has_no_width_where_every_case_met_the_standard_but_wilson_has():
    assert wald(30, 30).half_width == 0
    assert float(wilson(30, 30).lower) == pytest.approx(88.6, abs=0.06)


@pytest.mark.parametrize("drawn", [2, 3, 5])
def test_the_corrected_variance_is_unbiased_but_for_n_over_n_minus_1(drawn):
    population = (1, 1, 1, 0, 1, 0, 0)
    estimates = [
        wald(sum(sample), drawn, population=len(population))
        for sample in combinations(population, drawn)
    ]
    true_percent = Fraction(100 * sum(population), len(population))
    true_variance = sum((e.percent - true_percent) ** 2 for e in estimates) / len(estimates)
    estimated = sum(float(e.standard_error) ** 2 for e in estimates) / len(estimates)
    assert estimated * drawn / (drawn - 1) == pytest.approx(float(true_variance))


def test_a_census_has_no_interval_and_a_huge_population_needs_no_correction():
    assert wald(7, 10, population=10).half_width == 0
    assert wald(7, 10, population=10).percent == 70
    nearly = wald(164, 191, population=10**9)
    assert float(half_width(nearly)) == pytest.approx(float(half_width(wald(164, 191))), rel=1e-6)
    assert nearly.corrected
    assert nearly.description == "normal (Wald) interval, with finite population correction"


@pytest.mark.parametrize("interval", [wald, wilson])
@pytest.mark.parametrize(("met", "of"), [(0, 0), (5, 4), (-1, 4), (1, -1)])
def test_counts_that_are_none_are_refused(interval, met, of):
    with pytest.raises(ValueError, match=r"no relevant cases|not a count of cases"):
        interval(met, of)


@pytest.mark.parametrize("population", [9, 0])
def test_a_population_smaller_than_the_sample_is_refused(population):
    with pytest.raises(ValueError, match="Check the number of records in the extract"):
        wald(7, 10, population=population)


@given(counts)
def test_beside_a_plain_proportion_stands_its_own_wilson_interval(pair):
    assert wilson_beside(wald(*pair)) == wilson(*pair)


def test_beside_a_weighted_estimate_stands_wilson_at_its_effective_size():
    weighted = stratified([Stratum("999", 90, 100, 1), Stratum("Online", 5, 10, 1)])
    beside = wilson_beside(weighted)
    p, variance = 0.7, 0.25 * (0.9 * 0.1 / 100 + 0.5 * 0.5 / 10)
    size = p * (1 - p) / variance
    lower, upper = proportion_confint(p * size, size, alpha=ALPHA, method="wilson")
    assert float(beside.lower) == pytest.approx(100 * lower)
    assert float(beside.upper) == pytest.approx(100 * upper)
    assert (beside.method, beside.n) == (Method.WILSON_EFFECTIVE, 110)


def test_without_variance_the_number_of_cases_itself_is_the_size():
    weighted = stratified([Stratum("999", 20, 20, 3), Stratum("Online", 10, 10, 1)])
    beside = wilson_beside(weighted)
    assert (beside.lower, beside.upper) == (wilson(30, 30).lower, wilson(30, 30).upper)


def test_no_size_and_no_second_wilson_are_refused():
    with pytest.raises(ValueError, match="needs a number of cases"):
        wilson_beside(published(Decimal(100), Decimal(0)))
    with pytest.raises(ValueError, match="Wilson interval has no standard error"):
        wilson_beside(wilson(3, 4))


@pytest.mark.parametrize("share", [Fraction(-1, 100), Fraction(101, 100)])
def test_an_estimate_outside_0_and_100_is_refused(share):
    with pytest.raises(ValueError, match="not between 0 and 1"):
        symmetric(share, Fraction(0), method=Method.WALD, n=1)


def test_an_estimate_can_not_be_changed():
    estimate = wald(1, 2)
    with pytest.raises(AttributeError):
        estimate.n = 3  # type: ignore[misc]
    assert isinstance(estimate, Estimate)


def test_every_method_has_a_label_of_its_own():
    labels = {method.label for method in Method}
    assert len(labels) == len(Method)
