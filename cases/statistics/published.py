"""Figures that were printed elsewhere, without the cases behind them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from cases.statistics.estimates import Estimate, Method
from cases.statistics.proportions import wald
from peel.lib.rounding import Number, rounded


def published(percent: Number, half_width: Number, n: int | None = None) -> Estimate:
    """An estimate as it was printed: ``percent`` +/- ``half_width``.

    Formula: none; the limits are percent -/+ half width. Assumptions: a 95 percent interval,
    z = 1.96; both numbers carry the rounding of print. Units: percent and percentage points.
    Raises ``ValueError`` when the percentage is not between 0 and 100, the half width is
    below 0 or ``n`` is below 1. Source: the report that printed it.
    """
    p, half = Fraction(percent), Fraction(half_width)
    if not 0 <= p <= 100:
        raise ValueError(f"{percent} percent is not between 0 and 100.")
    if half < 0:
        raise ValueError("Enter an interval of 0 or more percentage points.")
    if n is not None and n < 1:
        raise ValueError("Enter how many cases the figure is of, or leave it out.")
    return Estimate(p, half, p - half, p + half, Method.PUBLISHED, n)


def counts_that_print(
    percent: Decimal, half_width: Decimal, largest: int
) -> Iterator[tuple[int, int]]:
    """Every (met, of) with ``of`` up to ``largest`` whose Wald estimate prints as given.

    It tells which samples may stand behind a printed figure, and that none can when the
    figure was mistyped. Formula: ``wald``, rounded half up to the decimals that the two
    numbers are given with. Assumptions: a plain proportion, not a weighted one.
    Units: percent and percentage points in, counts out. Source: the printed reports.

    >>> (164, 191) in counts_that_print(Decimal("85.9"), Decimal("4.9"), 300)
    True
    """
    for of in range(1, largest + 1):
        for met in range(*_near(percent, of)):
            if _prints(met, of, percent, half_width):
                yield met, of


def _near(percent: Decimal, of: int) -> tuple[int, int]:
    # Wider than any rounding to whole percent, so that nothing is missed.
    reach = max(Fraction(of, 100), Fraction(1))
    middle = Fraction(percent) * of / 100
    return max(0, int(middle - reach)), min(of, int(middle + reach)) + 1


def _prints(met: int, of: int, percent: Decimal, half_width: Decimal) -> bool:
    if rounded(Fraction(100 * met, of), _decimals(percent)) != percent:
        return False
    half = wald(met, of).half_width
    return half is not None and rounded(half, _decimals(half_width)) == half_width


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
