"""Whether a known figure has the value that somebody typed, exactly or nearly. Pure."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from judgments.figures.matching.known import Known
from judgments.figures.matching.naming import Bound
from judgments.figures.typed import Count, Percent, RoundedShare, Times, Value
from peel.lib.rounding import rounded

NEARLY: Final = Fraction(1, 10)
"""How far "about" goes, as a share of the number."""
HUNDRED: Final = Fraction(100)


def has_value(known: Known, value: Value | RoundedShare) -> bool:
    """Whether it prints as it was typed, with as many decimals or fewer."""
    match value:
        case Count():
            return value == known.count
        case Percent():
            return _is_percent(known, value)
        case Times():
            return known.is_times and _same(known.exact, value.value, known.decimals)
        case RoundedShare():
            return False


def is_of_a_kind(known: Known, value: Value) -> bool:
    """Whether the figure could be typed in this way at all."""
    if isinstance(value, Times) != known.is_times:
        return False
    return not isinstance(value, Count) or known.count is not None


def shares_a_number(known: Known, value: Value) -> bool:
    """Whether one of two numbers is the figure's."""
    count = known.count
    if count is None or not isinstance(value, Count):
        return False
    return value.met == count.met or value.of == count.of


def is_rest(known: Known, value: Value) -> bool:
    """Whether those are meant that the figure leaves over."""
    count = known.count
    if isinstance(value, Count):
        return count is not None and value == Count(count.of - count.met, count.of)
    if isinstance(value, Times) or known.exact is None:
        return False
    return _same(HUNDRED - known.exact, value.value, known.decimals)


def is_within(known: Known, bound: Bound, value: Value) -> bool:
    """Whether the figure is within what the words before the number say of it."""
    exact, typed = known.exact, _amount(value)
    if exact is None:
        return bound is not Bound.EXACT
    match bound:
        case Bound.EXACT:
            return False
        case Bound.AT_LEAST:
            return exact >= typed
        case Bound.AT_MOST:
            return exact <= typed
        case Bound.ABOUT:
            return abs(exact - typed) <= typed * NEARLY
        case Bound.CHANGE:
            return True


def _is_percent(known: Known, value: Percent) -> bool:
    """Whether it rounds to what was typed, and has the interval that was typed, if any."""
    if known.is_times:
        return False
    interval = known.percent
    if value.half_width is not None and (
        interval is None or interval.half_width != value.half_width
    ):
        return False
    return _same(known.exact, value.value, known.decimals)


def _same(exact: Fraction | None, typed: Decimal, decimals: int) -> bool:
    # Floats rule out nearly every figure, and rounding exactly takes many times as long.
    if exact is None or abs(float(exact) - float(typed)) > 1:
        return False
    places = max(0, -int(typed.as_tuple().exponent))
    return places <= decimals and rounded(exact, places) == typed


def _amount(value: Value) -> Fraction:
    if isinstance(value, Count):
        return HUNDRED * value.met / value.of if value.of else Fraction(0)
    return Fraction(value.value)
