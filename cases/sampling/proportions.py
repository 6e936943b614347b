"""Whole numbers in proportion to others, exactly: no figure here is ever rounded by a float."""

from collections.abc import Sequence


def largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """``amount`` shared in proportion to the weights, its sum kept.

    Each gets the whole part of its share. What is left goes one each to the largest
    remainders, among equals to the earlier. Raises ``ValueError`` when no weight is above 0.

    >>> largest_remainder(100, [1, 1, 1])
    [34, 33, 33]
    """
    total = sum(weights)
    if not total:
        raise ValueError("There is nothing to share in proportion to.")
    shares = [divmod(amount * weight, total) for weight in weights]
    given = [whole for whole, _ in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))
    for place in by_remainder[: amount - sum(given)]:
        given[place] += 1
    return given


def with_limits(amount: int, weights: Sequence[int], limits: Sequence[int]) -> list[int]:
    """As much of ``amount`` as the limits let through, shared in proportion to the weights.

    What one can't take is shared over the others in the same way, again and again.

    >>> with_limits(12, [1, 1, 2], [9, 1, 9])
    [4, 1, 7]
    """
    given = [0] * len(weights)
    while True:
        free = [p for p, weight in enumerate(weights) if weight and given[p] < limits[p]]
        left = amount - sum(given)
        if not free or left <= 0:
            return given
        shares = largest_remainder(left, [weights[place] for place in free])
        for place, share in zip(free, shares, strict=True):
            given[place] = min(given[place] + share, limits[place])


def with_floors(amount: int, weights: Sequence[int], floors: Sequence[int]) -> list[int]:
    """``amount`` shared in proportion to the weights, but never under a floor.

    Whoever's share is under its floor gets the floor, and the others share the rest. The
    floors may not add up to more than the amount.

    >>> with_floors(20, [90, 5, 5], [0, 4, 4])
    [12, 4, 4]
    """
    given = list(floors)
    free = list(range(len(weights)))
    while True:
        rest = amount - sum(given[place] for place in range(len(given)) if place not in free)
        total = sum(weights[place] for place in free)
        above = [place for place in free if rest * weights[place] >= floors[place] * total]
        if len(above) == len(free):
            break
        free = above
    if total:
        shares = largest_remainder(rest, [weights[place] for place in free])
        for place, share in zip(free, shares, strict=True):
            given[place] = share
    return given
