"""Change since last time: whether two figures may be compared, and whether they differ."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import erfc, sqrt
from typing import Final

from cases.statistics.estimates import Estimate, Method, Z
from cases.statistics.exact import square_root
from cases.statistics.proportions import share

PERCENT: Final = "percent"
FEWEST_EXPECTED: Final = 5


class Direction(StrEnum):
    """Which way a measure is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


_WORDS: Final = {
    Direction.HIGHER: ("improved", "declined"),
    Direction.LOWER: ("declined", "improved"),
    Direction.NEITHER: ("increased", "decreased"),
}


@dataclass(frozen=True, slots=True)
class DifferenceTest:
    """A two-sided test of no difference.

    ``difference`` is later less earlier, in percentage points; ``caution`` is a sentence where
    the normal approximation is poor, else "". ``significant`` is decided on exact fractions.
    """

    difference: Fraction
    z: float
    p_value: float
    significant: bool
    caution: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A change of the rules a measure is judged by, such as the counting rules in 2023."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A figure with the window of the records behind it, both days included.

    ``estimate`` is None where only a count was printed. ``scale`` names what it is measured
    on: percent, or the grading scale of a cycle.
    """

    estimate: Estimate | None
    starts: date
    ends: date
    scale: str = PERCENT


@dataclass(frozen=True, slots=True)
class Change:
    """The words of change with their test, or the reason why there are none."""

    words: str
    test: DifferenceTest | None
    refused: str | None = None


def two_proportion_test(met: int, of: int, met_before: int, of_before: int) -> DifferenceTest:
    """The two-proportion z-test, pooled.

    Formula: z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)), p = (x1 + x2) / (n1 + n2);
    significant when |z| > 1.96. Where all cases agree in both, z = 0. Assumptions: two
    independent simple random samples, with at least 5 expected cases of each answer in each,
    else there is a ``caution``. Units: counts in, percentage points out. Raises ``ValueError``
    when either has no cases or counts don't fit. Source: Fleiss, Levin and Paik, Statistical
    Methods for Rates and Proportions, 3rd edition (2003), chapter 3.
    """
    difference = share(met, of) - share(met_before, of_before)
    pooled = share(met + met_before, of + of_before)
    variance = pooled * (1 - pooled) * (Fraction(1, of) + Fraction(1, of_before))
    fewest = min(pooled, 1 - pooled) * min(of, of_before)
    caution = "Too few cases for the test to be relied on." if fewest < FEWEST_EXPECTED else ""
    return _test(100 * difference, 10_000 * variance, caution)


def independent_estimates_test(now: Estimate, before: Estimate) -> DifferenceTest:
    """The z-test of two estimates by their standard errors, for weighted and published ones.

    Formula: z = (p1 - p2) / sqrt(SE1^2 + SE2^2), SE = half width / 1.96; significant when
    |z| > 1.96. Assumptions: independent samples, estimators about normal. Units: percent in,
    percentage points out. Raises ``ValueError`` when an interval is not symmetric, or both
    have no width and the figures differ. Source: Lohr, Sampling: Design and Analysis.
    """
    variance = now.standard_error**2 + before.standard_error**2
    return _test(now.percent - before.percent, variance, "")


def change(
    now: PeriodFigure,
    before: PeriodFigure,
    direction: Direction,
    rule_changes: tuple[RuleChange, ...] = (),
) -> Change:
    """What to say about a figure beside the earlier one.

    "Broadly unchanged" when the test at the 5 percent level finds no difference; else
    "improved" or "declined" by the measure's direction ("increased" or "decreased" when
    neither is better). Two plain proportions are tested pooled, others by their standard
    errors. ``rule_changes`` are those that bear on this measure. A comparison that may not
    be made has no words and says why in ``refused``. Source: the printed reports.
    """
    reason = why_not_compared(now, before, rule_changes)
    if reason or now.estimate is None or before.estimate is None:
        return Change("", None, reason or _NO_ESTIMATE)
    try:
        test = _suitable_test(now.estimate, before.estimate)
    except ValueError as error:
        return Change("", None, str(error))
    return Change(words(test, direction), test)


def words(test: DifferenceTest, direction: Direction) -> str:
    """The words of a test: "broadly unchanged" unless it is significant."""
    if not test.significant:
        return "broadly unchanged"
    up, down = _WORDS[direction]
    return up if test.difference > 0 else down


_NO_ESTIMATE: Final = "One of the figures is a count without an estimate, so they are not compared."


def why_not_compared(
    now: PeriodFigure, before: PeriodFigure, rule_changes: tuple[RuleChange, ...] = ()
) -> str | None:
    """Why two figures may not be compared, as a sentence, or None when they may.

    In this order: another scale, windows that overlap or stand the wrong way round, a rule
    change after the earlier window began and by the day the later one ended, no estimate.
    """
    if now.scale != before.scale:
        return f"Figures on two scales ({before.scale} and {now.scale}) are not compared."
    if now.starts <= before.ends:
        return "The earlier period has to end before the later one starts."
    for rule in rule_changes:
        if before.starts < rule.on <= now.ends:
            return (
                f"The rules changed on {rule.on.day} {rule.on:%B %Y} ({rule.name}), so figures "
                "from before and after are not compared."
            )
    return _NO_ESTIMATE if now.estimate is None or before.estimate is None else None


def _suitable_test(now: Estimate, before: Estimate) -> DifferenceTest:
    pair = _plain_counts(now), _plain_counts(before)
    if pair[0] and pair[1]:
        return two_proportion_test(*pair[0], *pair[1])
    return independent_estimates_test(now, before)


def _plain_counts(estimate: Estimate) -> tuple[int, int] | None:
    if estimate.method != Method.WALD or estimate.corrected or estimate.n is None:
        return None
    return int(estimate.percent * estimate.n / 100), estimate.n


def _test(difference: Fraction, variance: Fraction, caution: str) -> DifferenceTest:
    if not variance:
        if difference:
            raise ValueError("Neither figure has an interval above 0, so they can't be tested.")
        return DifferenceTest(difference, 0.0, 1.0, False, caution)
    z = float(difference / square_root(variance))
    significant = difference**2 > Z**2 * variance
    return DifferenceTest(difference, z, erfc(abs(z) / sqrt(2)), significant, caution)
