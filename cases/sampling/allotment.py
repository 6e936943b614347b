"""Resolves a plan against the numbers of an extract: the final strata and their quotas.

Nothing here sees a reference or a seed, so a plan can be checked before anything is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.sampling.findings import Findings
from cases.sampling.names import Names
from cases.sampling.plans import Plan
from cases.sampling.quotas import (
    Allotted,
    Pool,
    fill,
    meet_minimum,
    reached,
    satisfying,
    set_quotas,
)
from cases.sampling.repairs import Repair
from cases.sampling.resolution import PlannedMinimum, PlannedStratum, Resolution, Stratum
from cases.sampling.rules import Minimum
from cases.sampling.strata import (
    Cell,
    Facts,
    Sorted,
    Stem,
    projection,
    sort_counts,
    stems_of,
)
from cases.sampling.wording import Naming, plain_naming
from peel.lib.definitions.problems import quoted

MOST_STRATA: Final = 1_000


def resolve(
    plan: Plan,
    counts: Mapping[Facts, int],
    facts: Sequence[str],
    naming: Naming = plain_naming,
) -> Resolution:
    """What a plan comes to, given the numbers of records by their facts.

    The keys of ``counts`` are values aligned with the codes in ``facts``, which may hold more
    than the plan names. ``naming`` prints values in titles and sentences.
    """
    unknown = [fact for fact in plan.facts if fact not in facts]
    if unknown:
        return _refused(*(_uncounted(fact) for fact in unknown))
    found = sort_counts(plan, _projected(plan, counts, facts))
    stems = stems_of(plan, found)
    if len(stems) > MOST_STRATA:
        return _refused(_too_many("The plan makes", len(stems), "a fact of “each”"))
    strata = _strata(plan, found, stems)
    parts = sum(len(stratum.pools) for stratum in strata)
    if parts > MOST_STRATA:
        return _refused(_too_many("The minimums cut the plan into", parts, "a minimum"))
    return _Resolving(plan, found, strata, Names(plan, found, stems, naming)).resolution()


def _uncounted(fact: str) -> str:
    return (
        f"The plan sorts by the fact {quoted(fact)}, which the extract isn't counted by: it isn't "
        "there, or has too many values. Leave it out of the plan."
    )


def _too_many(what: str, number: int, remedy: str) -> str:
    return (
        f"{what} {number:,} strata, and at most {MOST_STRATA:,} can be drawn from. "
        f"Leave out {remedy}, or name fewer values."
    )


def _refused(*sentences: str) -> Resolution:
    return Resolution(refusals=sentences)


def _projected(plan: Plan, counts: Mapping[Facts, int], facts: Sequence[str]) -> dict[Facts, int]:
    pick = projection(plan, facts)
    projected: dict[Facts, int] = {}
    for values, number in counts.items():
        key = pick(values)
        projected[key] = projected.get(key, 0) + number
    return projected


@dataclass(slots=True)
class _Resolving:
    """One resolution in the making."""

    plan: Plan
    found: Sorted
    strata: list[Allotted]
    names: Names
    findings: Findings = field(default_factory=Findings)

    def resolution(self) -> Resolution:
        self._check_strata()
        if not self.findings.refusals:
            self._allot()
        final = self._final() if not self.findings.refusals else ()
        self.findings.check_reach(final)
        return Resolution(
            strata=final,
            shortfalls=tuple(self.findings.shortfalls),
            refusals=tuple(self.findings.refusals),
            notices=tuple(self.findings.notices),
            excluded=tuple(
                (exclusion.reason, self.found.excluded[place])
                for place, exclusion in enumerate(self.plan.exclusions)
            ),
            outside=self.found.outside,
            planned=tuple(self._planned(stratum) for stratum in self.strata),
            minimums=tuple(self._minimum(*pair) for pair in enumerate(self.plan.minimums)),
        )

    def _planned(self, stratum: Allotted) -> PlannedStratum:
        return PlannedStratum(
            code=self.names.stem_code(stratum.stem),
            title=self.names.stem_title(stratum.stem),
            records=stratum.records,
            fixed=stratum.asked.fixed,
            at_least=stratum.asked.at_least,
            quota=stratum.quota,
        )

    def _minimum(self, place: int, minimum: Minimum) -> PlannedMinimum:
        return PlannedMinimum(
            code=minimum.code,
            title=self.names.minimum_title(place),
            records=satisfying(self.strata, place),
            asked=minimum.files,
            reached=reached(self.strata, place),
        )

    def _check_strata(self) -> None:
        self.findings.check_target(self.plan, self.strata, self.found)
        self.findings.check_strata(self.strata, self.names)
        self.findings.check_rules(self.plan, {stratum.stem.rule for stratum in self.strata})

    def _allot(self) -> None:
        fixed = sum(stratum.asked.least for stratum in self.strata)
        set_quotas(self.strata, fixed if self.plan.target is None else self.plan.target)
        self._meet_minimums()
        for stratum in self.strata:
            fill(stratum)

    def _meet_minimums(self) -> None:
        available = [satisfying(self.strata, place) for place in range(len(self.plan.minimums))]
        wanted = [
            min(minimum.files, records)
            for minimum, records in zip(self.plan.minimums, available, strict=True)
        ]
        for place, files in enumerate(wanted):
            meet_minimum(self.strata, place, files)
        Repair(self.strata, wanted).make()
        for place, minimum in enumerate(self.plan.minimums):
            title = self.names.minimum_title(place)
            self.findings.check_records(minimum, title, available[place])
            self.findings.check_room(title, wanted[place], reached(self.strata, place))

    def _final(self) -> tuple[Stratum, ...]:
        return tuple(
            self._stratum(stratum, pool) for stratum in self.strata for pool in stratum.pools
        )

    def _stratum(self, stratum: Allotted, pool: Pool) -> Stratum:
        is_whole = len(stratum.pools) == 1
        wanted = self.plan.reserve.wanted(pool.files)
        return Stratum(
            code=self.names.code(pool.cell, is_whole=is_whole),
            title=self.names.title(pool.cell, is_whole=is_whole),
            records=pool.records,
            quota=pool.files,
            reserve=min(wanted, pool.records - pool.files),
            planned=self.names.stem_code(stratum.stem),
            minimums=tuple(self.plan.minimums[place].code for place in pool.cell.minimums),
            cell=pool.cell,
        )


def _strata(plan: Plan, found: Sorted, stems: Sequence[Stem]) -> list[Allotted]:
    """The strata of the plan in order, each with its cells: those of the first minimum first."""
    pools: dict[Stem, list[Pool]] = {stem: [] for stem in stems}
    for cell, records in found.cells.items():
        pools[cell.stem].append(Pool(cell, records))

    def order(pool: Pool) -> list[bool]:
        return [not pool.satisfies(place) for place in range(len(plan.minimums))]

    return [
        Allotted(stem, plan.strata[stem.rule].quota, sorted(cut, key=order) or [_empty(stem)])
        for stem, cut in pools.items()
    ]


def _empty(stem: Stem) -> Pool:
    return Pool(Cell(stem, ()), 0)
