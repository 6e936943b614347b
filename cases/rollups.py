"""The figures of a sample: every measure, computed in one SQL statement.

For the one review of each active file that counts:

* denominator: relevant answers other than "not applicable"; numerator: those that meet it;
* not asked: the question is not asked of the file, its parent's answer being another one;
* outstanding: it is asked and has no answer yet.

So numerator + (denominator - numerator) + not applicable + not asked + outstanding is the
number of files. A ratio measure sums two counts instead; its other three numbers are those
of its denominator's question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from checklists.instrument import NOT_APPLICABLE, Instrument, Measure

from .house_style import sentence
from .models import Sample

REVIEWER = "reviewer"
"""The breakdown by reviewer, beside those by the facts that the checklist declares."""

Param = int | str
Row = tuple[Param, ...]


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
            counts = f"{self.numerator:,} of {self.denominator:,}"
            return self.measure.phrase.replace("{cases}", counts)
        return sentence(self.measure.phrase, self.numerator, self.denominator)

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
    groups = _figures(sample, None)
    return groups.get("") or _nothing(sample.instrument.measures)


def breakdown(sample: Sample, by: str) -> dict[str, list[Figure]]:
    """The measures for each value of a fact, or for each reviewer's primary key.

    ``by`` is the code of a fact or ``REVIEWER``; files without the fact are under "".
    Raises KeyError when the checklist has no such fact.
    """
    if by != REVIEWER:
        sample.instrument.fact(by)
    return _figures(sample, by)


def _nothing(measures: Iterable[Measure]) -> list[Figure]:
    return [Figure(measure, 0, 0, 0, 0, 0) for measure in measures]


def _figures(sample: Sample, by: str | None) -> dict[str, list[Figure]]:
    measures = sample.instrument.measures
    if not measures:
        return {}
    statement, params = _statement(sample, by)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        groups: dict[str, list[Figure]] = {}
        for group, position, *numbers in cursor.fetchall():
            figures = groups.setdefault(group, _nothing(measures))
            figures[position] = Figure(measures[position], *map(int, numbers))
    return groups


def _statement(sample: Sample, by: str | None) -> tuple[str, list[Param]]:
    """The statement and its parameters.

    A scope is a restriction of measures to files with certain facts; scope 0 is none. The
    rows of measures, of the answers that meet them and of the parents' answers that make
    them asked come from the instrument, which never changes once it is published.
    """
    instrument = sample.instrument
    scopes = list(dict.fromkeys([(), *(m.only for m in instrument.measures)]))
    group, group_params = _group_expression(by)
    scoped = [_scope(index, only) for index, only in enumerate(scopes)]
    measures = [_measure_row(instrument, i, m, scopes.index(m.only))
                for i, m in enumerate(instrument.measures)]  # fmt: skip
    met = [(i, value) for i, m in enumerate(instrument.measures) for value in sorted(m.met)]
    asked = [(i, value) for i, m in enumerate(instrument.measures)
             for value in sorted(instrument.question(m.denominator).asked_when)]  # fmt: skip
    statement = STATEMENT.format(
        group=group,
        scoped=" UNION ALL ".join(sql for sql, _ in scoped),
        measures=_values(measures),
        met=_values(met or [(-1, "")]),
        asked=_values(asked or [(-1, "")]),
    )
    params: list[Param] = [
        *group_params, sample.pk,
        *(param for _, params in scoped for param in params),
        *_flat(measures), *_flat(met or [(-1, "")]), *_flat(asked or [(-1, "")]),
        NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE,
    ]  # fmt: skip
    return statement, params


STATEMENT = """
WITH counted AS (
    SELECT review.id, {group} AS grp, file.facts
    FROM cases_review review JOIN cases_casefile file ON file.id = review.case_file_id
    WHERE file.sample_id = %s AND file.state = 'active' AND review.counts
), scoped AS MATERIALIZED ({scoped}
), measures (position, scope, is_ratio, question_id, base_id, parent_id) AS (VALUES {measures}
), met (position, value) AS (VALUES {met}
), asked (position, value) AS (VALUES {asked}
), files AS (
    SELECT grp, scope, COUNT(*) AS n FROM scoped GROUP BY grp, scope
), tallies AS MATERIALIZED (
    SELECT scoped.grp, scoped.scope, answer.question_id, answer.value,
           COUNT(*) AS n, SUM(answer.count) AS total
    FROM scoped JOIN cases_answer answer ON answer.review_id = scoped.id
    WHERE answer.relevant AND answer.value <> '' AND answer.question_id IN (
        SELECT question_id FROM measures UNION SELECT base_id FROM measures
        UNION SELECT parent_id FROM measures)
    GROUP BY scoped.grp, scoped.scope, answer.question_id, answer.value
), sums AS (
    SELECT files.grp, measures.position, files.n AS files,
        COALESCE(SUM(CASE WHEN measures.is_ratio = 1 THEN tallies.total ELSE tallies.n END)
            FILTER (WHERE tallies.question_id = measures.question_id
                    AND (measures.is_ratio = 1 OR met.value IS NOT NULL)), 0) AS numerator,
        COALESCE(SUM(CASE WHEN measures.is_ratio = 1 THEN tallies.total ELSE tallies.n END)
            FILTER (WHERE tallies.question_id = measures.base_id
                    AND tallies.value <> %s), 0) AS denominator,
        COALESCE(SUM(tallies.n) FILTER (WHERE tallies.question_id = measures.base_id
                    AND tallies.value = %s), 0) AS not_applicable,
        COALESCE(SUM(tallies.n) FILTER (WHERE tallies.question_id = measures.base_id
                    AND tallies.value <> %s), 0) AS answered,
        CASE WHEN measures.parent_id = 0 THEN files.n
             ELSE COALESCE(SUM(tallies.n) FILTER (WHERE tallies.question_id = measures.parent_id
                    AND asked.value IS NOT NULL), 0) END AS asked
    FROM measures
    JOIN files ON files.scope = measures.scope
    LEFT JOIN tallies ON tallies.grp = files.grp AND tallies.scope = files.scope
        AND tallies.question_id IN
            (measures.question_id, measures.base_id, measures.parent_id)
    LEFT JOIN met ON met.position = measures.position AND met.value = tallies.value
    LEFT JOIN asked ON asked.position = measures.position AND asked.value = tallies.value
    GROUP BY files.grp, measures.position, measures.parent_id, files.n
)
SELECT grp, position, numerator, denominator, not_applicable, files - asked,
       asked - answered - not_applicable
