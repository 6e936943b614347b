"""Weighted estimates over strata, against a binomial regression and by drawing every sample."""

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from cases.statistics.estimates import Method
from cases.statistics.proportions import wald
from cases.statistics.stratified import Stratum, out_of_proportion, stratified

from .oracles import counts, samples_of

ROUTES = [
    Stratum("999 and 101 calls", 171, 180, 62_000),
    Stratum("Online", 44, 50, 9_000),
    Stratum("Public protection", 40, 60, 3_000),
]


def test_a_weighted_estimate_agrees_with_a_regression_on_its_strata():
    weights = np.array([s.weight for s in ROUTES]) / sum(s.weight for s in ROUTES)
    met = np.concatenate([np.arange(s.of) < s.met for s in ROUTES]).astype(float)
    strata = np.repeat(np.eye(len(ROUTES)), [s.of for s in ROUTES], axis=0)
    # Robust to a variance that differs by stratum, which HC0 divides by n_h.
    contrast = sm.OLS(met, strata).fit(cov_type="HC0").t_test(weights)
    estimate = stratified(ROUTES)
    assert float(estimate.percent) == pytest.approx(100 * contrast.effect.item())
    assert float(estimate.standard_error) == pytest.approx(100 * contrast.sd.item())
    assert (estimate.method, estimate.n) == (Method.STRATIFIED, 290)


def test_the_corrected_estimate_is_unbiased_over_every_sample_of_a_small_population():
    calls, online = (1, 1, 0, 1, 0, 1), (1, 0, 0, 0)
    estimates = [
        stratified(
            [Stratum("Calls", sum(a), 3, len(calls)), Stratum("Online", sum(b), 3, len(online))],
            finite_population=True,
        )
        for a, b in samples_of(calls, online, sizes=(3, 3))
    ]
    true_percent = Fraction(100 * 5, 10)
    assert sum(e.percent for e in estimates) / len(estimates) == true_percent
    true_variance = sum((e.percent - true_percent) ** 2 for e in estimates) / len(estimates)
    estimated = sum(float(e.standard_error) ** 2 for e in estimates) / len(estimates)
    # Both strata divide by n_h = 3 where the unbiased variance divides by 2.
    assert estimated * 3 / 2 == pytest.approx(float(true_variance))


@given(counts, st.integers(1, 10**6))
def test_one_stratum_is_a_plain_proportion_whatever_it_weighs(pair, weight):
    single, plain = stratified([Stratum("All", pair[0], pair[1], weight)]), wald(*pair)
    assert (single.percent, single.half_width) == (plain.percent, plain.half_width)


@given(st.lists(st.tuples(counts, st.integers(1, 10**6)), min_size=1, max_size=6))
def test_an_estimate_lies_between_those_of_its_strata_and_ignores_their_order(drawn):
    strata = [Stratum(str(i), met, of, weight) for i, ((met, of), weight) in enumerate(drawn)]
    estimate = stratified(strata)
    shares = [Fraction(100 * s.met, s.of) for s in strata]
    assert min(shares) <= estimate.percent <= max(shares)
    assert stratified(strata[::-1]) == estimate


def test_shares_weigh_as_numbers_of_records_do():
    shares = [Stratum(s.name, s.met, s.of, Fraction(s.weight, 74_000)) for s in ROUTES]
    assert stratified(shares) == stratified(ROUTES)


def test_a_stratum_that_is_empty_in_the_population_says_nothing():
    assert stratified([*ROUTES, Stratum("Post", 0, 0, 0)]) == stratified(ROUTES)


@pytest.mark.parametrize(
    ("stratum", "finite_population", "reason"),
    [
        (Stratum("Post", 0, 0, 40), False, "Post: no cases were drawn. Merge it"),
        (Stratum("Post", 3, 4, 0), False, "Post: give a weight above 0"),
        (Stratum("Post", 3, 4, -1), False, "Post: give a weight above 0"),
        (Stratum("Post", 5, 4, 40), False, "Post: 5 of 4 is not a count"),
        (Stratum("Post", 3, 4, 3), True, "Post: A sample of 4 can't come from"),
        (Stratum("Post", 3, 4, Fraction(1, 2)), True, "Post: the finite population correction"),
    ],
)
def test_a_stratum_that_can_not_be_is_refused_by_name(stratum, finite_population, reason):
    with pytest.raises(ValueError, match=reason):
        stratified([*ROUTES, stratum], finite_population=finite_population)


@pytest.mark.parametrize("function", [stratified, out_of_proportion])
def test_strata_without_weight_are_refused(function):
    with pytest.raises(ValueError, match="No stratum has any weight"):
        function([])


def test_strata_drawn_in_proportion_are_not_flagged():
    assert out_of_proportion([Stratum("A", 0, 67, 2), Stratum("B", 0, 33, 1)]) == ()


def test_strata_that_are_over_or_under_represented_are_named():
    assert out_of_proportion(ROUTES) == (
        "999 and 101 calls",
        "Online",
        "Public protection",
    )
    assert out_of_proportion(
        [Stratum("A", 0, 10, 50), Stratum("B", 0, 20, 50), Stratum("C", 0, 30, 100)]
    ) == ("A", "B")
