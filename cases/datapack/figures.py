"""The sheets of figures, of the checklist's questions and codes, and of sign-offs."""

from collections.abc import Iterator

from cases.breakdowns import Group, groups_of
from cases.datapack.casework import QUESTION
from cases.datapack.columns import Column, Sheet, in_utc
from cases.estimates.population import population_of
from cases.exports import RESULT_COLUMNS, Breakdown, results_table
from cases.models import Sample
from cases.results import standing_figures, standing_sign_off
from checklists.instrument import Instrument
from peel.lib.tables import Row

RESULTS = {
    column.name: column
    for column in (
        Column("sample", "text", "Inspection and sample."),
        Column("revision", "text", "The revision that is signed off, or provisional."),
        Column("breakdown", "code", "The fact the files are grouped by; empty for all of them."),
        Column("group", "text", "The label of the fact's value."),
        Column("headline", "code", "Whether the measure is one of the headlines.", ("yes", "no")),
        Column("label", "text", "The measure."),
        Column("code", "code", "The code of the measure."),
        Column("stage", "code", "The stage of the checklist it belongs to."),
        Column("numerator", "whole number", "Cases that met it; for a ratio a sum of counts."),
        Column("denominator", "whole number", "Relevant cases; for a ratio a sum of counts."),
        Column("not_applicable", "whole number", "Files answered “not applicable”."),
        Column("not_asked", "whole number", "Files of which the question is not asked."),
        Column("outstanding", "whole number", "Files of which it is asked, and not answered."),
        Column("sentence", "text", "The figure as it is printed."),
        Column("percent", "number", "The estimate in percent; empty where none is made."),
        Column("half_width", "number", "Half the width of its 95 percent interval, in points."),
        Column("lower", "number", "The lower end of the interval, in percent."),
        Column("upper", "number", "The upper end of the interval, in percent."),
        Column("method", "code", "How it was estimated."),
        Column("n", "whole number", "The cases it rests on."),
    )
}
POPULATION = (
    Column("fact", "code", "The fact whose values are the strata."),
    Column("value", "code", "The stratum."),
    Column("records", "whole number", "How many records of the population are in it."),
)
QUESTIONS = (
    QUESTION,
    Column("number", "text", "Its number as printed."),
    Column("stage", "code", "The stage it belongs to."),
    Column("text", "text", "What is asked."),
    Column("kind", "code", "What answers it takes.", ("yes_no", "choice", "count", "text")),
    Column("follows", "code", "The question it follows up; empty when it is always asked."),
    Column("asked_when", "text", "The answers to that one that make it asked, with spaces."),
    Column("note_required_on", "text", "The answers that need a note, with spaces."),
)
CODES = (
    Column("of", "code", "Whether it is a code of a fact or of a question.", ("fact", "question")),
    Column("name", "code", "The fact or question."),
    Column("code", "text", "The code as it stands in the tables."),
    Column("label", "text", "The code in words."),
)
SIGN_OFFS = (
    Column("revision", "whole number", "The number of the sign-off."),
    Column("signed_off_at", "time", "When it was signed off, in UTC."),
    Column("files", "whole number", "How many files counted."),
    Column("checksum", "text", "SHA-256 of the canonical answers of that moment."),
    Column("reopened_at", "time", "When it was opened again, in UTC; empty while it stands."),
    Column("reopened_because", "text", "Why it was opened again."),
)


def figure_sheets(sample: Sample) -> list[Sheet]:
    """Results, population, questions, codes and sign-offs."""
    instrument = sample.instrument
    standing = standing_sign_off(sample)
    revision = str(standing.revision) if standing else "provisional"
    results = results_table(sample, revision, _breakdowns(sample))
    return [
        Sheet(
            "results.csv", "The figures, of all files and by each fact they are broken down by.",
            tuple(RESULTS[name] for name in RESULT_COLUMNS), results.rows,
        ),
        Sheet(
            "population.csv", "The records of each stratum that estimates are weighted by.",
            POPULATION, _population(sample),
        ),
        Sheet("questions.csv", "One row for each question.", QUESTIONS, _questions(instrument)),
        Sheet("codes.csv", "What each code means.", CODES, _codes(instrument)),
        Sheet("sign_offs.csv", "One row for each sign-off.", SIGN_OFFS, _sign_offs(sample)),
    ]  # fmt: skip


def _breakdowns(sample: Sample) -> Iterator[Breakdown]:
    yield "", [Group("", "", standing_figures(sample))]
    for fact in sample.instrument.facts:
        if fact.breakdown:
            yield fact.code, groups_of(sample, fact.code)


def _population(sample: Sample) -> Iterator[Row]:
    for fact, sizes in population_of(sample).sizes.items():
        for value, records in sizes.items():
            yield fact, value, records


def _questions(instrument: Instrument) -> Iterator[Row]:
    for q in instrument.questions:
        yield [
            q.code, q.number, q.stage, q.text, q.kind, q.parent or "",
            " ".join(sorted(q.asked_when)), " ".join(sorted(q.note_required_on)),
        ]  # fmt: skip


def _codes(instrument: Instrument) -> Iterator[Row]:
    for fact in instrument.facts:
        for choice in fact.choices:
            yield "fact", fact.code, choice.code, choice.label
    for question in instrument.questions:
        for choice in question.options:
            yield "question", question.code, choice.code, choice.label


def _sign_offs(sample: Sample) -> Iterator[Row]:
    for each in sample.sign_offs.order_by("revision"):
        yield [
            each.revision, in_utc(each.at), each.files, each.checksum,
            in_utc(each.reopened_at), each.reopened_because,
        ]  # fmt: skip
