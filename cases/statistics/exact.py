"""Arithmetic that rounds once, at the end, and half up."""

from decimal import Decimal
from fractions import Fraction
from math import isqrt

Number = int | Decimal | Fraction
"""A number that is exactly what it says. A float is not: 0.15 is held as a little less."""

_PRECISION = 10**30


def square_root(value: Fraction) -> Fraction:
    """The square root: exact where it is a fraction, else short of it by under 10^-30.

    Formula: sqrt(a/b) = floor(sqrt(a b S^2)) / (b S) in whole numbers, with S = 10^30.
    A rounded figure is right in both cases, as a root that is no fraction never falls
    that close under the middle between two printable numbers.
    Raises ``ValueError`` below 0.

    >>> square_root(Fraction(9, 16))
    Fraction(3, 4)
    """
    if value < 0:
        raise ValueError(f"{value} has no square root.")
    a, b = value.numerator, value.denominator
    return Fraction(isqrt(a * b * _PRECISION**2), b * _PRECISION)


def rounded(value: Number, decimals: int) -> Decimal:
    """The number to so many decimals, a half away from 0, its last zeros kept.

    >>> rounded(Fraction(125, 1000), 2), rounded(Fraction(-125, 1000), 2), rounded(95, 1)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('95.0'))
    """
    over, under = value.as_integer_ratio()
    whole = (2 * abs(over) * 10**decimals + under) // (2 * under)
    return Decimal(f"{'-' if over < 0 < whole else ''}{whole}E-{decimals}")
