"""Reviews a whole synthetic sample in a few statements.

One action at a time would take most of the time that the demonstration needs to load. What is
left in the database is what the actions leave: the tests hold one against the other.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from accounts.events import record_many
from accounts.models import User
from cases.actions.noticing import tell_of_acceptance
from cases.demonstration.generation import SyntheticFile
from cases.demonstration.samples import Casework
from cases.models import Answer, Review
from cases.relevance import progress_of
from cases.states import REVIEW_MOVES, move
from checklists.instrument import Instrument

WRITTEN = ["state", "asked", "answered", "last_answered_at", "submitted_at"]


def review_at_once(casework: Casework) -> None:
    """Answers, submits and accepts every allocated review of the sample.

    Raises ValueError for a file whose answers are not a complete review.
    """
    instrument = casework.sample.instrument
    files = {file.reference: file for file in casework.files}
    reviews = _reviews(casework)
    pairs = [(review, files[review.case_file.reference]) for review in reviews]
    Answer.objects.bulk_create(
        answer for review, file in pairs for answer in _answers(instrument, review, file)
    )
    for review, file in pairs:
        _count(instrument, review, file)
    for reviewer, theirs in _by_reviewer(reviews).items():
        _make("submit", theirs, reviewer)
    _make("accept", reviews, casework.lead)
    Review.objects.bulk_update(reviews, WRITTEN)
    for review in reviews:
        tell_of_acceptance(review, casework.lead)


def _reviews(casework: Casework) -> list[Review]:
    reviews = casework.reviews()
    for review in reviews:
        review.case_file.sample = casework.sample
    return reviews


def _answers(instrument: Instrument, review: Review, file: SyntheticFile) -> Iterator[Answer]:
    at = timezone.now()
    for code, given in file.answers.items():
        question = instrument.question(code)
        value, count = question.clean(given.value)
        yield Answer(
            review=review,
            question_id=question.id,
            value=value,
            count=count,
            note=given.note,
            answered_by=_reviewer(review),
            answered_at=at,
        )


def _count(instrument: Instrument, review: Review, file: SyntheticFile) -> None:
    progress = progress_of(instrument, file.answers)
    if not progress.complete or set(progress.asked) != set(file.answers):
        raise ValueError(f"The review of {file.reference} is not complete, or answers too much.")
    review.asked, review.answered = len(progress.asked), progress.answered
    review.last_answered_at = review.submitted_at = timezone.now()


def _by_reviewer(reviews: list[Review]) -> dict[User, list[Review]]:
    by_reviewer: defaultdict[User, list[Review]] = defaultdict(list)
    for review in reviews:
        by_reviewer[_reviewer(review)].append(review)
    return by_reviewer


def _reviewer(review: Review) -> User:
    if review.reviewer is None:
        raise ValueError(f"{review.case_file} is not allocated.")
    return review.reviewer


def _make(verb: str, reviews: list[Review], by: User) -> None:
    """Moves the reviews by a verb of the table of states, each with its event."""
    for review in reviews:
        made = move(REVIEW_MOVES, verb, review.state)
        if made is None:
            raise ValueError(f"{review} is {review.state}: there is nothing to {verb}.")
        review.state = made.target
    if reviews and made:
        record_many(targets=reviews, verb=made.event, by=by)
