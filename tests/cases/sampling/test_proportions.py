"""Sharing whole numbers: nothing lost, nothing over a limit, never far from the exact share."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.sampling.proportions import largest_remainder, with_floors, with_limits

weights = st.lists(st.integers(0, 1_000), min_size=1, max_size=8)


@given(st.integers(0, 5_000), weights)
def test_the_largest_remainder_gives_everything_and_nobody_is_off_by_one(amount, weights):
    assume(sum(weights))
    given = largest_remainder(amount, weights)
    assert sum(given) == amount
    for files, weight in zip(given, weights, strict=True):
        assert abs(files - Fraction(amount * weight, sum(weights))) < 1


def test_equal_remainders_go_to_the_earlier():
    assert largest_remainder(2, [1, 1, 1]) == [1, 1, 0]
    assert largest_remainder(3, [5, 5, 0]) == [2, 1, 0]


def test_nothing_to_share_by_is_an_error():
    with pytest.raises(ValueError, match="in proportion"):
        largest_remainder(1, [0, 0])


@given(st.integers(0, 200), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
def test_limits_are_kept_and_as_much_as_possible_is_given(amount, pairs):
    weights, limits = [w for w, _ in pairs], [limit for _, limit in pairs]
    given = with_limits(amount, weights, limits)
    assert all(files <= limit for files, limit in zip(given, limits, strict=True))
    assert sum(given) == min(amount, sum(limit for weight, limit in pairs if weight))


@given(st.integers(0, 200), weights, st.data())
def test_limits_that_are_far_change_nothing(amount, weights, data):
    assume(sum(weights))
    far = [amount + data.draw(st.integers(0, 5)) for _ in weights]
    assert with_limits(amount, weights, far) == largest_remainder(amount, weights)


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), min_size=1, max_size=7), st.data()
)
def test_floors_are_kept_and_the_amount_too(pairs, data):
    weights = [weight for weight, _ in pairs]
    floors = [min(floor, weight) for weight, floor in pairs]
    amount = data.draw(st.integers(sum(floors), sum(weights)))
    given = with_floors(amount, weights, floors)
    assert sum(given) == amount
    for files, weight, floor in zip(given, weights, floors, strict=True):
        assert floor <= files <= weight
    raised = [place for place in range(len(pairs)) if given[place] > floors[place]]
    for one in raised:
        for other in raised:
            larger = weights[one] >= weights[other]
            assert not larger or given[one] >= given[other] - 1
