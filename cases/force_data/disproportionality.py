"""How often groups are searched, beside one another: rate ratios and find rates of a force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cases.statistics.searches import RateRatio, disproportionality
from forces.indicators.computing import Amount, Figure, ForceData
from forces.indicators.indicator import NOT_STATED, Grouping, Indicator
from forces.indicators.periods import Period, twelve_months_to
from forces.indicators.sheet import mark_of
from forces.models import Force

from .wording import made_up

REFERENCE = "white"
SEARCHES, POPULATION, FOUND = "stop_and_searches", "population", "find_rate"


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its searches and its people; ``ratio`` is None for the one compared with.

    ``marks`` are what must be said of the two counts: "Synthetic", "Illustrative" or nothing.
    """

    code: str
    label: str
    searches: int
    people: int
    marks: tuple[str, str]
    rate: Fraction
    ratio: RateRatio | None
    find_rate: Amount | None


@dataclass(frozen=True, slots=True)
class Disproportion:
    """The groups of a force in one year. ``not_stated`` searches count in none of them.

    ``without`` are the groups that searches or people are missing of. ``searches`` is the
    total as the force gave it, None where it gave none.
    """

    force: Force
    period: Period
    reference: str
    groups: tuple[Group, ...]
    without: tuple[str, ...]
    not_stated: int
    not_stated_mark: str
    searches: Amount | None
    population: Figure
    find_rate: Amount | None
    made_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is nothing to compare, as a sentence."""

    reason: str


def disproportion_of(
    force: Force, data: ForceData, only: Period | None = None
) -> Disproportion | Missing:
    """The latest twelve months that White people and another group have both numbers of.

    With ``only``, those twelve months and no others.
    """
    searches = data.indicators.by_code[SEARCHES]
    population = data.indicators.by_code[POPULATION]
    grouping = searches.grouping
    ends = sorted({period.ends for period in data.periods_of(searches)}, reverse=True)
    if grouping is None or not ends:
        return Missing("No stop and searches of this force are accepted yet.")
    for period in [only] if only else map(twelve_months_to, ends):
        counted = _by_group(searches, period, data, grouping)
        people = _people(population, period, data, grouping)
        if _comparable(counted, people):
            return _compared(force, period, grouping, counted, people, data)
    return Missing(
        "To compare groups, the force gives its stop and searches of twelve months by ethnicity, "
        "and a population estimate by ethnicity from before their end. One of the two is missing."
    )


def _comparable(counted: Mapping[str, Amount], people: Mapping[str, Figure]) -> bool:
    both = [group for group in counted if group in people and group != NOT_STATED]
    reference = counted.get(REFERENCE)
    return len(both) > 1 and reference is not None and bool(reference.value) and REFERENCE in both


def _compared(
    force: Force,
    period: Period,
    grouping: Grouping,
    counted: Mapping[str, Amount],
    people: Mapping[str, Figure],
    data: ForceData,
) -> Disproportion:
    both = {code: people[code] for code in counted if code in people and code != NOT_STATED}
    searches = {code: int(amount.value) for code, amount in counted.items() if code in both}
    if NOT_STATED in counted:
        searches[NOT_STATED] = int(counted[NOT_STATED].value)
    populations = {code: int(figure.amount.value) for code, figure in both.items()}
    found = disproportionality(searches, populations, REFERENCE)
    behind = [*counted.values(), *(figure.amount for figure in both.values())]
    labels = {group.code: group.label for group in grouping.groups}
    rates = data.indicators.by_code[FOUND]
    return Disproportion(
        force=force,
        period=period,
        reference=labels[REFERENCE],
        groups=tuple(_groups(grouping, counted, both, found.ratios, period, data)),
        without=tuple(labels[c] for c in labels if c not in both and c != NOT_STATED),
        not_stated=found.not_stated,
        not_stated_mark=mark_of(counted[NOT_STATED]) if NOT_STATED in counted else "",
        searches=data.over(data.indicators.by_code[SEARCHES], period),
        population=both[REFERENCE],
        find_rate=data.over(rates, period),
        made_up=tuple(_said(behind)),
    )


def _groups(
    grouping: Grouping,
    counted: Mapping[str, Amount],
    people: Mapping[str, Figure],
    ratios: Mapping[str, RateRatio],
    period: Period,
    data: ForceData,
) -> Iterator[Group]:
    reference_rate = next(iter(ratios.values())).reference_rate
    for group in grouping.groups:
        if group.code in people:
            searches, living = counted[group.code], people[group.code].amount
            ratio = ratios.get(group.code)
            yield Group(
                code=group.code,
                label=group.label,
                searches=int(searches.value),
                people=int(living.value),
                marks=(mark_of(searches), mark_of(living)),
                rate=ratio.rate if ratio else reference_rate,
                ratio=ratio,
                find_rate=data.over(data.indicators.by_code[FOUND], period, group.code),
            )


def _by_group(
    indicator: Indicator, period: Period, data: ForceData, grouping: Grouping
) -> dict[str, Amount]:
    found = {group.code: data.over(indicator, period, group.code) for group in grouping.groups}
    return {code: amount for code, amount in found.items() if amount is not None}


def _people(
    indicator: Indicator, period: Period, data: ForceData, grouping: Grouping
) -> dict[str, Figure]:
    found = {group.code: data.on(indicator, period.ends, group.code) for group in grouping.groups}
    return {code: figure for code, figure in found.items() if figure and figure.amount.value}


def _said(behind: list[Amount]) -> list[str]:
    return made_up(
        synthetic=any(amount.synthetic for amount in behind),
        illustrative=any(amount.illustrative for amount in behind),
    )
