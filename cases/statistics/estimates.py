"""What an estimate is: one shape for every method."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from cases.statistics.exact import square_root

Z: Final = Fraction(196, 100)
"""The normal quantile of a 95 percent interval, as the inspectorate rounds it."""


class Method(StrEnum):
    """How the interval came about. ``label`` is what stands beside the figure."""

    WALD = "wald"
    WILSON = "wilson"
    WILSON_EFFECTIVE = "wilson_effective"
    STRATIFIED = "stratified"
    RATIO = "ratio"
    STRATIFIED_RATIO = "stratified_ratio"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Method.WALD: "normal (Wald) interval",
    Method.WILSON: "Wilson interval",
    Method.WILSON_EFFECTIVE: "Wilson interval at the effective sample size",
    Method.STRATIFIED: "weighted over strata, normal interval",
    Method.RATIO: "ratio of counts within files, linearised variance",
    Method.STRATIFIED_RATIO: "weighted ratio of counts within files, linearised variance",
    Method.PUBLISHED: "as published",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of the population, estimated from a sample, with its 95 percent interval.

    ``percent`` lies between 0 and 100, in percent. ``half_width`` is in percentage points,
    and None where the interval is not symmetric. ``lower`` and ``upper`` are in percent; those
    of a symmetric interval may lie below 0 or above 100, and are capped only when shown.
    ``n`` counts what the percentage is of: relevant cases, or crimes that should have been
    recorded. It is None only for a published figure that names none. ``clusters`` counts the
    files or incidents that a ratio's crimes were found in. ``corrected`` tells whether the
    variance carries the finite population correction.
    """

    percent: Fraction
    half_width: Fraction | None
    lower: Fraction
    upper: Fraction
    method: Method
    n: int | None
    clusters: int | None = None
    corrected: bool = False

    @property
    def standard_error(self) -> Fraction:
        """In percentage points. Raises ``ValueError`` for an interval that is not symmetric."""
        if self.half_width is None:
            raise ValueError(f"A {self.method.label} has no standard error.")
        return self.half_width / Z

    @property
    def description(self) -> str:
        """The method as it is named beside the figure."""
        correction = ", with finite population correction" if self.corrected else ""
        return self.method.label + correction


def symmetric(
    share: Fraction,
    variance: Fraction,
    *,
    method: Method,
    n: int | None,
    clusters: int | None = None,
    corrected: bool = False,
) -> Estimate:
    """An estimate with the interval share +/- 1.96 sqrt(variance).

    Assumptions: the estimator is about normal, which fails for few cases and shares near 0
    or 1. Units: ``share`` and ``variance`` of one, the estimate in percent. Source: the
    printed reports, which name the interval "+/-"; Cochran (1977), chapter 3.
    Raises ``ValueError`` when the share is not between 0 and 1 or the variance is below 0.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share of {float(share):.3f} is not between 0 and 1.")
    percent, half_width = 100 * share, square_root((100 * Z) ** 2 * variance)
    lower, upper = percent - half_width, percent + half_width
    return Estimate(percent, half_width, lower, upper, method, n, clusters, corrected)


def sampled_share(drawn: int, population: int) -> Fraction:
    """The share of a population that was drawn, f = n / N.

    Raises ``ValueError`` when more were drawn than there are, or there are none.
    """
    if not 0 <= drawn <= population or population == 0:
        raise ValueError(
            f"A sample of {drawn:,} can't come from a population of {population:,}. "
            "Check the number of records in the extract."
        )
    return Fraction(drawn, population)
