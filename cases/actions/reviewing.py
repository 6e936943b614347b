"""Moving a review through its states: submitting, accepting, returning, stepping back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.answering import closed_to_answers
from cases.actions.commenting import storable, write_comments
from cases.actions.locking import lock_review
from cases.actions.noticing import (
    settle_notices,
    tell_of_acceptance,
    tell_of_loss,
    tell_of_moderation,
    tell_of_submission,
    tell_reviewer,
)
from cases.actions.reasons import required
from cases.blindness import readers_of_others
from cases.completeness import left_to_do_as_stored, unfinished_as_stored
from cases.file_moderation import frozen_by_agreement
from cases.models import NoticeKind, Review
from cases.states import LABELS, REVIEW_MOVES, Move, ReviewState, move
from peel.lib.errors import Conflict, Invalid, require


def submit(*, review: int, by: User) -> Review:
    """Submits a complete review. Raises Refused, Conflict, or Invalid with what is left to do."""
    with transaction.atomic():
        locked = lock_review(review, by)
        require(permissions.answer(by, locked))
        if left := left_to_do_as_stored(locked):
            raise Invalid(*left)
        locked.submitted_at = timezone.now()
        was_returned = locked.state == ReviewState.RETURNED
        made = _make(locked, "submit", by)
        if was_returned:
            tell_of_submission(made, by)
        if Review.objects.to_moderate().filter(case_file=made.case_file).exists():
            tell_of_moderation(made, by)
        return made


def accept(*, review: int, by: User) -> Review:
    """Accepts a submitted review. Raises Refused or Conflict."""
    with transaction.atomic():
        made = _make(_lock_to_moderate(review, by), "accept", by)
        tell_of_acceptance(made, by)
        return made


def return_to_reviewer(
    *,
    review: int,
    reason: str,
    comments: Mapping[str, str],
    by: User,
    keep_personal_data: bool = False,
) -> Review:
    """Returns a submitted review with a reason and comments by question code.

    Raises Refused, Conflict, Invalid when there is neither a reason nor a comment, and
    PersonalDataWarning as ``add_comment`` does.
    """
    with transaction.atomic():
        locked = _lock_to_moderate(review, by)
        _check_still_reviews(locked)
        remarks = {
            code: words
            for code, text in {"": reason, **comments}.items()
            if (words := storable(text, keep_personal_data=keep_personal_data))
        }
        if not remarks:
            raise Invalid("Say what is to be looked at again: a reason or a comment on an answer.")
        write_comments(locked, remarks, by)
        details = {
            "reason": remarks.pop("", ""),
            "questions": sorted(remarks),
            **_readers(locked),
        }
        made = _make(locked, "return", by, details)
        tell_reviewer(made, NoticeKind.RETURNED, by)
        return made


def step_back(*, review: int, reason: str, by: User) -> Review:
    """Takes a review one state back, with a reason. Raises Refused, Conflict or Invalid."""
    with transaction.atomic():
        locked = _lock_as_supervisor(review, by)
        made = _allowed(locked, "step back")
        if made.target == ReviewState.SUBMITTED and (left := unfinished_as_stored(locked)):
            raise Invalid(*left)
        details = {"reason": required(reason), "from": locked.state, **_readers(locked)}
        if made.target == ReviewState.UNALLOCATED and locked.reviewer:
            details["reviewer"] = locked.reviewer.email
            tell_of_loss([locked], locked.reviewer, by)
            locked.reviewer = None
        stepped = _make(locked, "step back", by, details)
        tell_reviewer(stepped, NoticeKind.STEPPED_BACK, by)
        return stepped


def _readers(review: Review) -> dict[str, object]:
    """Who of the file's reviewers has read the other's review: it stays open to them."""
    readers = readers_of_others(review)
    return {"read by": readers} if readers else {}


def _lock_as_supervisor(pk: int, by: User) -> Review:
    review = lock_review(pk, by)
    require(permissions.lead_casework(by, review.case_file.sample.inspection))
    return review


def _lock_to_moderate(pk: int, by: User) -> Review:
    review = lock_review(pk, by)
    require(permissions.moderate(by, review))
    return review


def _check_still_reviews(review: Review) -> None:
    """Nobody could look again at what is returned to a person who left the team."""
    reviewer = review.reviewer
    if reviewer is None:
        return
    if reason := permissions.review_files_of(reviewer, review.case_file.sample.inspection):
        raise Conflict(f"{reason} Step the review back and give it to somebody else.")


def _allowed(review: Review, verb: str) -> Move:
    """The move that ``verb`` makes now. Raises Conflict when there is none."""
    if review.is_exercise:
        _check_exercise(review, verb)
    if not review.case_file.sample.is_open:
        raise Conflict("This sample is signed off. Reopen it first.")
    if not review.case_file.is_active:
        raise Conflict("This file was eliminated from the sample. Restore it first.")
    if frozen := frozen_by_agreement(review):
        raise Conflict(frozen)
    made = move(REVIEW_MOVES, verb, review.state)
    if made is None:
        state = LABELS[review.state].lower()
        raise Conflict(f"This review is {state}: there is nothing to {verb}.")
    return made


def _check_exercise(review: Review, verb: str) -> None:
    """An exercise can only be submitted, once: then the reference answers are known."""
    if closed := closed_to_answers(review):
        raise Conflict(closed)
    if verb != "submit":
        raise Conflict("Nothing else can be done with an exercise than to submit it.")


def _make(
    review: Review, verb: str, by: User, details: Mapping[str, object] | None = None
) -> Review:
    made = _allowed(review, verb)
    review.state = made.target
    review.save(update_fields=["state", "reviewer", "submitted_at"])
    record(target=review, verb=made.event, by=by, details=details)
    settle_notices(review, by)
    return review
