"""Crimes within incidents, against cluster-robust regression, the jackknife and each other."""

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.statistics.estimates import Method
from cases.statistics.proportions import wald
from cases.statistics.ratios import RatioStratum, RatioSums, ratio, stratified_ratio
from cases.statistics.stratified import Stratum, stratified

from .oracles import half_width

incident = st.integers(0, 4).flatmap(lambda x: st.tuples(st.integers(0, x), st.just(x)))
incidents = st.lists(incident, min_size=2, max_size=60)
CALLS = [(1, 1)] * 40 + [(2, 2)] * 12 + [(1, 2)] * 3 + [(0, 1)] * 4 + [(0, 0)] * 6 + [(3, 3)] * 2
ONLINE = [(1, 1)] * 20 + [(0, 1)] * 6 + [(0, 2)] * 1 + [(0, 0)] * 9


@given(incidents)
def test_a_ratio_agrees_with_crimes_clustered_by_incident(files):
    files = [(y, x) for y, x in files if x]
    assume(len(files) >= 2)
    recorded = np.array([i < y for y, x in files for i in range(x)], dtype=float)
    groups = np.array([place for place, (_, x) in enumerate(files) for _ in range(x)])
    fit = sm.OLS(recorded, np.ones(len(recorded))).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    estimate = ratio(RatioSums.of(files))
    assert float(estimate.percent) == pytest.approx(100 * fit.params[0])
    # Squared, as the square root makes much of what floats leave of 0.
    assert float(estimate.standard_error) ** 2 == pytest.approx(
        10_000 * fit.cov_params()[0, 0], abs=1e-9
    )


def test_a_stratified_ratio_agrees_with_the_jackknife():
    calls, online, sizes = CALLS * 4, ONLINE * 4, (50_000, 9_000)

    def combined(a, b):
        (ya, xa), (yb, xb) = np.mean(a, axis=0), np.mean(b, axis=0)
        return (sizes[0] * ya + sizes[1] * yb) / (sizes[0] * xa + sizes[1] * xb)

    whole = combined(calls, online)
    without = [
        ([combined(calls[:i] + calls[i + 1 :], online) for i in range(len(calls))]),
        ([combined(calls, online[:i] + online[i + 1 :]) for i in range(len(online))]),
    ]
    variance = sum((len(w) - 1) / len(w) * sum((r - whole) ** 2 for r in w) for w in without)
    estimate = stratified_ratio(
        [
            RatioStratum("Calls", RatioSums.of(calls), sizes[0]),
            RatioStratum("Online", RatioSums.of(online), sizes[1]),
        ]
    )
    assert float(estimate.percent) == pytest.approx(100 * whole)
    assert float(estimate.standard_error) == pytest.approx(100 * variance**0.5, rel=0.01)
    assert estimate.clusters == len(calls) + len(online)
    assert estimate.n == sum(x for _, x in calls + online)


@given(incidents, st.integers(1, 10**6))
def test_one_stratum_is_the_plain_ratio(files, weight):
    sums = RatioSums.of(files)
    assume(sums.denominator)
    plain, single = ratio(sums), stratified_ratio([RatioStratum("All", sums, weight)])
    assert (plain.percent, plain.half_width) == (single.percent, single.half_width)
    assert (plain.method, single.method) == (Method.RATIO, Method.STRATIFIED_RATIO)


@given(st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_with_one_crime_an_incident_it_is_the_proportion_but_for_n_minus_1(pair):
    met, of = pair
    files = [(1, 1)] * met + [(0, 1)] * (of - met)
    estimate, plain = ratio(RatioSums.of(files)), wald(met, of)
    assert estimate.percent == plain.percent
    assert float(half_width(estimate)) ** 2 == pytest.approx(
        float(half_width(plain)) ** 2 * of / (of - 1)
    )


def test_with_every_file_relevant_it_is_the_weighted_proportion_but_for_n_minus_1():
    sums = RatioSums.of([(1, 1)] * 9 + [(0, 1)]), RatioSums.of([(1, 1)] * 5 + [(0, 1)] * 5)
    of_ratios = stratified_ratio([RatioStratum("a", sums[0], 3), RatioStratum("b", sums[1], 1)])
    of_shares = stratified([Stratum("a", 9, 10, 3), Stratum("b", 5, 10, 1)])
    assert of_ratios.percent == of_shares.percent
    assert float(half_width(of_ratios)) == pytest.approx(
        float(half_width(of_shares)) * (10 / 9) ** 0.5
    )


@given(incidents, st.integers(1, 5))
def test_crimes_that_fall_together_widen_the_interval(files, copies):
    sums = RatioSums.of(files)
    assume(sums.denominator)
    clustered = ratio(RatioSums.of([(y * copies, x * copies) for y, x in files]))
    assert clustered.half_width == ratio(sums).half_width
    assert clustered.n == copies * sums.denominator


def test_the_correction_narrows_the_interval_by_the_share_that_was_drawn():
    sums = RatioSums.of(CALLS)
    plain, corrected = ratio(sums), ratio(sums, population=4 * len(CALLS))
    assert float(half_width(corrected) / half_width(plain)) == pytest.approx((3 / 4) ** 0.5)
    assert corrected.corrected
    strata = [RatioStratum("Calls", sums, 4 * len(CALLS))]
    assert stratified_ratio(strata, finite_population=True).half_width == corrected.half_width
    assert ratio(sums, population=len(CALLS)).half_width == 0


def test_incidents_without_a_crime_count_as_files_but_not_in_the_rate():
    sums = RatioSums.of([*CALLS, (0, 0)])
    assert ratio(sums).percent == ratio(RatioSums.of(CALLS)).percent
    assert ratio(sums).clusters == len(CALLS) + 1


def test_the_printed_66_incidents_hold_22_crimes_of_which_19_were_recorded():
    files = [(1, 1)] * 15 + [(2, 2)] * 2 + [(0, 1)] * 3 + [(0, 0)] * 46
    estimate = ratio(RatioSums.of(files))
    assert (estimate.clusters, estimate.n) == (66, 22)
    assert estimate.percent == Fraction(1900, 22)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([], "at least two files"),
        ([(1, 1)], "at least two files"),
        ([(0, 0), (0, 0)], "nothing|anything to count"),
        ([(2, 1), (1, 1)], "numerator is not between 0 and the denominator"),
    ],
)
def test_files_without_a_ratio_are_refused(files, reason):
    with pytest.raises(ValueError, match=reason):
        ratio(RatioSums.of(files))


def test_a_stratum_of_one_file_is_refused_by_name():
    strata = [
        RatioStratum("Calls", RatioSums.of(CALLS), 100),
        RatioStratum("Post", RatioSums.of([(1, 1)]), 10),
    ]
    with pytest.raises(ValueError, match="Post: A ratio needs at least two files"):
        stratified_ratio(strata)


def test_a_population_smaller_than_the_sample_is_refused():
    with pytest.raises(ValueError, match="can't come from a population of 3"):
        ratio(RatioSums.of(CALLS), population=3)
