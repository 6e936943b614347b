"""The sheets of case files, reviews, answers and notes, a batch of files at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from cases.datapack.columns import (
    Column,
    Sheet,
    fact_columns,
    in_utc,
    question_columns,
    true_or_false,
)
from cases.datapack.people import Pseudonyms
from cases.exports import answers_table
from cases.models import Answer, CaseFile, EliminationReason, Position, Review, Sample
from cases.states import CaseFileState, ReviewState
from peel.lib.tables import Row

BATCH = 20
"""How many files' answers are held at once."""
REFERENCE = Column("reference", "text", "The reference of the case file. It joins all tables.")
POSITIONS = (Position.FIRST.value, Position.SECOND.value, Position.AGREED.value)
REVIEW = Column("review", "code", "Which review of the file: it joins with reference.", POSITIONS)
COUNTS = Column("counts", "true or false", "Whether the review counts in the figures: one a file.")
QUESTION = Column("question", "code", "The question, as in questions.csv.")
REVIEWER = "Who, by a number within this pack alone."
STATES = tuple(state.value for state in ReviewState)
FILES = (
    REFERENCE,
    Column("position", "whole number", "Its place in the sample."),
    Column(
        "state", "code", "Whether it counts in the sample.", tuple(s.value for s in CaseFileState)
    ),
    Column("elimination_reason", "code", "Why it does not count.", tuple(EliminationReason.values)),
    Column("elimination_note", "text", "What was noted about that."),
    Column("replaces", "text", "The reference of the file whose place it took from the reserve."),
    Column("stratum", "text", "The stratum it was drawn in; empty when nothing was drawn."),
    Column("weight", "number", "How many records of the stratum each drawn file stands for."),
)
REVIEWS = (
    REFERENCE,
    REVIEW,
    COUNTS,
    Column("reviewer", "code", f"{REVIEWER} Of an agreed review, who agreed it."),
    Column("state", "code", "How far it is.", STATES),
    Column("asked", "whole number", "How many questions are asked."),
    Column("answered", "whole number", "How many of these are answered."),
    Column("allocated_at", "time", "When it was given to the reviewer, in UTC."),
    Column("last_answered_at", "time", "When the last answer was saved, in UTC."),
    Column("submitted_at", "time", "When it was handed in, in UTC."),
)
ANSWERS = (
    REFERENCE,
    REVIEW,
    COUNTS,
    QUESTION,
    Column("value", "text", "The answer: a code, a number or text, as in questions.csv."),
    Column("number", "whole number", "The answer where the question asks for a number."),
    Column(
        "relevant", "true or false", "Whether the question is asked; if not, no figure counts it."
    ),
    Column("answered_by", "code", REVIEWER),
    Column("answered_at", "time", "When it was last changed, in UTC."),
    Column("revision", "whole number", "How often it was recorded; 1 is the first time."),
)
NOTES = (REFERENCE, REVIEW, QUESTION, Column("note", "text", "What the reviewer wrote."))
WIDE_AFTER_FACTS = (
    Column("reviewer", "code", REVIEWER),
    Column("review_state", "code", "How far the review is.", STATES),
    Column("asked", "whole number", "How many questions are asked."),
    Column("answered", "whole number", "How many of these are answered."),
    Column("outstanding", "text", "The questions that still need an answer, spaces between them."),
)


@dataclass(frozen=True, slots=True)
class Casework:
    """Makes the sheets of one sample."""

    sample: Sample
    people: Pseudonyms = field(default_factory=Pseudonyms)

    def sheets(self) -> list[Sheet]:
        facts = fact_columns(self.sample.instrument)
        return [
            Sheet("files.csv", "One row for each case file.", FILES, self._files()),
            Sheet(
                "facts.csv", "The coded facts of each case file.", (REFERENCE, *facts),
                self._facts(),
            ),
            Sheet("reviews.csv", "One row for each review of a file.", REVIEWS, self._reviews()),
            Sheet(
                "answers.csv", "One row for each answer of each review.", ANSWERS, self._answers()
            ),
            Sheet("notes.csv", "The notes that reviewers wrote on answers.", NOTES, self._notes()),
            self._wide(),
        ]  # fmt: skip

    def _wide(self) -> Sheet:
        instrument = self.sample.instrument
        questions = (c for q in instrument.questions for c in question_columns(q))
        before = (FILES[0], *FILES[2:5], *fact_columns(instrument))
        return Sheet(
            "answers_wide.csv",
            "One row for each case file, with the answers of the review that counts.",
            (*before, *WIDE_AFTER_FACTS, *questions),
            answers_table(self.sample, self._of).rows,
        )

    def _of(self, review: Review) -> str:
        return self.people.of(review.reviewer_id)

    def _ordered(self) -> QuerySet[CaseFile]:
        files = CaseFile.objects.filter(sample=self.sample).of_standing_draws()
        return files.order_by("position", "pk")

    def _batches(self) -> Iterator[Sequence[int]]:
        keys = list(self._ordered().values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield keys[start : start + BATCH]

    def _files(self) -> Iterator[Row]:
        for file in self._ordered().select_related("replaces", "ticket__stratum").iterator(BATCH):
            stratum = file.ticket.stratum if file.ticket else None
            weight = stratum.weight if stratum else None
            yield [
                file.reference, file.position, file.state, file.elimination_reason,
                file.elimination_note, file.replaces.reference if file.replaces else "",
                stratum.code if stratum else "", "" if weight is None else weight,
            ]  # fmt: skip

    def _facts(self) -> Iterator[Row]:
        codes = [fact.code for fact in self.sample.instrument.facts]
        for file in self._ordered().iterator(BATCH):
            yield [file.reference, *(str(file.facts.get(code) or "") for code in codes)]

    def _reviews(self) -> Iterator[Row]:
        for batch in self._batches():
            reviews = Review.objects.filter(case_file__in=batch).select_related("case_file")
            for r in reviews.order_by("case_file__position", "case_file_id", "pk"):
                yield [
                    r.case_file.reference, r.position,
                    true_or_false(r.counts and r.case_file.is_active),
                    self._of(r), r.state, r.asked, r.answered,
                    in_utc(r.allocated_at), in_utc(r.last_answered_at), in_utc(r.submitted_at),
                ]  # fmt: skip

    def _answers(self) -> Iterator[Row]:
        for batch in self._batches():
            rows = _answers_of(batch).values_list(
                "review__case_file__reference", "review__position", "review__counts",
                "review__case_file__state", "question__code", "value", "count", "relevant",
                "answered_by", "answered_at", "revision",
            )  # fmt: skip
            for reference, place, counts, state, code, value, count, relevant, by, at, nth in rows:
                yield [
                    reference, place, true_or_false(counts and state == CaseFileState.ACTIVE),
                    code, value, "" if count is None else count, true_or_false(relevant),
                    self.people.of(by), in_utc(at), nth,
                ]  # fmt: skip

    def _notes(self) -> Iterator[Row]:
        for batch in self._batches():
            yield from (
                _answers_of(batch)
                .exclude(note="")
                .values_list(
                    "review__case_file__reference", "review__position", "question__code", "note"
                )
            )


def _answers_of(files: Sequence[int]) -> QuerySet[Answer]:
    answers = Answer.objects.filter(review__case_file__in=files)
    return answers.order_by(
        "review__case_file__position", "review__case_file_id", "review_id", "question__order"
    )
