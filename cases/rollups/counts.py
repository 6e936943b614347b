"""The numbers of every measure, in one SQL statement."""

from collections.abc import Sequence

from django.db import connection

from cases.models import Sample
from cases.rollups.figure import Figure
from cases.rollups.uses import (
    MATERIALIZED,
    Param,
    fact_expression,
    fact_key,
    measure_rows,
    scopes_expression,
    use_rows,
    uses_of,
)
from checklists.instrument import NOT_APPLICABLE, Instrument, Measure

REVIEWER = "reviewer"
"""The breakdown by reviewer, beside those by the facts that the checklist declares."""


def counted_figures(sample: Sample) -> list[Figure]:
    """Every measure of the sample's checklist, in its order, without estimates."""
    instrument = sample.instrument
    groups = _figures(sample, instrument, instrument.measures, None)
    return groups.get("") or _nothing(instrument.measures)


def breakdown(
    sample: Sample, by: str, measures: Sequence[Measure] | None = None
) -> dict[str, list[Figure]]:
    """The figures for each value of a fact, or for each reviewer's primary key.

    They are counts, also of measures that are printed as estimates. ``by`` is the code of a
    fact or ``REVIEWER``; files without the fact are under "". ``measures`` are those wanted, in
    that order; all of the checklist's when it is None. Raises KeyError when the checklist has
    no such fact.
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
        for group, position, met, of, not_applicable, not_asked, outstanding in cursor.fetchall():
            if group not in groups:
                groups[group] = _nothing(measures)
            groups[group][position] = Figure(
                measures[position],
                int(met),
                int(of),
                int(not_applicable),
                int(not_asked),
                int(outstanding),
            )
    return groups


def _statement(
    sample: int, instrument: Instrument, measures: Sequence[Measure], by: str | None
) -> tuple[str, list[Param]]:
    uses = uses_of(instrument, measures)
    group, group_params = _group_expression(by)
    scopes, scope_params = scopes_expression(measures)
    statement = STATEMENT.format(
        materialized=MATERIALIZED[connection.vendor],
        group=group,
        scopes=scopes,
        measures=measure_rows(instrument, measures),
        uses=use_rows(uses),
        questions=", ".join(map(str, sorted({use.question for use in uses}))),
        not_applicable=NOT_APPLICABLE,
    )
    return statement, [*group_params, *scope_params, sample, *(use.value for use in uses)]


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
        # The reviewer of an agreed review is the moderator, whose work it is not.
        return (
            "CASE review.position WHEN 'agreed' THEN 'agreed' "
            "ELSE COALESCE(CAST(review.reviewer_id AS text), '') END"
        ), []
    return f"COALESCE({fact_expression()}, '')", [fact_key(by)]
