"""The sums and sums of squares that estimates are made of, in one SQL statement.

They are those of ``cases.statistics.ratios.RatioSums``: with y a file's part of a measure's
numerator and x its part of the denominator. A file that is not relevant has neither and counts
as a file, as does one that the measure leaves out; one whose answer is outstanding does not.
"""

from collections.abc import Mapping, Sequence

from django.db import connection

from cases.models import Sample
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
from cases.statistics.ratios import RatioSums
from checklists.instrument import NOT_APPLICABLE, Instrument, Measure

Strata = Mapping[str, RatioSums]
"""The sums of one measure by the value of its fact ``strata``, "" where a file has none."""


def sums_of(sample: Sample, measures: Sequence[Measure]) -> list[Strata]:
    """The sums of each measure; under "" alone where it has no strata."""
    found: list[dict[str, RatioSums]] = [{} for _ in measures]
    if not measures:
        return list(found)
    statement, params = _statement(sample.pk, sample.instrument, measures)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for position, stratum, *numbers in cursor.fetchall():
            found[position][stratum] = RatioSums(*map(int, numbers))
    return list(found)


def _statement(
    sample: int, instrument: Instrument, measures: Sequence[Measure]
) -> tuple[str, list[Param]]:
    uses = uses_of(instrument, measures)
    scopes, scope_params = scopes_expression(measures)
    facts = list(dict.fromkeys(measure.strata for measure in measures if measure.strata))
    columns = "".join(
        f", COALESCE({fact_expression()}, '') AS stratum_{n}" for n in range(len(facts))
    )
    statement = STATEMENT.format(
        materialized=MATERIALIZED[connection.vendor],
        scopes=scopes,
        columns=columns,
        measures=measure_rows(instrument, measures),
        stratum=_stratum_expression(measures, facts),
        uses=use_rows(uses),
        questions=", ".join(map(str, sorted({use.question for use in uses}))),
        not_applicable=NOT_APPLICABLE,
    )
    keys = [fact_key(fact) for fact in facts]
    return statement, [*scope_params, *keys, sample, *(use.value for use in uses)]


def _stratum_expression(measures: Sequence[Measure], facts: Sequence[str]) -> str:
    """Which column of a file holds its stratum for each measure."""
    cases = " ".join(
        f"WHEN {n} THEN counted.stratum_{facts.index(measure.strata)}"
        for n, measure in enumerate(measures)
        if measure.strata
    )
    return f"CASE measures.position {cases} ELSE '' END" if cases else "''"


STATEMENT = """
WITH counted AS {materialized} (
    SELECT review.id, {scopes} AS scopes{columns}
    FROM cases_casefile file JOIN cases_review review ON review.case_file_id = file.id
    WHERE file.sample_id = %s AND file.state = 'active' AND review.counts
), measures (position, scope, is_ratio, has_parent) AS (VALUES {measures}
), uses (position, role, question_id, value) AS (VALUES {uses}
), given AS MATERIALIZED (
    SELECT answer.review_id, answer.question_id, answer.value, answer.count
    FROM counted CROSS JOIN cases_answer answer
    WHERE answer.review_id = counted.id AND answer.relevant AND answer.value <> ''
        AND answer.question_id IN ({questions})
), parts AS MATERIALIZED (
    SELECT given.review_id, uses.position,
        SUM(CASE uses.role WHEN 'met' THEN 1 WHEN 'sum' THEN given.count END) AS numerator,
        SUM(CASE WHEN uses.role = 'base_sum' THEN given.count END) AS base_sum,
        SUM(CASE WHEN uses.role = 'base' AND given.value <> '{not_applicable}' THEN 1 END)
            AS relevant,
        SUM(CASE WHEN uses.role = 'base' THEN 1 END) AS answered,
        SUM(CASE WHEN uses.role = 'asks' THEN 1 END) AS asked
    FROM uses JOIN given ON given.question_id = uses.question_id
    WHERE uses.value = '' OR uses.value = given.value
    GROUP BY given.review_id, uses.position
), files AS (
    SELECT measures.position, {stratum} AS stratum,
        COALESCE(CASE WHEN {within} THEN parts.numerator END, 0) AS y,
        COALESCE(CASE WHEN {within} THEN
            CASE WHEN measures.is_ratio = 1 THEN parts.base_sum ELSE parts.relevant END
        END, 0) AS x,
        CASE WHEN {within} AND parts.answered IS NULL
            AND (measures.has_parent = 0 OR parts.asked IS NOT NULL) THEN 1 ELSE 0 END
            AS outstanding
    FROM measures CROSS JOIN counted
    LEFT JOIN parts ON parts.review_id = counted.id AND parts.position = measures.position
)
SELECT position, stratum, COUNT(*), SUM(y), SUM(x), SUM(y * y), SUM(x * y), SUM(x * x)
FROM files WHERE outstanding = 0 GROUP BY position, stratum ORDER BY position, stratum
""".replace("{within}", "(measures.scope = 0 OR SUBSTR(counted.scopes, measures.scope, 1) = '1')")
