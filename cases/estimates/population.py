"""How many records there are in the population that a sample was drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from cases.models import Draw, DrawStratum, Sample, Ticket
from cases.sampling.plans import Plan, read_plan
from cases.sampling.rules import StratumRule
from checklists.instrument import Fact, Instrument

MOST_RECORDS = 999_999_999
Sizes = Mapping[str, int]
"""Records by the value of a fact."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stratum of the standing draw: ``drawn`` files of ``records``. ``facts`` are those of
    one of its records, none where no record was drawn.
    """

    title: str
    records: int
    drawn: int
    facts: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        return self.records


@dataclass(frozen=True, slots=True)
class Population:
    """What is known of it. ``sizes`` are records by the values of each fact that the draw's
    strata are made of, or else as they were entered; ``of_draw`` names the former.
    """

    strata: tuple[Drawn, ...] = ()
    sizes: Mapping[str, Sizes] = field(default_factory=dict)
    of_draw: frozenset[str] = frozenset()

    @property
    def records(self) -> int | None:
        """The size of the population, None where it is not known."""
        if self.strata:
            return sum(stratum.records for stratum in self.strata)
        return next((sum(sizes.values()) for sizes in self.sizes.values() if sizes), None)


def population_of(sample: Sample) -> Population:
    """What the standing draw says of the population, and what was entered; in one query."""
    rows = list(_strata_of(sample))
    strata = tuple(
        Drawn(row.title, row.records, row.quota, vars(row)["a_records_facts"] or {}) for row in rows
    )
    fact = _fact_of(read_plan(rows[0].draw.plan)) if rows and rows[0].draw.plan else None
    entered = {code: sizes for code, sizes in sample.stratum_sizes.items() if sizes}
    if fact is None:
        return Population(strata, entered)
    return Population(strata, {**entered, fact: _sizes(strata, fact)}, frozenset({fact}))


def _strata_of(sample: Sample) -> Sequence[DrawStratum]:
    a_record = Ticket.objects.filter(stratum=OuterRef("pk")).order_by("pk").values("facts")[:1]
    return list(
        DrawStratum.objects.filter(draw__in=Draw.objects.filter(sample=sample).standing())
        .select_related("draw")
        .annotate(a_records_facts=Subquery(a_record))
        .order_by("position")
    )


def _fact_of(plan: Plan) -> str | None:
    """The fact whose values, one each, the strata of a plan are; None where there is no such."""
    facts = {fact for rule in plan.strata for fact in _by(rule)}
    if plan.minimums or len(facts) != 1 or not all(map(_is_one_value, plan.strata)):
        return None
    return facts.pop()


def _by(rule: StratumRule) -> set[str]:
    return {fact for fact, _ in rule.where.facts} | set(rule.each)


def _is_one_value(rule: StratumRule) -> bool:
    return bool(rule.each) or [len(values) for _, values in rule.where.facts] == [1]


def _sizes(strata: Sequence[Drawn], fact: str) -> Sizes:
    """Records by value. A stratum that nothing was drawn from goes by its title."""
    sizes: dict[str, int] = {}
    for stratum in strata:
        value = stratum.facts.get(fact, "") if stratum.facts else stratum.title
        sizes[value] = sizes.get(value, 0) + stratum.records
    return sizes


def weighable_facts(instrument: Instrument) -> list[Fact]:
    """The facts that estimates can be weighed by: those that measures name, or else every one
    that each file has.
    """
    printed = [measure for measure in instrument.measures if measure.printed == "estimate"]
    named = {measure.strata for measure in printed if measure.strata}
    possible = [fact for fact in instrument.facts if fact.kind == "choice" and fact.required]
    return [fact for fact in possible if not named or fact.code in named] if printed else []
