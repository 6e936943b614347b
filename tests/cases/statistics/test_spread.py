"""How a measure spreads over forces, against numpy and scipy."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import zscore

from cases.statistics.spread import spread

values = st.dictionaries(
    st.text("abcdefghij", min_size=1), st.decimals(0, 100, places=1), min_size=1, max_size=43
)


@given(values)
def test_mean_and_deviation_agree_with_numpy(by_force):
    numbers = np.array([float(value) for value in by_force.values()])
    found = spread(by_force)
    assert float(found.mean) == pytest.approx(numbers.mean(), abs=1e-9)
    assert float(found.deviation) == pytest.approx(numbers.std(ddof=0), abs=1e-9)
    assert found.upper - found.mean == found.mean - found.lower == found.deviation
    assert found.forces == len(numbers)


@given(values)
def test_who_lies_outside_agrees_with_scipy(by_force):
    found = spread(by_force)
    if found.deviation == 0:
        assert (found.below, found.above) == ((), ())
        return
    scores = dict(zip(by_force, zscore([float(v) for v in by_force.values()]), strict=True))
    assert {f for f, score in scores.items() if score > 1 + 1e-9} <= set(found.above)
    assert {f for f, score in scores.items() if score < -1 - 1e-9} <= set(found.below)
    assert all(scores[f] > 1 - 1e-9 for f in found.above)
    assert all(scores[f] < -1 + 1e-9 for f in found.below)


@given(values)
def test_never_are_all_forces_outside(by_force):
    found = spread(by_force)
    assert len(found.below) + len(found.above) < len(by_force)


def test_a_force_exactly_on_a_line_is_not_outside():
    # As floats, 0.1 and 0.3 lie a little outside their own deviation of 0.1.
    found = spread({"Durham": Decimal("0.1"), "Kent": Decimal("0.3")})
    assert found.deviation == Fraction(1, 10)
    assert found.below == found.above == ()


def test_forces_without_data_are_named_and_count_in_nothing():
    with_gap = spread({"Durham": 80, "Essex": None, "Kent": 84, "Surrey": 99})
    assert with_gap.without_data == ("Essex",)
    assert (with_gap.forces, with_gap.above) == (3, ("Surrey",))
    assert with_gap.mean == spread({"Durham": 80, "Kent": 84, "Surrey": 99}).mean


def test_one_force_is_its_own_mean_and_equal_forces_have_no_outsider():
    alone = spread({"Kent": Decimal("83.9")})
    assert alone.mean == Fraction("83.9")
    assert alone.deviation == 0
    assert alone.below == alone.above == ()
    equal = spread({"Durham": 90, "Essex": 90, "Kent": 90})
    assert equal.deviation == 0
    assert equal.below == equal.above == ()


def test_no_force_with_data_is_refused():
    with pytest.raises(ValueError, match="No force has supplied data"):
        spread({"Kent": None})
