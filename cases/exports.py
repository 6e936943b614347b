"""Casework as tables for a spreadsheet. ``docs/exports.md`` tells what each column holds.

Rows are made as they are read, so a large sample never stands in memory at once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Prefetch, QuerySet

from checklists.instrument import Instrument, Measure, Question
from peel.lib.tables import Row, Table

from .breakdowns import Group
from .models import Answer, CaseFile, Review, Sample
from .relevance import Given, progress_of
from .rollups import Figure

FIGURE_COLUMNS = (
    "code", "stage", "numerator", "denominator",
    "not_applicable", "not_asked", "outstanding", "sentence",
    "percent", "half_width", "lower", "upper", "method", "n",
)  # fmt: skip
RESULT_COLUMNS = ("sample", "revision", "breakdown", "group", "headline", "label", *FIGURE_COLUMNS)
FILE_COLUMNS = ("reference", "state", "elimination_reason", "elimination_note")
REVIEW_COLUMNS = ("reviewer", "review_state", "asked", "answered", "outstanding")
Breakdown = tuple[str, Iterable[Group]]
"""The code of a fact, or "" for the whole sample, and its groups."""
NameOf = Callable[[Review], str]
WORK_OF: NameOf = attrgetter("work_of")
BATCH = 10
"""How many files' answers are held at once."""


def results_table(sample: Sample, revision: str, breakdowns: Iterable[Breakdown]) -> Table:
    """One row for each measure of each group of each breakdown."""
    rows = (
        (
            str(sample), revision, by, group.label,
            "yes" if figure.measure.headline else "no", figure.measure.label,
            *figure_row(figure),
        )
        for by, groups in breakdowns
        for group in groups
        for figure in group.figures
    )  # fmt: skip
    return Table(RESULT_COLUMNS, rows)


def figure_row(figure: Figure) -> Row:
    """The figure in ``FIGURE_COLUMNS``, with empty cells where it is not an estimate."""
    values = figure.as_dict()
    return ["" if (value := values.get(name)) is None else value for name in FIGURE_COLUMNS]


def answers_table(sample: Sample, name_of: NameOf = WORK_OF) -> Table:
    """One row for each file, eliminated ones too, in the order of the sample.

    The files of a draw that was withdrawn have no answers and may be in the sample again.
    """
    sheet = _AnswerSheet(sample.instrument, name_of)
    files = CaseFile.objects.filter(sample=sample).of_standing_draws()
    files = files.order_by("position", "pk")
    return Table(sheet.heading(), (sheet.row(file) for file in _with_answers(files)))


def columns_table(instrument: Instrument) -> Table:
    """What each question's columns are about, for whoever reads the answers."""
    rows = (
        (q.code, q.number, q.stage, q.text, ", ".join(o.code for o in q.options) or q.kind)
        for q in instrument.questions
    )
    return Table(("column", "number", "stage", "question", "answers"), rows)


def evidence_table(instrument: Instrument, measure: Measure, files: QuerySet[CaseFile]) -> Table:
    """The cases behind a number: facts, and the answers to the measure's questions."""
    sheet = _AnswerSheet(instrument, WORK_OF)
    asked = instrument.questions_of(measure)
    heading = ("reference", *sheet.facts, "reviewer", *(c for q in asked for c in _columns(q)))
    return Table(heading, (sheet.evidence(file, asked) for file in _with_answers(files)))


def _with_answers(files: QuerySet[CaseFile]) -> Iterator[CaseFile]:
    """The files with the review that counts and its answers, a batch at a time."""
    reviews = Review.objects.filter(counts=True).select_related("reviewer").order_by()
    answers = Answer.objects.order_by().only("review_id", "question_id", *ANSWER_FIELDS)
    prefetched = files.prefetch_related(
        Prefetch("reviews", reviews), Prefetch("reviews__answers", answers)
    )
    return prefetched.iterator(chunk_size=BATCH)


ANSWER_FIELDS = ("value", "note", "relevant")


def _columns(question: Question) -> list[str]:
    """The value, its note and, for a follow-up, what was answered while it was asked."""
    columns = [question.code, f"{question.code}_note"]
    return [*columns, f"{question.code}_kept"] if question.parent else columns


@dataclass(frozen=True, slots=True)
class _AnswerSheet:
    """Makes the rows of one checklist."""

    instrument: Instrument
    name_of: NameOf

    @property
    def facts(self) -> list[str]:
        return [fact.code for fact in self.instrument.facts]

    def heading(self) -> tuple[str, ...]:
        questions = (column for q in self.instrument.questions for column in _columns(q))
        return (*FILE_COLUMNS, *self.facts, *REVIEW_COLUMNS, *questions)

    def row(self, file: CaseFile) -> Row:
        review, answers = self._review_of(file)
        return [
            file.reference, file.state, file.elimination_reason, file.elimination_note,
            *self._facts_of(file),
            *self._progress(review, answers),
            *self._cells(self.instrument.questions, answers),
        ]  # fmt: skip

    def evidence(self, file: CaseFile, asked: Iterable[Question]) -> Row:
        review, answers = self._review_of(file)
        reviewer = self.name_of(review) if review else ""
        return [file.reference, *self._facts_of(file), reviewer, *self._cells(asked, answers)]

    def _review_of(self, file: CaseFile) -> tuple[Review | None, dict[int, Answer]]:
        review = next(iter(file.reviews.all()), None)
        answers = review.answers.all() if review else ()
        return review, {answer.question_id: answer for answer in answers}

    def _facts_of(self, file: CaseFile) -> Iterator[str]:
        return (str(file.facts.get(code) or "") for code in self.facts)

    def _progress(self, review: Review | None, answers: dict[int, Answer]) -> Row:
        if review is None:
            return ["", "", 0, 0, ""]
        given = {
            question.code: Given(answer.value, answer.note)
            for question in self.instrument.questions
            if (answer := answers.get(question.id))
        }
        progress = progress_of(self.instrument, given)
        return [
            self.name_of(review), review.state,
            len(progress.asked), progress.answered, " ".join(progress.outstanding),
        ]  # fmt: skip

    def _cells(
        self, questions: Iterable[Question], answers: dict[int, Answer]
    ) -> Iterator[str | int]:
        for question in questions:
            answer = answers.get(question.id)
            counts = answer is not None and answer.relevant
            value = answer.value if answer else ""
            number = question.kind == "count" and value.isdigit()
            typed: str | int = int(value) if number else value
            yield typed if counts else ""
            yield answer.note if answer else ""
            if question.parent:
                yield "" if counts else typed
