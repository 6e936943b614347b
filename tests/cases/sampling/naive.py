"""The rule of the draw written a second time: plain lists, fractions, nothing shared but plans.

It follows the page docs/sampling.md step by step, up to the moving of files, which it leaves to
be judged by what must hold.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import floor

from cases.sampling.plans import Plan
from cases.sampling.rules import Condition, Quota

Record = Mapping[str, str]


class NeedsMoving(Exception):
    """A minimum is short after the plain steps, so files would have to be moved."""


@dataclass
class Part:
    """The records of a stratum that satisfy the same minimums."""

    satisfied: tuple[int, ...]
    references: list[str]
    files: int = 0


@dataclass
class Stratum:
    """A stratum of the plan."""

    quota: Quota
    parts: list[Part] = field(default_factory=list)
    files: int = 0

    @property
    def records(self) -> int:
        return sum(len(part.references) for part in self.parts)

    @property
    def room(self) -> int:
        return self.files - sum(part.files for part in self.parts)


@dataclass
class NaiveDraw:
    """What was drawn: tickets with references in order, and the parts."""

    drawn: list[tuple[str, str]]
    reserve: list[tuple[str, str]]
    strata: list[Stratum]


def ticket(seed: str, reference: str) -> str:
    return hashlib.sha256((seed + "," + reference).encode("utf-8")).hexdigest()


def same(one: str, other: str) -> bool:
    first, second = (unicodedata.normalize("NFKC", text).casefold() for text in (one, other))
    return first.split() == second.split()


def fits(record: Record, where: Condition) -> bool:
    return all(any(same(record[fact], v) for v in values) for fact, values in where.facts)


def share(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole parts first, then one each to the largest remainders."""
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    given = [floor(part) for part in exact]
    while sum(given) < amount:
        behind = [part - whole for part, whole in zip(exact, given, strict=True)]
        given[behind.index(max(behind))] += 1
    return given


def share_limited(amount: int, weights: Sequence[int], limits: Sequence[int]) -> list[int]:
    given = [0] * len(weights)
    while amount > 0:
        open_places = [p for p in range(len(weights)) if limits[p] > given[p] and weights[p] > 0]
        if not open_places:
            break
        shares = share(amount, [weights[p] for p in open_places])
        for place, wanted in zip(open_places, shares, strict=True):
            taken = min(wanted, limits[place] - given[place])
            given[place] += taken
            amount -= taken
    return given


def strata_of(records: Mapping[str, Record], plan: Plan) -> list[Stratum]:
    kept = {
        reference: record
        for reference, record in records.items()
        if not any(fits(record, exclusion.where) for exclusion in plan.exclusions)
    }
    strata = []
    for rule in plan.strata:
        listed = dict(rule.where.facts)
        if all(fact in listed for fact in rule.each):
            combinations = list(product(*(listed[fact] for fact in rule.each)))
        else:
            fitting = [record for record in kept.values() if fits(record, rule.where)]
            occurring = {tuple(r[fact] for fact in rule.each) for r in fitting}
            combinations = sorted(occurring, key=lambda values: [v.casefold() for v in values])
        for values in combinations:
            wanted = Condition(tuple((f, (v,)) for f, v in zip(rule.each, values, strict=True)))
            taken = [r for r, rec in kept.items() if fits(rec, rule.where) and fits(rec, wanted)]
            strata.append(Stratum(rule.quota, parts_of(taken, kept, plan)))
            kept = {r: record for r, record in kept.items() if r not in taken}
    return strata


def parts_of(references: list[str], records: Mapping[str, Record], plan: Plan) -> list[Part]:
    parts: dict[tuple[int, ...], Part] = {}
    for reference in references:
        satisfied = tuple(
            place
            for place, minimum in enumerate(plan.minimums)
            if fits(records[reference], minimum.where)
        )
        parts.setdefault(satisfied, Part(satisfied, [])).references.append(reference)
    places = range(len(plan.minimums))
    order: Callable[[Part], list[int]] = lambda part: [  # noqa: E731
        0 if place in part.satisfied else 1 for place in places
    ]
    return sorted(parts.values(), key=order)


def set_quotas(strata: list[Stratum], plan: Plan) -> None:
    asked = sum(stratum.quota.fixed or 0 for stratum in strata)
    left = asked if plan.target is None else plan.target
    for stratum in strata:
        if stratum.quota.fixed is not None:
            stratum.files = min(stratum.quota.fixed, stratum.records)
            left -= stratum.files
    shared = [stratum for stratum in strata if stratum.quota.fixed is None]
    left = min(left, sum(stratum.records for stratum in shared))
    held: list[Stratum] = []
    while True:
        free = [stratum for stratum in shared if stratum not in held]
        rest = left - sum(stratum.files for stratum in held)
        total = sum(stratum.records for stratum in free)
        under = [
            stratum
            for stratum in free
            if total and Fraction(rest * stratum.records, total) < least(stratum)
        ]
        if not under:
            break
        for stratum in under:
            stratum.files = least(stratum)
            held.append(stratum)
    if total:
        for stratum, files in zip(free, share(rest, [s.records for s in free]), strict=True):
            stratum.files = files


def least(stratum: Stratum) -> int:
    return min(stratum.quota.at_least, stratum.records)


def meet_minimums(strata: list[Stratum], plan: Plan) -> None:
    for place, minimum in enumerate(plan.minimums):
        fitting = [[part for part in s.parts if place in part.satisfied] for s in strata]
        records = [sum(len(part.references) for part in parts) for parts in fitting]
        has = sum(part.files for parts in fitting for part in parts)
        wanted = min(minimum.files, sum(records))
        limits = [
            min(stratum.room, number - sum(part.files for part in parts))
            for stratum, parts, number in zip(strata, fitting, records, strict=True)
        ]
        for parts, files in zip(fitting, share_limited(wanted - has, records, limits), strict=True):
            sizes = [len(part.references) for part in parts]
            spare = [len(part.references) - part.files for part in parts]
            for part, more in zip(parts, share_limited(files, sizes, spare), strict=True):
                part.files += more
        if sum(part.files for parts in fitting for part in parts) < wanted:
            raise NeedsMoving


def fill(stratum: Stratum) -> None:
    if not stratum.room:
        return
    behind = [
        max(0, stratum.files * len(part.references) - part.files * stratum.records)
        for part in stratum.parts
    ]
    for part, files in zip(stratum.parts, share(stratum.room, behind), strict=True):
        part.files += files


def naive_draw(records: Mapping[str, Record], plan: Plan, seed: str) -> NaiveDraw:
    """Raises ``NeedsMoving`` where the plain steps leave a minimum short."""
    strata = strata_of(records, plan)
    set_quotas(strata, plan)
    meet_minimums(strata, plan)
    drawn: list[tuple[str, str]] = []
    reserve: list[tuple[str, str]] = []
    for stratum in strata:
        fill(stratum)
        for part in stratum.parts:
            tickets = sorted((ticket(seed, reference), reference) for reference in part.references)
            drawn += tickets[: part.files]
            standby = max(-(-part.files * plan.reserve.share // 100), plan.reserve.at_least)
            reserve += tickets[part.files : part.files + (standby if part.files else 0)]
    return NaiveDraw(sorted(drawn), sorted(reserve), strata)
