"""Change since last time: the tests against statsmodels, the words, and the refusals."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from statsmodels.stats.proportion import proportions_ztest
from statsmodels.stats.proportion import test_proportions_2indep as two_indep

from cases.statistics.comparison import (
    Change,
    Direction,
    PeriodFigure,
    RuleChange,
    change,
    independent_estimates_test,
    two_proportion_test,
    why_not_compared,
    words,
)
from cases.statistics.proportions import wald, wilson
from cases.statistics.published import published
from cases.statistics.stratified import Stratum, stratified

from .oracles import counts

COUNTING_RULES = RuleChange("Home Office Counting Rules", date(2023, 5, 1))


def now(estimate, **changes):
    window = {"starts": date(2023, 3, 1), "ends": date(2024, 2, 29)}
    return PeriodFigure(estimate, **{**window, **changes})


def before(estimate, **changes):
    window = {"starts": date(2021, 1, 1), "ends": date(2021, 12, 31)}
    return PeriodFigure(estimate, **{**window, **changes})


@given(counts, counts)
def test_the_pooled_test_agrees_with_statsmodels(late, early):
    assume(0 < late[0] + early[0] < late[1] + early[1])
    z, p_value = proportions_ztest([late[0], early[0]], [late[1], early[1]])
    test = two_proportion_test(*late, *early)
    assert test.z == pytest.approx(z, abs=1e-9)
    assert test.p_value == pytest.approx(p_value, abs=1e-9)
    assert test.significant == (abs(z) > 1.96) or abs(abs(z) - 1.96) < 1e-9


@given(counts, counts)
def test_the_test_by_standard_errors_agrees_with_statsmodels(late, early):
    assume(0 < late[0] < late[1])
    assume(0 < early[0] < early[1])
    oracle = two_indep(*late, *early, method="wald", compare="diff", correction=False)
    test = independent_estimates_test(wald(*late), wald(*early))
    assert test.z == pytest.approx(oracle.statistic, abs=1e-9)
    assert test.p_value == pytest.approx(oracle.pvalue, abs=1e-9)


@given(counts, counts)
def test_a_test_turned_round_finds_the_opposite(late, early):
    one, other = two_proportion_test(*late, *early), two_proportion_test(*early, *late)
    assert one.difference == -other.difference
    assert one.z == pytest.approx(-other.z)
    assert (one.p_value, one.significant) == (other.p_value, other.significant)


@given(counts)
def test_a_figure_is_broadly_unchanged_beside_itself(pair):
    assert two_proportion_test(*pair, *pair).p_value == 1
    assert change(now(wald(*pair)), before(wald(*pair)), Direction.HIGHER).words == (
        "broadly unchanged"
    )


def test_the_printed_stop_and_search_rates_are_broadly_unchanged():
    printed = published(Decimal("85.2"), Decimal("5.1"))
    found = change(now(wald(164, 191)), before(printed), Direction.HIGHER)
    assert (found.words, found.refused) == ("broadly unchanged", None)
    assert found.test
    assert float(found.test.difference) == pytest.approx(0.66, abs=0.01)
    assert found.test.z == pytest.approx(0.183, abs=0.001)
    of_counts = change(now(wald(164, 191)), before(wald(161, 189)), Direction.HIGHER)
    assert of_counts.words == "broadly unchanged"


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [
        (Direction.HIGHER, "improved", "declined"),
        (Direction.LOWER, "declined", "improved"),
        (Direction.NEITHER, "increased", "decreased"),
    ],
)
def test_the_words_follow_the_direction_of_the_measure(direction, up, down):
    assert words(two_proportion_test(95, 100, 70, 100), direction) == up
    assert words(two_proportion_test(70, 100, 95, 100), direction) == down


def test_plain_proportions_are_tested_pooled_and_others_by_their_standard_errors():
    plain, weighted = wald(80, 100), stratified([Stratum("All", 60, 100, 1)])
    pooled = change(now(plain), before(wald(60, 100)), Direction.HIGHER).test
    assert pooled == two_proportion_test(80, 100, 60, 100)
    for other in (weighted, wald(60, 100, population=5_000)):
        by_errors = change(now(plain), before(other), Direction.HIGHER).test
        assert by_errors == independent_estimates_test(plain, other)


def test_few_expected_cases_call_for_caution():
    assert two_proportion_test(99, 100, 97, 100).caution
    assert not two_proportion_test(90, 100, 85, 100).caution


def test_figures_without_width_are_tested_only_when_they_are_equal():
    certain, other = (stratified([Stratum("All", met, 9, 1)]) for met in (9, 0))
    assert change(now(certain), before(certain), Direction.HIGHER).words == "broadly unchanged"
    refused = change(now(certain), before(other), Direction.HIGHER)
    assert refused == Change(
        "", None, "Neither figure has an interval above 0, so they can't be tested."
    )


def test_a_figure_whose_interval_is_not_symmetric_is_refused_with_the_reason():
    refused = change(now(wilson(8, 9)), before(wald(8, 9)), Direction.HIGHER)
    assert refused == Change("", None, "A Wilson interval has no standard error.")


def test_a_rule_change_between_two_windows_refuses_the_comparison():
    refused = change(
        now(wald(310, 320)), before(wald(300, 320)), Direction.HIGHER, (COUNTING_RULES,)
    )
    assert refused.words == ""
    assert refused.test is None
    assert refused.refused == (
        "The rules changed on 1 May 2023 (Home Office Counting Rules), so figures from before "
        "and after are not compared."
    )


@pytest.mark.parametrize(
    ("early", "late", "refused"),
    [
        # All before the change, or all after it, even from its very day.
        ((date(2021, 1, 1), date(2021, 12, 31)), (date(2022, 1, 1), date(2023, 4, 30)), False),
        ((date(2023, 5, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31)), False),
        # On either side of it, or with it inside either window.
        ((date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 5, 1), date(2024, 4, 30)), True),
        ((date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 5, 1)), True),
        ((date(2023, 4, 30), date(2023, 6, 30)), (date(2024, 1, 1), date(2024, 6, 30)), True),
    ],
)
def test_only_windows_on_one_side_of_a_rule_change_are_compared(early, late, refused):
    now, before = (PeriodFigure(wald(8, 9), *window) for window in (late, early))
    assert bool(why_not_compared(now, before, (COUNTING_RULES,))) is refused


@pytest.mark.parametrize(
    ("late", "early", "reason"),
    [
        (
            now(None, scale="five grades from 2021/22"),
            before(None, scale="four grades to 2018/19"),
            r"two scales \(four grades to 2018/19 and five grades from 2021/22\)",
        ),
        (now(wald(8, 9)), before(wald(8, 9), ends=date(2023, 3, 1)), "earlier period has to end"),
        (before(wald(8, 9)), now(wald(8, 9)), "earlier period has to end"),
        (now(None), before(wald(8, 9)), "a count without an estimate"),
        (now(wald(8, 9)), before(None), "a count without an estimate"),
    ],
)
def test_figures_that_are_not_alike_are_refused_with_the_reason(late, early, reason):
    refused = change(late, early, Direction.HIGHER)
    assert refused.words == ""
    assert refused.test is None
    assert re.search(reason, str(refused.refused))
