"""The rows of the tables beside charts of force data, in words."""

from dataclasses import dataclass
from fractions import Fraction

from cases.force_data.disproportionality import Disproportion, Group
from cases.force_data.over_forces import OverForces
from cases.statistics.printing import times
from forces.indicators.sheet import mark_of
from forces.indicators.shipped import shipped_indicators
from forces.indicators.wording import in_words, number
from forces.models import Force
from peel.lib.rounding import rounded

PLACES = 1


@dataclass(frozen=True, slots=True)
class ForceRow:
    force: Force
    words: str
    mark: str
    position: str
    met: bool | None
    similar: bool
    chosen: bool
    sources: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    label: str
    searches: str
    people: str
    rate: str
    ratio: str
    interval: str
    find_rate: str
    marks: tuple[str, str]


def rows_of(found: OverForces) -> list[ForceRow]:
    """The forces, the highest first."""
    return [
        ForceRow(
            force=standing.force,
            words=number(found.indicator, standing.amount.value),
            mark=mark_of(standing.amount),
            position=standing.position,
            met=standing.met,
            similar=standing.similar,
            chosen=found.chosen is not None and standing.force.pk == found.chosen.pk,
            sources="; ".join(standing.amount.sources),
        )
        for standing in found.standings
    ]


def group_rows(found: Disproportion) -> list[GroupRow]:
    """The groups, the one compared with first."""
    return [_group_row(group) for group in found.groups]


def summary_of(found: Disproportion) -> list[str]:
    """What the table says, in sentences."""
    sentences = [
        f"{group.label}: {times(group.ratio.ratio)} as likely to be searched as "
        f"{found.reference} people."
        for group in found.groups
        if group.ratio
    ]
    counted = sum(group.searches for group in found.groups)
    if found.not_stated:
        share = rounded(Fraction(100 * found.not_stated, counted + found.not_stated), PLACES)
        sentences.append(
            f"{found.not_stated:,} searches of people whose ethnicity is not stated, {share} "
            "percent, are left out."
        )
    if found.find_rate:
        rate = shipped_indicators().by_code["find_rate"]
        sentences.append(
            f"The item searched for was found in {in_words(rate, found.find_rate.value)} of all "
            "searches."
        )
    return sentences


def _group_row(group: Group) -> GroupRow:
    ratio = group.ratio
    interval = "None"
    if ratio and ratio.lower is not None and ratio.upper is not None:
        interval = f"{rounded(ratio.lower, PLACES)} to {rounded(ratio.upper, PLACES)}"
    rate = shipped_indicators().by_code["find_rate"]
    return GroupRow(
        label=group.label,
        searches=f"{group.searches:,}",
        people=f"{group.people:,}",
        rate=f"{rounded(group.rate, PLACES):,}",
        ratio=times(ratio.ratio) if ratio else "compared with",
        interval=interval,
        find_rate=number(rate, group.find_rate.value) if group.find_rate else "Not given",
        marks=group.marks,
    )
