"""What measures take from answers and facts, as the parts that the statements are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from checklists.instrument import Instrument, Measure

Param = int | str
Restriction = tuple[tuple[str, tuple[str, ...]], ...]

# Makes the engine read the answers file by file. Left to itself it reads those of every
# sample: SQLite question by question unless a CROSS JOIN sets the order, PostgreSQL all of
# them when it can't look into the list of counted reviews.
MATERIALIZED = {"sqlite": "MATERIALIZED", "postgresql": "NOT MATERIALIZED"}


@dataclass(frozen=True, slots=True)
class Use:
    """What the measure at ``position`` takes from the answers to a question.

    ``role`` is "met", "base" (denominator and not applicable) or "asks" (a parent's answers)
    where answers are counted, and "sum" or "base_sum" where their numbers are added up.
    ``value`` is the answer that is meant, "" for every answer.
    """

    position: int
    role: str
    question: int
    value: str = ""


def uses_of(instrument: Instrument, measures: Sequence[Measure]) -> list[Use]:
    """What each of the measures takes, by their places."""
    return [use for n, measure in enumerate(measures) for use in _uses(instrument, n, measure)]


def _uses(instrument: Instrument, position: int, measure: Measure) -> Iterator[Use]:
    numerator = instrument.question(measure.numerator)
    base = instrument.question(measure.denominator)
    yield Use(position, "base", base.id)
    if measure.kind == "ratio":
        yield Use(position, "sum", numerator.id)
        yield Use(position, "base_sum", base.id)
    for value in sorted(measure.met):
        yield Use(position, "met", numerator.id, value)
    if base.parent:
        parent = instrument.question(base.parent)
        for value in sorted(base.asked_when):
            yield Use(position, "asks", parent.id, value)


def use_rows(uses: Sequence[Use]) -> str:
    """Rows of (position, role, question, value); the values are parameters."""
    return ", ".join(f"({use.position}, '{use.role}', {use.question}, %s)" for use in uses)


def measure_rows(instrument: Instrument, measures: Sequence[Measure]) -> str:
    """Rows of (position, scope, is ratio, has parent)."""
    scopes = scopes_of(measures)
    return ", ".join(
        f"({n}, {scopes[n]}, {_flag(m.kind == 'ratio')}, "
        f"{_flag(instrument.question(m.denominator).parent)})"
        for n, m in enumerate(measures)
    )


def restrictions_of(measures: Sequence[Measure]) -> list[Restriction]:
    """The restrictions to files with certain facts, each once."""
    return list(dict.fromkeys(measure.only for measure in measures if measure.only))


def scopes_of(measures: Sequence[Measure]) -> list[int]:
    """The scope of each measure: the place of its restriction, from 1; 0 is none.

    The character at place n of a file's ``scopes_expression`` says whether the file is within
    scope n.
    """
    places = {only: n for n, only in enumerate(restrictions_of(measures), 1)}
    return [places.get(measure.only, 0) for measure in measures]


def scopes_expression(measures: Sequence[Measure]) -> tuple[str, list[Param]]:
    """One character for each restriction, "1" when the file's facts meet it."""
    tests, params = [], list[Param]()
    for restriction in restrictions_of(measures):
        conditions = []
        for fact, values in restriction:
            conditions.append(f"{fact_expression()} IN ({', '.join(['%s'] * len(values))})")
            params += [fact_key(fact), *values]
        tests.append(f"CASE WHEN {' AND '.join(conditions)} THEN '1' ELSE '0' END")
    return " || ".join(tests) or "''", params


def fact_expression() -> str:
    """A fact of ``file``; its parameter is ``fact_key``."""
    if connection.vendor == "postgresql":
        return "file.facts ->> %s"
    return "json_extract(file.facts, %s)"


def fact_key(fact: str) -> str:
    return fact if connection.vendor == "postgresql" else f'$."{fact}"'


def _flag(condition: object) -> int:
    return 1 if condition else 0
