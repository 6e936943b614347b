"""How far the two reviewers of the files of a sample agree, by what one wants to know.

A file is taken while it is active and its first and second review are both submitted or
accepted. So nobody learns from these figures of a review whose other half is not in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F
from django.utils import timezone

from checklists.instrument import Instrument, Question
from peel.lib.tables import Table

from .agreement.cross_tables import Paired
from .agreement.scales import Basis, compared_questions, pooled_questions, scale_of, taken
from .agreement.summaries import Agreement, agreement_of
from .models import Answer, Position, Review, Sample
from .states import CaseFileState, ReviewState

IN = (ReviewState.SUBMITTED, ReviewState.ACCEPTED)
"""The states in which a review is in, so that it may be held against the other one."""

Key = TypeVar("Key")
Value = TypeVar("Value")
Questions = Mapping[str, Question]


@dataclass(frozen=True, slots=True, order=True)
class Reviewer:
    """Who reviewed, in the order of their names."""

    name: str
    pk: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One of a file's two reviews. ``month`` is that of its submission, such as "2024-05"."""

    reviewer: Reviewer
    month: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sample's files that were reviewed twice: both readings by file, and their answers."""

    sample: str
    instrument: Instrument
    readings: Mapping[int, tuple[Reading, Reading]]
    pairs: Sequence[Paired]

    @property
    def questions(self) -> list[Question]:
        return compared_questions(self.instrument)

    @property
    def pooled(self) -> dict[str, Question]:
        return pooled_questions(self.instrument.questions)


@dataclass(frozen=True, slots=True)
class Line:
    """The agreement of one question, stage, pair of inspectors, sample or month.

    ``key`` names it, by the columns of ``COLUMNS``.
    """

    key: Mapping[str, str]
    pairs: Sequence[Paired]
    questions: Questions

    def on(self, basis: Basis) -> Agreement:
        """The agreement of the pairs about ``questions``, which all take the same answers."""
        pairs = taken(self.pairs, self.questions, basis)
        return agreement_of(pairs, scale_of(self.questions.values(), basis))

    @property
    def three_way(self) -> Agreement:
        return self.on(Basis.THREE_WAY)

    @property
    def yes_no(self) -> Agreement:
        return self.on(Basis.YES_NO)

    def as_dict(self) -> dict[str, str | int | float | None]:
        """The line as the command, the API and the export give it. Shares are from 0 to 1."""
        yes_no = {f"yes_no_{name}": value for name, value in self.yes_no.as_dict().items()}
        return {**self.key, **self.three_way.as_dict(), **yes_no}


def comparison_of(sample: Sample) -> Comparison:
    """Every pair of answers of the sample, in two queries and those of its checklist."""
    instrument = sample.instrument
    readings = _readings(sample)
    return Comparison(str(sample), instrument, readings, _pairs(sample, instrument, readings))


def _readings(sample: Sample) -> dict[int, tuple[Reading, Reading]]:
    reviews = Review.objects.filter(
        case_file__sample=sample,
        case_file__state=CaseFileState.ACTIVE,
        position__in=(Position.FIRST, Position.SECOND),
        state__in=IN,
    ).order_by()
    found: defaultdict[int, dict[str, Reading]] = defaultdict(dict)
    columns = ("case_file_id", "position", "reviewer_id", "reviewer__name", "submitted_at")
    for file, position, pk, name, at in reviews.values_list(*columns):
        found[file][position] = Reading(Reviewer(name, pk), _month(at))
    return {
        file: (both[Position.FIRST], both[Position.SECOND])
        for file, both in found.items()
        if len(both) == 2
    }


def _month(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m}" if at else ""


def _pairs(sample: Sample, instrument: Instrument, readings: Mapping[int, object]) -> list[Paired]:
    """The answers to each question that both reviewers of a file were asked."""
    codes = {question.id: question.code for question in compared_questions(instrument)}
    other = "review__case_file__reviews"
    answers = Answer.objects.filter(
        review__case_file__sample=sample,
        review__case_file__state=CaseFileState.ACTIVE,
        review__position=Position.FIRST,
        review__state__in=IN,
        relevant=True,
        value__gt="",
        **{
            f"{other}__position": Position.SECOND,
            f"{other}__state__in": IN,
            f"{other}__answers__question": F("question"),
            f"{other}__answers__relevant": True,
            f"{other}__answers__value__gt": "",
        },
    ).order_by()
    rows = answers.values_list(
        "review__case_file_id", "question_id", "value", f"{other}__answers__value"
    )
    return [
        Paired(file, codes[question], first, second)
        for file, question, first, second in rows
        # A review may come in between the two queries.
        if question in codes and file in readings
    ]


