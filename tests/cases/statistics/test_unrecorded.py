"""Unrecorded crimes a year."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.statistics.proportions import wald
from cases.statistics.published import published
from cases.statistics.unrecorded import UnrecordedCrime, unrecorded_crime

from .oracles import counts


@given(st.integers(0, 10**6), counts)
def test_recorded_and_unrecorded_crimes_together_give_back_the_rate(recorded, pair):
    met, of = pair
    rate = wald(max(met, 1), of)
    found = unrecorded_crime(recorded, rate)
    assert recorded * 100 == rate.percent * (recorded + found.crimes)
    assert 0 <= found.lower <= found.crimes
    assert found.upper is None or found.crimes <= found.upper


def test_the_limits_follow_from_those_of_the_rate():
    found = unrecorded_crime(130_000, published(Decimal("96.9"), Decimal("1.9")))
    assert found.sentence == "over 4,100"
    assert found.lower == Fraction(130_000) * Fraction("1.2") / Fraction("98.8")
    assert found.upper == 130_000 * Fraction(5, 95)


def test_an_interval_that_reaches_100_percent_may_leave_none_unrecorded():
    assert unrecorded_crime(130_000, wald(99, 100)).lower == 0


def test_an_interval_that_reaches_0_percent_has_no_upper_limit():
    assert unrecorded_crime(1_000, wald(1, 10)).upper is None


@pytest.mark.parametrize(
    ("crimes", "printed"),
    [
        (Fraction(0), "no"),
        (Fraction(1, 2), "fewer than 100"),
        (Fraction(9999, 100), "fewer than 100"),
        (Fraction(100), "100"),
        (Fraction(10001, 100), "over 100"),
        (Fraction(4_199), "over 4,100"),
        (Fraction(4_200), "4,200"),
        (Fraction(1_234_567), "over 1,234,500"),
    ],
)
def test_a_number_is_floored_to_the_hundred(crimes, printed):
    assert UnrecordedCrime(crimes, crimes, crimes).sentence == printed


def test_a_rate_of_0_and_a_number_below_0_are_refused():
    with pytest.raises(ValueError, match="unknown"):
        unrecorded_crime(1_000, wald(0, 10))
    with pytest.raises(ValueError, match="below 0"):
        unrecorded_crime(-1, wald(9, 10))
