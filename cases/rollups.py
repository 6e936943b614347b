"""The figures of a sample: every measure, computed in one SQL statement.

For the one review of each active file that counts:

* denominator: relevant answers other than "not applicable"; numerator: those that meet it;
* not asked: the question is not asked of the file, its parent's answer being another one or
  not given yet;
* outstanding: it is asked and has no answer yet.

So numerator + (denominator - numerator) + not applicable + not asked + outstanding is the
number of files. A ratio measure sums two counts instead; its other three numbers are those
of its denominator's question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from checklists.instrument import NOT_APPLICABLE, Instrument, Measure

from .house_style import counted, sentence
from .models import Sample

REVIEWER = "reviewer"
"""The breakdown by reviewer, beside those by the facts that the checklist declares."""

Param = int | str
Restriction = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a sample, or of one group of it."""

    measure: Measure
    numerator: int
    denominator: int
    not_applicable: int
    not_asked: int
    outstanding: int

    @property
    def sentence(self) -> str:
        if self.measure.kind == "ratio":
            return self.measure.phrase.replace("{cases}", self.counts)
        return sentence(self.measure.phrase, self.numerator, self.denominator)

    @property
    def counts(self) -> str:
        """The two numbers in house style, such as "83 of 100"."""
        return counted(self.numerator, self.denominator)

    @property
    def not_met(self) -> int:
        return self.denominator - self.numerator

    def as_dict(self) -> dict[str, str | int]:
        """The figure as the command, the API and the exports give it."""
        return {
            "code": self.measure.code,
            "stage": self.measure.stage,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "not_applicable": self.not_applicable,
            "not_asked": self.not_asked,
            "outstanding": self.outstanding,
            "sentence": self.sentence,
        }


def results(sample: Sample) -> list[Figure]:
    """Every measure of the sample's checklist, in its order."""
    instrument = sample.instrument
    groups = _figures(sample, instrument, instrument.measures, None)
    return groups.get("") or _nothing(instrument.measures)


def breakdown(
    sample: Sample, by: str, measures: Sequence[Measure] | None = None
) -> dict[str, list[Figure]]:
    """The figures for each value of a fact, or for each reviewer's primary key.

    ``by`` is the code of a fact or ``REVIEWER``; files without the fact are under "".
    ``measures`` are those wanted, in that order; all of the checklist's when it is None.
    Raises KeyError when the checklist has no such fact.
    """
    instrument = sample.instrument
    if by != REVIEWER:
        instrument.fact(by)
    return _figures(sample, instrument, instrument.measures if measures is None else measures, by)


def _nothing(measures: Sequence[Measure]) -> list[Figure]:
    return [Figure(measure, 0, 0, 0, 0, 0) for measure in measures]


