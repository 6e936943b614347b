"""Roots of exact fractions."""

from fractions import Fraction
from math import isqrt

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
