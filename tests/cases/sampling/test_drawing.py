"""What always holds of a draw, and the draw against the rule written a second time."""

import random
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.sampling.allotment import resolve
from cases.sampling.drawing import Drawn, draw
from cases.sampling.plans import Plan, read_plan
from cases.sampling.tickets import ticket_of
from cases.sampling.wording import naming_of
from checklists.instrument import Choice, Fact
from peel.lib.errors import Invalid
from tests.cases.sampling.naive import NeedsMoving, fits, naive_draw
from tests.cases.sampling.random_plans import FACTS, Records, plans, records, seeds

SIMPLE = {"code": "a", "title": "A", "checklist": "vsa"}


def possible_draw(extract: Records, plan: Plan, seed: str) -> Drawn:
    """The draw, or an example that is passed over because the plan is refused."""
    counts = Counter(extract.values())
    assume(not resolve(plan, counts, FACTS).refusals)
    return draw(extract, plan, seed, FACTS, accept_shortfalls=True)


@given(records, plans(), seeds)
def test_the_rule_written_twice_draws_the_same(extract, plan, seed):
    drawn = possible_draw(extract, plan, seed)
    try:
        naive = naive_draw(
            {ref: dict(zip(FACTS, facts, strict=True)) for ref, facts in extract.items()},
            plan,
            seed,
        )
    except NeedsMoving:
        assume(False)
    parts = [part for stratum in naive.strata for part in stratum.parts]
    assert [(s.records, s.quota) for s in drawn.strata if s.records] == [
        (len(part.references), part.files) for part in parts
    ]
    assert [(t.ticket, t.reference) for t in drawn.drawn] == naive.drawn
    assert [(t.ticket, t.reference) for t in drawn.reserve] == naive.reserve


@given(records, plans(), seeds)
def test_quotas_and_minimums_are_met_or_named(extract, plan, seed):
    drawn = possible_draw(extract, plan, seed)
    short = {(found.kind, found.code): found for found in drawn.resolution.shortfalls}
    facts = {ref: dict(zip(FACTS, values, strict=True)) for ref, values in extract.items()}
    chosen = [facts[ticket.reference] for ticket in drawn.drawn]
    for minimum in plan.minimums:
        reached = sum(fits(record, minimum.where) for record in chosen)
        named = short.get(("minimum", minimum.code))
        assert reached >= (named.drawn if named else minimum.files)
        assert named is None or named.drawn < minimum.files
    by_stratum = Counter(ticket.stratum for ticket in drawn.drawn)
    for planned in drawn.resolution.planned:
        got = sum(by_stratum[s.code] for s in drawn.strata if s.planned == planned.code)
        named = short.get(("stratum", planned.code))
        least = planned.at_least if planned.fixed is None else planned.fixed
        assert got >= (named.drawn if named else least)
        assert planned.fixed is None or got == (named.drawn if named else planned.fixed)
    if plan.target is not None and ("target", "") not in short:
        all_fixed = all(rule.quota.fixed is not None for rule in plan.strata)
        assert len(drawn.drawn) == plan.target or (all_fixed and short)


@given(records, plans(), seeds)
def test_no_file_is_drawn_twice_and_each_stands_in_its_stratum(extract, plan, seed):
    drawn = possible_draw(extract, plan, seed)
    references = [ticket.reference for ticket in (*drawn.drawn, *drawn.reserve)]
    assert len(set(references)) == len(references)
    strata = {stratum.code: stratum for stratum in drawn.strata}
    assert len(strata) == len(drawn.strata)
    assert Counter(t.stratum for t in drawn.drawn) == Counter(
        {code: stratum.quota for code, stratum in strata.items() if stratum.quota}
    )
    assert Counter(t.stratum for t in drawn.reserve) == Counter(
        {code: stratum.reserve for code, stratum in strata.items() if stratum.reserve}
    )
    for ticket in (*drawn.drawn, *drawn.reserve):
        assert ticket.ticket == ticket_of(seed, ticket.reference)
    for stratum in drawn.strata:
        drawn_here = [t.ticket for t in drawn.drawn if t.stratum == stratum.code]
        in_reserve = [t.ticket for t in drawn.reserve if t.stratum == stratum.code]
        assert not drawn_here or not in_reserve or max(drawn_here) < min(in_reserve)


