"""Numbers that are exact until they are shown, and rounded once, half up."""

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
"""A number that is exactly what it says. A float is not: 0.15 is held as a little less."""


def rounded(value: Number, decimals: int) -> Decimal:
    """The number to so many decimals, a half away from 0, its last zeros kept.

    >>> rounded(Fraction(125, 1000), 2), rounded(Fraction(-125, 1000), 2), rounded(95, 1)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('95.0'))
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(exact < 0 < whole), digits, -decimals))