FROM sums ORDER BY grp, position
"""


def _group_expression(by: str | None) -> tuple[str, list[Param]]:
    if by is None:
        return "''", []
    if by == REVIEWER:
        return "COALESCE(CAST(review.reviewer_id AS text), '')", []
    return f"COALESCE({_fact_expression('file.facts')}, '')", [_fact_key(by)]


def _scope(index: int, only: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, list[Param]]:
    """A SELECT of the counted reviews whose files have the facts, tagged with ``index``."""
    conditions, params = ["1 = 1"], list[Param]()
    for fact, values in only:
        conditions.append(f"{_fact_expression('facts')} IN ({', '.join(['%s'] * len(values))})")
        params += [_fact_key(fact), *values]
    # Only a number and placeholders are put into the text.
    sql = f"SELECT id, grp, {index} AS scope FROM counted WHERE {' AND '.join(conditions)}"  # noqa: S608
    return sql, params


def _fact_expression(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} ->> %s"
    return f"json_extract({column}, %s)"


def _fact_key(fact: str) -> str:
    return fact if connection.vendor == "postgresql" else f'$."{fact}"'


def _measure_row(instrument: Instrument, position: int, measure: Measure, scope: int) -> Row:
    numerator = instrument.question(measure.numerator)
    base = instrument.question(measure.denominator)
    parent = instrument.question(base.parent).id if base.parent else 0
    is_ratio = 1 if measure.kind == "ratio" else 0
    return position, scope, is_ratio, numerator.id, base.id, parent


def _values(rows: Sequence[Row]) -> str:
    return ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)


def _flat(rows: Iterable[Row]) -> list[Param]:
    return [value for row in rows for value in row]