@given(records, plans(), seeds, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(extract, plan, seed, chance):
    drawn = possible_draw(extract, plan, seed)
    rows = list(extract.items())
    chance.shuffle(rows)
    assert draw(dict(rows), plan, seed, FACTS, accept_shortfalls=True) == drawn


@given(records, plans(), seeds)
def test_facts_that_the_plan_does_not_name_change_nothing(extract, plan, seed):
    drawn = possible_draw(extract, plan, seed)
    wider = {ref: ("2024-01-01", *reversed(facts), "x") for ref, facts in extract.items()}
    facts = ("reported_on", *reversed(FACTS), "offence")
    assert draw(wider, plan, seed, facts, accept_shortfalls=True) == drawn


@given(records, plans(), seeds)
def test_case_and_spaces_of_values_change_only_titles(extract, plan, seed):
    drawn = possible_draw(extract, plan, seed)
    loud = {ref: tuple(f" {v.upper()} " if v else v for v in f) for ref, f in extract.items()}
    again = draw(loud, plan, seed, FACTS, accept_shortfalls=True)
    assert (again.drawn, again.reserve) == (drawn.drawn, drawn.reserve)


@given(records, plans(), seeds)
def test_what_is_refused_or_short_is_not_drawn_unasked(extract, plan, seed):
    resolution = resolve(plan, Counter(extract.values()), FACTS)
    if resolution.refusals:
        with pytest.raises(Invalid) as refused:
            draw(extract, plan, seed, FACTS, accept_shortfalls=True)
        assert refused.value.messages == resolution.refusals
    elif resolution.shortfalls:
        with pytest.raises(Invalid) as refused:
            draw(extract, plan, seed, FACTS)
        assert list(refused.value.messages) == [s.sentence for s in resolution.shortfalls]
    else:
        assert draw(extract, plan, seed, FACTS).resolution == resolution


@given(records, plans())
def test_every_record_is_accounted_for(extract, plan):
    resolution = resolve(plan, Counter(extract.values()), FACTS)
    excluded = sum(number for _, number in resolution.excluded)
    assert resolution.records + excluded + resolution.outside == len(extract)
    for stratum in resolution.strata:
        assert 0 <= stratum.quota <= stratum.records - stratum.reserve
        assert stratum.probability == (stratum.quota / stratum.records if stratum.records else 0)
        if stratum.weight is not None:
            assert stratum.weight * stratum.quota == pytest.approx(stratum.records)


def test_the_example_of_the_issue():
    """100 files with at least 20 of outcome type 8: the lowest 20 tickets, and 80 others."""
    chance = random.Random(8)
    extract = {f"04/{n:05}/23": ("8" if chance.random() < 0.05 else "18",) for n in range(5_000)}
    minimum = {"where": {"outcome_type": 8}, "files": 20}
    plan = read_plan({**SIMPLE, "target": 100, "minimums": [minimum]})
    drawn = draw(extract, plan, "Lancashire", ("outcome_type",))
    lowest = {
        outcome: sorted(
            ticket_of("Lancashire", r) for r, facts in extract.items() if facts == (outcome,)
        )
        for outcome in ("8", "18")
    }
    assert [t.ticket for t in drawn.drawn] == sorted(lowest["8"][:20] + lowest["18"][:80])
    assert [t.ticket for t in drawn.reserve] == sorted(lowest["8"][20:40] + lowest["18"][80:160])
    assert [(s.code, s.title, s.quota) for s in drawn.strata] == [
        ("all.outcome_type_8", "All records · Outcome type 8", 20),
        ("all.other", "All records · Other", 80),
    ]


def test_a_minimum_that_is_met_anyway_leaves_the_draw_in_proportion():
    extract = {f"{n:04}": ("8" if n % 10 < 3 else "18",) for n in range(1_000)}
    minimum = {"where": {"outcome_type": 8}, "files": 20}
    plan = read_plan({**SIMPLE, "target": 100, "minimums": [minimum]})
    drawn = draw(extract, plan, "seed", ("outcome_type",))
    assert [stratum.quota for stratum in drawn.strata] == [30, 70]


def test_titles_use_the_labels_of_the_checklist():
    outcome = Fact(
        "outcome_type", "Outcome type", "choice", False, (Choice("8", "8 Resolved"),), True
    )
    plan = read_plan({**SIMPLE, "strata": [{"each": ["outcome_type"], "quota": 1}]})
    extract = {"A": ("8",), "B": ("",)}
    drawn = draw(extract, plan, "seed", ("outcome_type",), naming=naming_of([outcome]))
    assert [(s.code, s.title) for s in drawn.strata] == [
        ("outcome_type_not_recorded", "Outcome type not recorded"),
        ("outcome_type_8", "8 Resolved"),
    ]