def by_question(comparison: Comparison) -> list[Line]:
    """A line for each question that is compared, in the checklist's order, asked or not."""
    pairs = _grouped(comparison.pairs, lambda pair: pair.question)
    return [
        Line({"question": question.code}, pairs.get(question.code, []), {question.code: question})
        for question in comparison.questions
    ]


def by_stage(comparison: Comparison) -> list[Line]:
    """A line for each stage, over its yes or no questions."""
    pooled = comparison.pooled
    stage_of = {question.code: question.stage for question in comparison.questions}
    pairs = _grouped(comparison.pairs, lambda pair: stage_of[pair.question])
    questions = _grouped(pooled.values(), lambda question: question.stage)
    return [
        Line({"stage": code}, pairs.get(code, []), {q.code: q for q in asked})
        for code, asked in questions.items()
    ]


def by_pair(comparison: Comparison) -> list[Line]:
    """A line for each two inspectors, whoever came first, over all yes or no questions."""
    people = pairs_of_people(comparison)
    return [
        Line({"inspector": one.name, "other_inspector": other.name}, pairs, comparison.pooled)
        for (one, other), pairs in people.items()
    ]


def whole_sample(comparison: Comparison) -> Line:
    """One line over all yes or no questions of the sample."""
    return Line({"sample": comparison.sample}, comparison.pairs, comparison.pooled)


def by_month(comparison: Comparison) -> list[Line]:
    """A line for each inspector, question and month in which they submitted the review.

    The inspector's answers are held against those of whoever read the same file.
    """
    groups = _grouped(_readers(comparison), lambda r: (r[0].reviewer, r[1].question, r[0].month))
    months = months_of(comparison)
    return [
        Line(
            {"inspector": reviewer.name, "question": question.code, "month": month},
            [pair for _, pair in groups[reviewer, question.code, month]],
            {question.code: question},
        )
        for reviewer in sorted({reviewer for reviewer, _, _ in groups})
        for question in comparison.questions
        for month in months
        if (reviewer, question.code, month) in groups
    ]


def drift(comparison: Comparison, questions: Questions) -> dict[tuple[Reviewer, str], list[Paired]]:
    """The pairs about ``questions`` by inspector and the month in which they submitted."""
    groups = _grouped(_readers(comparison), lambda reading: (reading[0].reviewer, reading[0].month))
    return {
        key: chosen
        for key in sorted(groups)
        if (chosen := [pair for _, pair in groups[key] if pair.question in questions])
    }


def months_of(comparison: Comparison) -> list[str]:
    """The months in which reviews were submitted, the earliest first."""
    readings = (reading for both in comparison.readings.values() for reading in both)
    return sorted({reading.month for reading in readings if reading.month})


def pairs_of_people(comparison: Comparison) -> dict[tuple[Reviewer, Reviewer], list[Paired]]:
    """The pairs of answers of each two inspectors, by name; the first one's answer stands first."""
    people: defaultdict[tuple[Reviewer, Reviewer], list[Paired]] = defaultdict(list)
    for pair in comparison.pairs:
        one, other = (reading.reviewer for reading in comparison.readings[pair.file])
        if one <= other:
            people[one, other].append(pair)
        else:
            people[other, one].append(pair.swapped())
    return {both: people[both] for both in sorted(people)}


def lines_of(comparison: Comparison, by: str) -> list[Line]:
    """The lines of one of ``COLUMNS``. Raises KeyError when there is no such kind."""
    return LINES[by](comparison)


def agreement_table(comparison: Comparison, by: str) -> Table:
    """The lines of one of ``COLUMNS`` for a spreadsheet; what can't be said is empty."""
    lines = [line.as_dict() for line in lines_of(comparison, by)]
    rows = [["" if cell is None else cell for cell in line.values()] for line in lines]
    return Table((*COLUMNS[by], *FIGURES), rows)


COLUMNS: Mapping[str, Sequence[str]] = {
    "question": ("question",),
    "stage": ("stage",),
    "pair": ("inspector", "other_inspector"),
    "sample": ("sample",),
    "month": ("inspector", "question", "month"),
}
LINES: Mapping[str, Callable[[Comparison], list[Line]]] = {
    "question": by_question,
    "stage": by_stage,
    "pair": by_pair,
    "sample": lambda comparison: [whole_sample(comparison)],
    "month": by_month,
}
FIGURES = tuple(Line({}, [], {}).as_dict())


def _readers(comparison: Comparison) -> Iterator[tuple[Reading, Paired]]:
    """Each pair of answers twice: for each of its reviewers, with their answer first."""
    for pair in comparison.pairs:
        first, second = comparison.readings[pair.file]
        if first.month:
            yield first, pair
        if second.month:
            yield second, pair.swapped()


def _grouped(values: Iterable[Value], key: Callable[[Value], Key]) -> dict[Key, list[Value]]:
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups
