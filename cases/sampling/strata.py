"""Sorts records into the strata of a plan by their facts, and cuts these by the minimums."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from cases.sampling.plans import Plan
from cases.sampling.rules import Condition, StratumRule
from cases.sampling.values import folded

Facts = tuple[str, ...]


class Stem(NamedTuple):
    """A stratum of the plan: the place of its rule, and its values of the rule's ``each``."""

    rule: int
    values: Facts


class Cell(NamedTuple):
    """A part of a stratum whose records all satisfy the same minimums, given by place."""

    stem: Stem
    minimums: tuple[int, ...]


class Excluded(NamedTuple):
    """Where records go that an exclusion, given by place, leaves out."""

    exclusion: int


def projection(plan: Plan, facts: Sequence[str]) -> Callable[[Facts], Facts]:
    """Picks those of a record's facts that the plan names, in order of the plan's ``facts``.

    Raises ``ValueError`` when the plan names a fact that isn't there.
    """
    places = [facts.index(fact) for fact in plan.facts]
    if not places:
        return lambda values: ()
    pick = itemgetter(*places)
    return pick if len(places) > 1 else lambda values: (pick(values),)


@dataclass(slots=True)
class Sorter:
    """Finds the place of a record from the facts that its plan names, in the plan's order."""

    plan: Plan
    _at: dict[str, int] = field(init=False)
    _exclusions: list["_Test"] = field(init=False)
    _strata: list["_Test"] = field(init=False)
    _minimums: list["_Test"] = field(init=False)

    def __post_init__(self) -> None:
        self._at = {fact: place for place, fact in enumerate(self.plan.facts)}
        self._exclusions = [self._test(exclusion.where) for exclusion in self.plan.exclusions]
        self._strata = [self._test(rule.where) for rule in self.plan.strata]
        self._minimums = [self._test(minimum.where) for minimum in self.plan.minimums]

    def _test(self, where: Condition) -> "_Test":
        return [
            (self._at[fact], frozenset(folded(value) for value in values))
            for fact, values in where.facts
        ]

    def place_of(self, facts: Facts) -> Cell | Excluded | None:
        """The cell of a record, the exclusion that leaves it out, or None when nothing fits."""
        values = tuple(folded(value) for value in facts)
        for place, test in enumerate(self._exclusions):
            if _fits(values, test):
                return Excluded(place)
        for place, test in enumerate(self._strata):
            if _fits(values, test):
                return Cell(self._stem(place, values), self._satisfied(values))
        return None

    def _stem(self, rule: int, values: Facts) -> Stem:
        each = self.plan.strata[rule].each
        return Stem(rule, tuple(values[self._at[fact]] for fact in each))

    def _satisfied(self, values: Facts) -> tuple[int, ...]:
        return tuple(place for place, test in enumerate(self._minimums) if _fits(values, test))


_Test = list[tuple[int, frozenset[str]]]


def _fits(values: Facts, test: _Test) -> bool:
    return all(values[place] in wanted for place, wanted in test)


@dataclass(slots=True)
class Sorted:
    """How many records stand where. ``spelling`` gives a folded value as the extract writes it."""

    cells: Counter[Cell] = field(default_factory=Counter)
    excluded: Counter[int] = field(default_factory=Counter)
    outside: int = 0
    spelling: dict[tuple[str, str], str] = field(default_factory=dict)

    def spelt(self, fact: str, value: str) -> str:
        return self.spelling.get((fact, value), value)


def sort_counts(plan: Plan, counts: Mapping[Facts, int]) -> Sorted:
    """Sorts numbers of records by the facts that the plan names."""
    sorter, found = Sorter(plan), Sorted()
    for facts, number in counts.items():
        place = sorter.place_of(facts)
        if isinstance(place, Cell):
            found.cells[place] += number
        elif place is not None:
            found.excluded[place.exclusion] += number
        else:
            found.outside += number
        for fact, value in zip(plan.facts, facts, strict=True):
            # Of several spellings the first in order of characters, whatever the order of rows.
            key, spelt = (fact, folded(value)), " ".join(value.split())
            found.spelling[key] = min(spelt, found.spelling.get(key, spelt))
    _add_written_spellings(plan, found)
    return found


def _add_written_spellings(plan: Plan, found: Sorted) -> None:
    """The plan's own spelling wins over the extract's."""
    for condition in plan.conditions:
        for fact, values in condition.facts:
            found.spelling.update({(fact, folded(value)): value for value in values})


def stems_of(plan: Plan, found: Sorted) -> list[Stem]:
    """The strata of the plan in order, with those that have no records."""
    occurring: dict[int, set[Facts]] = {}
    for cell in found.cells:
        occurring.setdefault(cell.stem.rule, set()).add(cell.stem.values)
    return [
        Stem(place, values)
        for place, rule in enumerate(plan.strata)
        for values in _values_of(rule, occurring.get(place, set()))
    ]


def _values_of(rule: StratumRule, occurring: set[Facts]) -> Iterator[Facts]:
    """The combinations of ``each``: all of those that ``where`` lists, and those that occur."""
    listed = dict(rule.where.facts)
    if all(fact in listed for fact in rule.each):
        folded_lists = [[folded(value) for value in listed[fact]] for fact in rule.each]
        yield from dict.fromkeys(product(*folded_lists))
    else:
        yield from sorted(occurring)
