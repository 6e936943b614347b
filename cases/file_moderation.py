"""The reviews of a file side by side, what was decided on them, and what is agreed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.instrument import Instrument

from .models import Answer, CaseFile, Choice, Decision, Position, Review, Sample
from .relevance import Given
from .review_differences import Agreed, Compared, agree_on, compare
from .states import IN, LABELS, ReviewState

FROZEN = "What was agreed on this file counts. Step it back before its reviews change."
MADE_ELSEWHERE = "The agreed review is made where the file is moderated. Change it there."


@dataclass(frozen=True, slots=True)
class Moderation:
    """A file with its reviews. ``second`` is None for a file that one person reviewed.

    ``decisions`` are those that stand, by question code, whether or not the answers are still
    those that were decided on; ``outdated`` are the codes of those where they are not.
    ``revisions`` are those of the last decision on each question.
    """

    case_file: CaseFile
    instrument: Instrument
    first: Review
    second: Review | None
    agreed_review: Review | None
    compared: Sequence[Compared]
    decisions: Mapping[str, Decision]
    outdated: frozenset[str]
    revisions: Mapping[str, int]

    @property
    def decided(self) -> dict[str, Given]:
        return {
            code: Given(decision.value, decision.note)
            for code, decision in self.decisions.items()
            if code not in self.outdated
        }

    @property
    def agreed(self) -> Agreed:
        return agree_on(self.instrument, self.compared, self.decided)

    @property
    def counts(self) -> bool:
        """Whether what is agreed counts in the figures now."""
        return self.agreed_review is not None and self.agreed_review.counts

    @property
    def waits_for(self) -> str:
        """What has to be done before anything can be decided, or ""."""
        if self.second is None:
            if self.first.state == ReviewState.ACCEPTED:
                return ""
            state = LABELS[self.first.state].lower()
            return (
                f"One person reviews this file, and the review is {state}. Its answers can be "
                "overridden when it is accepted."
            )
        if self.first.state in IN and self.second.state in IN:
            return ""
        return (
            "Two people review this file. Their answers can be decided on when both reviews are "
            f"submitted. The first is {LABELS[self.first.state].lower()}, the second "
            f"{LABELS[self.second.state].lower()}."
        )

    @property
    def closed(self) -> str:
        """Why nothing can be decided now, or ""."""
        if not self.case_file.sample.is_open:
            return "This sample is signed off. Reopen it first."
        if not self.case_file.is_active:
            return "This file was eliminated from the sample. Restore it first."
        if self.waits_for:
            return self.waits_for
        return "What was agreed counts already. Step it back to change it." if self.counts else ""


def moderation_of(case_file: CaseFile) -> Moderation:
    """Three queries, beside those of the file's sample."""
    instrument = case_file.sample.instrument
    reviews = {
        review.position: review
        for review in Review.objects.filter(case_file=case_file).select_related("reviewer")
    }
    for review in reviews.values():
        review.case_file = case_file
    first, second = reviews[Position.FIRST.value], reviews.get(Position.SECOND.value)
    answers = _answers(instrument, [first, second])
    compared = compare(instrument, answers[first.pk], answers[second.pk] if second else None)
    decisions, revisions = _decisions(case_file, instrument)
    seen = {one.question.code: _values(one) for one in compared}
    return Moderation(
        case_file=case_file,
        instrument=instrument,
        first=first,
        second=second,
        agreed_review=reviews.get(Position.AGREED.value),
        compared=compared,
        decisions=decisions,
        outdated=frozenset(
            code
            for code, decision in decisions.items()
            if seen[code] != (decision.first_value, decision.second_value)
        ),
        revisions=revisions,
    )


def _answers(
    instrument: Instrument, reviews: Sequence[Review | None]
) -> dict[int, dict[str, Given]]:
    codes = {question.id: question.code for question in instrument.questions}
    given: dict[int, dict[str, Given]] = {review.pk: {} for review in reviews if review}
    rows = Answer.objects.filter(review__in=given).order_by()
    for review, question, value, note in rows.values_list(
        "review_id", "question_id", "value", "note"
    ):
        if question in codes:
            given[review][codes[question]] = Given(value, note)
    return given


def _decisions(
    case_file: CaseFile, instrument: Instrument
) -> tuple[dict[str, Decision], dict[str, int]]:
    """The decisions that stand, and the revision of the last one on each question."""
    codes = {question.id: question.code for question in instrument.questions}
    last: dict[str, Decision] = {}
    made = Decision.objects.filter(case_file=case_file).select_related("by").order_by("revision")
    for decision in made:
        if decision.question_id in codes:
            last[codes[decision.question_id]] = decision
    standing = {code: one for code, one in last.items() if one.chose != Choice.OPEN}
    return standing, {code: one.revision for code, one in last.items()}


def _values(compared: Compared) -> tuple[str, str]:
    """What the reviews answered, "" where they were not asked."""
    first, second = compared.first, compared.second
    return first.value if first else "", second.value if second else ""


def frozen_by_agreement(review: Review) -> str | None:
    """Why a review can't be moved through its own states, or None when it can.

    The agreed one is made by moderation; the others stay as they are while it counts.
    """
    if review.position == Position.AGREED:
        return MADE_ELSEWHERE
    if review.counts and review.position == Position.FIRST:
        return None
    agreed = Review.objects.filter(
        case_file=review.case_file_id, position=Position.AGREED, counts=True
    )
    return FROZEN if agreed.exists() else None


def awaiting_moderation(sample: Sample) -> int:
    """How many active files of the sample have both reviews in and nothing agreed that counts."""
    both_in = (
        Review.objects.counted()
        .filter(case_file__sample=sample, position=Position.FIRST, state__in=IN)
        .filter(case_file__reviews__position=Position.SECOND, case_file__reviews__state__in=IN)
    )
    return both_in.count()
