"""95 percent intervals."""

from math import sqrt

Z = 1.96
"""The house's multiplier for 95 percent."""

Interval = tuple[float, float]


def wilson(share: float, pairs: float) -> Interval:
    """The score interval of a share (Wilson 1927, Journal of the American Statistical
    Association 22, 209-212), with the variance ``share * (1 - share) / pairs`` at its limits.

    ``pairs`` may be an effective number, which need not be whole. The limits lie between 0
    and 1 and are of use even where every pair agrees.
    """
    weight = Z**2 / pairs
    centre = share + weight / 2
    margin = Z * sqrt(share * (1 - share) / pairs + weight / (4 * pairs))
    return max(0.0, (centre - margin) / (1 + weight)), min(1.0, (centre + margin) / (1 + weight))


def symmetric(value: float, variance: float) -> Interval:
    """The normal interval of a coefficient, cut off at -1 and 1, beyond which none can be."""
    margin = Z * sqrt(variance)
    return max(-1.0, value - margin), min(1.0, value + margin)
