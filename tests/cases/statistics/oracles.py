"""What the tests of the statistics share."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st
from scipy.stats import norm

from cases.statistics.estimates import Estimate
from cases.statistics.printing import Decimals

ALPHA = 2 * norm.sf(1.96)
"""The level at which an oracle's quantile is 1.96 itself, as the inspectorate rounds it."""

ONE_DECIMAL = Decimals(1, 1)

counts = st.integers(1, 2_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
"""A count of cases that met the standard, and how many there were."""

PRINTED_IN_2023_25 = [
    # What was printed, and counts that print so. The report gives the 191 records, but not
    # the numbers behind the three rates of crime recording: those are found, not read.
    (Decimal("96.9"), Decimal("1.9"), 310, 320),
    (Decimal("96.2"), Decimal("3.6"), 102, 106),
    (Decimal("95.0"), Decimal("3.9"), 114, 120),
    (Decimal("85.9"), Decimal("4.9"), 164, 191),
    # Printed for 2021 without a number of records.
    (Decimal("85.2"), Decimal("5.1"), 161, 189),
]


def half_width(estimate: Estimate) -> Fraction:
    """The half width of an estimate that has one."""
    assert estimate.half_width is not None
    return estimate.half_width


def samples_of(*strata, sizes):
    """Every way to draw so many of each stratum."""
    return product(*(combinations(s, n) for s, n in zip(strata, sizes, strict=True)))
