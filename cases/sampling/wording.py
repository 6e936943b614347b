"""How strata, minimums and numbers are called in titles and sentences."""

from collections.abc import Callable, Sequence
from typing import Final

from cases.sampling.rules import Condition
from cases.sampling.values import NOT_RECORDED
from checklists.instrument import Fact

LONGEST_TITLE: Final = 200

Naming = Callable[[str, str], str]
"""Gives the printed name of a value, from the codes of its fact and of itself."""


def plain_naming(fact: str, value: str) -> str:
    """The name of a value when no checklist is at hand.

    >>> plain_naming("outcome_type", "8")
    'Outcome type 8'
    """
    name = fact.replace("_", " ").capitalize()
    return f"{name} not recorded" if value == NOT_RECORDED else f"{name} {value}"


def naming_of(facts: Sequence[Fact]) -> Naming:
    """Names values by the labels of a checklist's facts."""
    by_code = {fact.code: fact for fact in facts}

    def name(code: str, value: str) -> str:
        fact = by_code.get(code)
        if fact is None:
            return plain_naming(code, value)
        return f"{fact.label} not recorded" if value == NOT_RECORDED else fact.label_of(value)

    return name


def condition_title(where: Condition, naming: Naming) -> str:
    """A condition in words: values of one fact joined by “or”, facts by commas."""
    return ", ".join(
        " or ".join(naming(fact, value) for value in values) for fact, values in where.facts
    )


def joined(words: Sequence[str]) -> str:
    """Words in a row: commas, and “and” before the last."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def files(number: int) -> str:
    return "1 file" if number == 1 else f"{number:,} files"


def records(number: int) -> str:
    return "1 record" if number == 1 else f"{number:,} records"
