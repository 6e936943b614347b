"""How an estimate is printed, shown and handed on: rounded once, half up."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypedDict

from cases.statistics.estimates import Estimate
from peel.lib.rounding import Number, rounded

TOO_FEW: Final = "too few to estimate"


@dataclass(frozen=True, slots=True)
class Decimals:
    """The decimals of a cycle: of its rates and of their intervals.

    The printed reports: 2016 two and two, 2017 to 2020 one and two, 2023-25 one and one.
    """

    rate: int
    interval: int


class Figures(TypedDict):
    """An estimate as command, API and exports give it, rounded and capped to 0-100."""

    percent: float
    half_width: float | None
    lower: float
    upper: float
    method: str
    n: int | None


def capped(percent: Fraction) -> Fraction:
    """A limit of an interval as it is shown: never below 0 or above 100 percent."""
    return min(max(percent, Fraction(0)), Fraction(100))


def too_few(n: int | None, threshold: int) -> bool:
    """Whether there are fewer cases than the cycle asks of an estimate.

    Formula: n < threshold. Units: cases. A published figure without ``n`` was estimated by
    those who printed it, so it is never too few.
    """
    return n is not None and n < threshold


def printed(estimate: Estimate, decimals: Decimals, threshold: int = 0) -> str:
    """The printed form: the percentage with its interval, or "too few to estimate".

    An interval that is not symmetric is printed by its limits. Units: percent. Source: the
    printed reports, PEEL 2023-25.

    >>> from cases.statistics.proportions import wald, wilson
    >>> printed(wald(310, 320), Decimals(1, 1))
    '96.9 percent (with a confidence interval of +/- 1.9 percent)'
    >>> printed(wilson(310, 320), Decimals(1, 1))
    '96.9 percent (with a confidence interval from 94.3 to 98.3 percent)'
    >>> printed(wald(19, 22), Decimals(1, 1), threshold=30)
    'too few to estimate'
    """
    if too_few(estimate.n, threshold):
        return TOO_FEW
    interval = f"with a confidence interval {_reach(estimate, decimals)} percent"
    return f"{rate(estimate, decimals)} percent ({interval})"


def _reach(estimate: Estimate, decimals: Decimals) -> str:
    if estimate.half_width is not None:
        return f"of +/- {rounded(estimate.half_width, decimals.interval)}"
    lower, upper = limits(estimate, decimals)
    return f"from {lower} to {upper}"


def rate(estimate: Estimate, decimals: Decimals) -> Decimal:
    """The percentage with the cycle's decimals, rounded half up."""
    return rounded(estimate.percent, decimals.rate)


def limits(estimate: Estimate, decimals: Decimals) -> tuple[Decimal, Decimal]:
    """The interval as it is shown, in percent: capped to 0-100, with the interval's decimals.

    Each limit is rounded from its exact value, so it may differ by one in the last place
    from the sum of the printed rate and half width.
    """
    lower, upper = capped(estimate.lower), capped(estimate.upper)
    return rounded(lower, decimals.interval), rounded(upper, decimals.interval)


def figures(estimate: Estimate, decimals: Decimals) -> Figures:
    """The estimate in numbers, the same that are printed and shown."""
    lower, upper = limits(estimate, decimals)
    half = estimate.half_width
    return {
        "percent": float(rate(estimate, decimals)),
        "half_width": None if half is None else float(rounded(half, decimals.interval)),
        "lower": float(lower),
        "upper": float(upper),
        "method": estimate.method.value,
        "n": estimate.n,
    }


def times(ratio: Number, decimals: int = 1) -> str:
    """A rate ratio as it is printed.

    >>> times(Fraction(285, 100))
    '2.9 times'
    """
    return f"{rounded(ratio, decimals)} times"