def _figures(
    sample: Sample, instrument: Instrument, measures: Sequence[Measure], by: str | None
) -> dict[str, list[Figure]]:
    if not measures:
        return {}
    statement, params = _statement(sample.pk, instrument, measures, by)
    groups: dict[str, list[Figure]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for group, position, *numbers in cursor.fetchall():
            if group not in groups:
                groups[group] = _nothing(measures)
            groups[group][position] = Figure(measures[position], *map(int, numbers))
    return groups


@dataclass(frozen=True, slots=True)
class _Use:
    """What the measure at ``position`` takes from the answers to a question.

    ``role`` is "met", "base" (denominator and not applicable) or "asks" (a parent's answers)
    where answers are counted, and "sum" or "base_sum" where their numbers are added up.
    ``value`` is the answer that is meant, "" for every answer.
    """

    position: int
    role: str
    question: int
    value: str = ""


def _uses(instrument: Instrument, position: int, measure: Measure) -> Iterator[_Use]:
    numerator = instrument.question(measure.numerator)
    base = instrument.question(measure.denominator)
    yield _Use(position, "base", base.id)
    if measure.kind == "ratio":
        yield _Use(position, "sum", numerator.id)
        yield _Use(position, "base_sum", base.id)
    for value in sorted(measure.met):
        yield _Use(position, "met", numerator.id, value)
    if base.parent:
        parent = instrument.question(base.parent)
        for value in sorted(base.asked_when):
            yield _Use(position, "asks", parent.id, value)


def _statement(
    sample: int, instrument: Instrument, measures: Sequence[Measure], by: str | None
) -> tuple[str, list[Param]]:
    """The statement and its parameters.

    A scope is a restriction of measures to files with certain facts. Scope 0 is none; the
    character at place n of a file's ``scopes`` says whether the file is within scope n.
    """
    restrictions = list(dict.fromkeys(measure.only for measure in measures if measure.only))
    scope_of: dict[Restriction, int] = {only: n for n, only in enumerate([(), *restrictions])}
    uses = [use for n, measure in enumerate(measures) for use in _uses(instrument, n, measure)]
    group, group_params = _group_expression(by)
    scopes, scope_params = _scopes_expression(restrictions)
    statement = STATEMENT.format(
        materialized=MATERIALIZED[connection.vendor],
        group=group,
        scopes=scopes,
        measures=", ".join(
            f"({n}, {scope_of[m.only]}, {_flag(m.kind == 'ratio')}, "
            f"{_flag(instrument.question(m.denominator).parent)})"
            for n, m in enumerate(measures)
        ),
        uses=", ".join(f"({use.position}, '{use.role}', {use.question}, %s)" for use in uses),
        questions=", ".join(map(str, sorted({use.question for use in uses}))),
        not_applicable=NOT_APPLICABLE,
    )
    return statement, [*group_params, *scope_params, sample, *(use.value for use in uses)]


# Both make the engine read the answers file by file. Left to itself it reads those of every
# sample: SQLite question by question unless a CROSS JOIN sets the order, PostgreSQL all of
# them when it can't look into the list of counted reviews.
MATERIALIZED = {"sqlite": "MATERIALIZED", "postgresql": "NOT MATERIALIZED"}
STATEMENT = """
WITH counted AS {materialized} (
    SELECT review.id, {group} AS grp, {scopes} AS scopes
    FROM cases_casefile file JOIN cases_review review ON review.case_file_id = file.id
    WHERE file.sample_id = %s AND file.state = 'active' AND review.counts
), tallies AS MATERIALIZED (
    SELECT counted.grp, counted.scopes, answer.question_id, answer.value,
           COUNT(*) AS n, SUM(answer.count) AS total
    FROM counted CROSS JOIN cases_answer answer
    WHERE answer.review_id = counted.id AND answer.relevant AND answer.value <> ''
        AND answer.question_id IN ({questions})
    GROUP BY counted.grp, counted.scopes, answer.question_id, answer.value
), measures (position, scope, is_ratio, has_parent) AS (VALUES {measures}
), uses (position, role, question_id, value) AS (VALUES {uses}
), kinds AS (
    SELECT grp, scopes, COUNT(*) AS n FROM counted GROUP BY grp, scopes
), files AS (
    SELECT kinds.grp, measures.position, measures.is_ratio, measures.has_parent,
           SUM(kinds.n) AS n
    FROM measures CROSS JOIN kinds
    WHERE measures.scope = 0 OR SUBSTR(kinds.scopes, measures.scope, 1) = '1'
    GROUP BY kinds.grp, measures.position, measures.is_ratio, measures.has_parent
), sums AS (
    SELECT tallies.grp, uses.position,
        SUM(CASE uses.role WHEN 'met' THEN tallies.n WHEN 'sum' THEN tallies.total END)
            AS numerator,
        SUM(CASE WHEN uses.role = 'base_sum' THEN tallies.total END) AS base_sum,
        SUM(CASE WHEN uses.role = 'base' AND tallies.value <> '{not_applicable}'
            THEN tallies.n END) AS answered,
        SUM(CASE WHEN uses.role = 'base' AND tallies.value = '{not_applicable}'
            THEN tallies.n END) AS not_applicable,
        SUM(CASE WHEN uses.role = 'asks' THEN tallies.n END) AS asked
    FROM uses
    JOIN measures ON measures.position = uses.position
    JOIN tallies ON tallies.question_id = uses.question_id
    WHERE (uses.value = '' OR uses.value = tallies.value)
        AND (measures.scope = 0 OR SUBSTR(tallies.scopes, measures.scope, 1) = '1')
    GROUP BY tallies.grp, uses.position
), parts AS (
    SELECT files.grp, files.position, files.n,
        COALESCE(sums.numerator, 0) AS numerator,
        COALESCE(CASE WHEN files.is_ratio = 1 THEN sums.base_sum ELSE sums.answered END, 0)
            AS denominator,
        COALESCE(sums.answered, 0) AS answered,
        COALESCE(sums.not_applicable, 0) AS not_applicable,
        CASE WHEN files.has_parent = 1 THEN COALESCE(sums.asked, 0) ELSE files.n END AS asked
    FROM files LEFT JOIN sums ON sums.grp = files.grp AND sums.position = files.position
)
SELECT grp, position, numerator, denominator, not_applicable, n - asked,
       asked - answered - not_applicable
FROM parts ORDER BY grp, position
"""


def _group_expression(by: str | None) -> tuple[str, list[Param]]:
    if by is None:
        return "''", []
    if by == REVIEWER:
        return "COALESCE(CAST(review.reviewer_id AS text), '')", []
    return f"COALESCE({_fact_expression()}, '')", [_fact_key(by)]


def _scopes_expression(restrictions: Sequence[Restriction]) -> tuple[str, list[Param]]:
    """One character for each restriction, "1" when the file's facts meet it."""
    tests, params = [], list[Param]()
    for restriction in restrictions:
        conditions = []
        for fact, values in restriction:
            conditions.append(f"{_fact_expression()} IN ({', '.join(['%s'] * len(values))})")
            params += [_fact_key(fact), *values]
        tests.append(f"CASE WHEN {' AND '.join(conditions)} THEN '1' ELSE '0' END")
    return " || ".join(tests) or "''", params


def _fact_expression() -> str:
    if connection.vendor == "postgresql":
        return "file.facts ->> %s"
    return "json_extract(file.facts, %s)"


def _fact_key(fact: str) -> str:
    return fact if connection.vendor == "postgresql" else f'$."{fact}"'


def _flag(condition: object) -> int:
    return 1 if condition else 0
