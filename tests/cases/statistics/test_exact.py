"""Roots that a rounded figure can rest on."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.statistics.exact import square_root
from peel.lib.rounding import rounded

shares = st.fractions(0, 1, max_denominator=10_000)


@given(st.fractions(0, 1000))
def test_the_root_of_a_square_is_exact(root):
    assert square_root(root**2) == root


@given(shares, st.integers(0, 4))
def test_a_rounded_root_is_the_nearest_printable_number(value, decimals):
    half_step = Fraction(1, 2 * 10**decimals)
    printed = Fraction(rounded(square_root(value), decimals))
    assert value < (printed + half_step) ** 2
    assert printed == 0 or (printed - half_step) ** 2 <= value


def test_there_is_no_root_below_zero():
    with pytest.raises(ValueError, match="no square root"):
        square_root(Fraction(-1, 4))
