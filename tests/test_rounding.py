"""Rounding once, and half up."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peel.lib.rounding import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        # A float of each would round down: 2.675 is held as a little less.
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(115, 100), 1, "1.2"),
        (Decimal("0.15"), 1, "0.2"),
        (Fraction(9685, 100), 1, "96.9"),
        (Fraction(1, 3), 2, "0.33"),
        (95, 1, "95.0"),
        (100, 2, "100.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 100), 1, "-0.1"),
        (Fraction(-4, 100), 1, "0.0"),
        (12_826, 0, "12826"),
    ],
)
def test_a_half_is_rounded_away_from_zero_and_last_zeros_stay(value, decimals, expected):
    assert str(rounded(value, decimals)) == expected


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 4))
def test_rounding_agrees_with_the_decimal_module(value, decimals):
    quantum = Decimal(1).scaleb(-decimals)
    assert rounded(value, decimals) == value.quantize(quantum, ROUND_HALF_UP)
