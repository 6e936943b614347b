"""Stop and search: disproportionality between groups, and how often the item is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Final

from cases.statistics.estimates import Z
from cases.statistics.exact import square_root
from cases.statistics.proportions import share

NOT_STATED: Final = "not_stated"


@dataclass(frozen=True, slots=True)
class RateRatio:
    """A group's rate over that of the reference group, with its 95 percent log interval.

    Rates are per 1,000 people. The limits are None for a group that was never searched, whose
    ratio of 0 has no logarithm.
    """

    ratio: Fraction
    lower: Fraction | None
    upper: Fraction | None
    rate: Fraction
    reference_rate: Fraction


@dataclass(frozen=True, slots=True)
class Disproportionality:
    """The rate ratio of every group but the reference, and the searches that count in none."""

    ratios: Mapping[str, RateRatio]
    reference: str
    not_stated: int


def rate_per_thousand(count: int, population: int) -> Fraction:
    """``count`` per 1,000 people: 1,000 count / population.

    Assumptions: the population is of residents, while those counted may live elsewhere.
    Raises ``ValueError`` for a count below 0 or a population below 1. Source: the printed
    reports.
    """
    if count < 0 or population < 1:
        raise ValueError(f"{count:,} in a population of {population:,} has no rate.")
    return Fraction(1000 * count, population)


def rate_ratio(
    searches: int, population: int, reference_searches: int, reference_population: int
) -> RateRatio:
    """How many times as likely a group is to be searched as the reference group.

    Formula: RR = (a / A) / (b / B), interval RR exp(-/+ 1.96 sqrt(1/a + 1/b)). Assumptions:
    searches are independent events at a steady rate (Poisson), so one person may be searched
    more than once; populations are known without error. Units: searches and people in,
    a ratio out (1 is parity) and rates per 1,000. Raises ``ValueError`` when a population is
    below 1 or the reference group was never searched. Source: Rothman, Greenland and Lash,
    Modern Epidemiology, 3rd edition (2008), chapter 14; printed as "2.9 times" in PEEL 2023-25.
    """
    rate = rate_per_thousand(searches, population)
    reference = rate_per_thousand(reference_searches, reference_population)
    if not reference:
        raise ValueError("The group compared with was never searched, so there is no ratio.")
    ratio = rate / reference
    if not searches:
        return RateRatio(ratio, None, None, rate, reference)
    factor = _exp(Z * square_root(Fraction(1, searches) + Fraction(1, reference_searches)))
    return RateRatio(ratio, ratio / factor, ratio * factor, rate, reference)


def disproportionality(
    searches: Mapping[str, int], populations: Mapping[str, int], reference: str = "white"
) -> Disproportionality:
    """The rate ratio of each group of ``populations`` to the reference group.

    Both are keyed by group. Searches under ``not_stated`` are left out and counted; a group
    without searches has 0. Formula, assumptions, units and source: ``rate_ratio``. Raises
    ``ValueError``, naming the group, when searches have no population or a ratio can't be.
    """
    unknown = [group for group in (reference, *searches) if group not in populations]
    missing = [group for group in unknown if group != NOT_STATED]
    if missing:
        raise ValueError(f"Give the population of {', '.join(dict.fromkeys(missing))}.")
    compared = (searches.get(reference, 0), populations[reference])
    if not compared[0]:
        raise ValueError(f"{reference}: this group was never searched, so there is no ratio to it.")
    groups = [group for group in populations if group not in (reference, NOT_STATED)]
    ratios = {group: _named(group, searches, populations, compared) for group in groups}
    return Disproportionality(ratios, reference, searches.get(NOT_STATED, 0))


def _named(
    group: str,
    searches: Mapping[str, int],
    populations: Mapping[str, int],
    compared: tuple[int, int],
) -> RateRatio:
    try:
        return rate_ratio(searches.get(group, 0), populations[group], *compared)
    except ValueError as error:
        raise ValueError(f"{group}: {error}") from error


def find_rate(found: int, searches: int) -> Fraction:
    """Searches in which an item was found, in percent of all searches: 100 found / searches.

    It has no interval, as all searches of the period are counted; for a sample of them use
    ``wald``. Assumptions: the outcome of every search counted is recorded. Raises
    ``ValueError`` without searches or with more found than searched. Source: the printed
    reports, and the Home Office's statistics on police powers and procedures.
    """
    return 100 * share(found, searches)


def _exp(value: Fraction) -> Fraction:
    with localcontext(Context(prec=40)):
        return Fraction((Decimal(value.numerator) / value.denominator).exp())
