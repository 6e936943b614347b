"""Holds a plan against the facts that a checklist declares."""

from collections.abc import Iterator, Sequence

from cases.sampling.plans import Plan
from cases.sampling.rules import Condition
from cases.sampling.values import NOT_RECORDED, folded
from checklists.instrument import Fact
from peel.lib.definitions.problems import did_you_mean, listed, quoted


def problems_with(plan: Plan, checklist: str, facts: Sequence[Fact]) -> list[str]:
    """Why a plan can't be used with a checklist (its code and facts), a sentence for each."""
    by_code = {fact.code: fact for fact in facts}
    problems: list[str] = []
    if plan.checklist != checklist:
        problems.append(
            f"The plan is for the checklist {quoted(plan.checklist)}, not {quoted(checklist)}."
        )
    for what, where in _conditions(plan):
        for code, values in where.facts:
            reason = _reason_against_fact(code, by_code)
            reasons = [reason] if reason else _reasons_against_values(by_code[code], values)
            problems += [f"{what}: {sentence}" for sentence in reasons]
    for rule in plan.strata:
        for code in rule.each:
            if reason := _reason_against_fact(code, by_code):
                problems.append(f"{_called(rule.title or rule.code)}: {reason}")
    return problems


def _conditions(plan: Plan) -> Iterator[tuple[str, Condition]]:
    for exclusion in plan.exclusions:
        yield f"The exclusion {quoted(exclusion.reason)}", exclusion.where
    for rule in plan.strata:
        yield _called(rule.title or rule.code), rule.where
    for minimum in plan.minimums:
        yield f"The minimum {quoted(minimum.title or minimum.code)}", minimum.where


def _called(name: str) -> str:
    return f"The stratum {quoted(name)}"


def _reason_against_fact(code: str, by_code: dict[str, Fact]) -> str | None:
    fact = by_code.get(code)
    if fact is None:
        hint = did_you_mean(code, by_code) or f" It declares {listed(by_code)}."
        return f"the checklist has no fact {quoted(code)}.{hint}"
    if fact.kind == "date":
        return f"the fact {quoted(code)} is a date, which can't make a stratum."
    return None


def _reasons_against_values(fact: Fact, values: Sequence[str]) -> list[str]:
    possible = {folded(choice.code): choice.code for choice in fact.choices}
    reasons = []
    for value in values:
        if value == NOT_RECORDED and fact.required:
            reasons.append(f"the fact {quoted(fact.code)} is always recorded.")
        elif value != NOT_RECORDED and fact.choices and folded(value) not in possible:
            hint = (
                did_you_mean(value, possible.values()) or f" It takes {listed(possible.values())}."
            )
            reasons.append(f"{quoted(value)} is no value of the fact {quoted(fact.code)}.{hint}")
    return reasons
