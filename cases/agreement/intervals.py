"""95 percent intervals of shares and coefficients, as floats between their bounds."""

from fractions import Fraction
from math import sqrt

from cases.statistics import estimates
from cases.statistics.proportions import share, wilson, wilson_beside

Z = float(estimates.Z)

Interval = tuple[float, float]


def of_share(met: int, of: int) -> Interval:
    """Wilson's score interval of ``met`` in ``of`` independent pairs, from 0 to 1."""
    return _as_shares(wilson(met, of))


def of_clustered_share(met: int, of: int, variance: float, files: int) -> Interval:
    """Wilson's interval at the effective number of pairs, which is never above ``of``.

    ``variance`` is that of the share over ``files``.
    """
    of_one = share(met, of)
    alone = of_one * (1 - of_one) / of
    clustered = estimates.symmetric(
        of_one,
        max(alone, Fraction(variance)),
        method=estimates.Method.RATIO,
        n=of,
        clusters=files,
    )
    return _as_shares(wilson_beside(clustered))


def symmetric(value: float, variance: float) -> Interval:
    """The normal interval of a coefficient, cut off at -1 and 1, beyond which none can be."""
    margin = Z * sqrt(variance)
    return max(-1.0, value - margin), min(1.0, value + margin)


def _as_shares(estimate: estimates.Estimate) -> Interval:
    return float(estimate.lower / 100), float(estimate.upper / 100)
