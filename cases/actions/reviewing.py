"""Moving a review through its states: submitting, accepting, returning, stepping back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_review
from cases.actions.reasons import cleaned, required
from cases.blindness import readers_of_others
from cases.completeness import progress_as_stored
from cases.models import Comment, Review
from cases.states import LABELS, REVIEW_MOVES, Move, ReviewState, move
from peel.lib.errors import Conflict, Invalid, require


def submit(*, review: int, by: User) -> Review:
    """Submits a complete review. Raises Refused, Conflict, or Invalid when incomplete."""
    with transaction.atomic():
        locked = lock_review(review, by)
        require(permissions.answer(by, locked))
        _check_complete(locked)
        locked.submitted_at = timezone.now()
        return _make(locked, "submit", by)


def accept(*, review: int, by: User) -> Review:
    """Accepts a submitted review. Raises Refused or Conflict."""
    with transaction.atomic():
        return _make(_lock_to_moderate(review, by), "accept", by)


def return_to_reviewer(
    *, review: int, reason: str, comments: Mapping[str, str], by: User
) -> Review:
    """Returns a submitted review with a reason and comments by question code.

    Raises Refused, Conflict, or Invalid when there is neither a reason nor a comment.
    """
    with transaction.atomic():
        locked = _lock_to_moderate(review, by)
        _check_still_reviews(locked)
        remarks = {code: cleaned(text) for code, text in comments.items() if text.strip()}
        overall = cleaned(reason)
        if not overall and not remarks:
            raise Invalid("Say what is to be looked at again: a reason or a comment on an answer.")
        _comment(locked, {"": overall, **remarks} if overall else remarks, by)
        details = {"reason": overall, "questions": sorted(remarks), **_readers(locked)}
        return _make(locked, "return", by, details)


def step_back(*, review: int, reason: str, by: User) -> Review:
    """Takes a review one state back, with a reason. Raises Refused, Conflict or Invalid."""
    with transaction.atomic():
        locked = _lock_as_supervisor(review, by)
        made = _allowed(locked, "step back")
        if made.target == ReviewState.SUBMITTED:
            _check_complete(locked)
        details = {"reason": required(reason), "from": locked.state, **_readers(locked)}
        if made.target == ReviewState.UNALLOCATED and locked.reviewer:
            details["reviewer"] = locked.reviewer.email
            locked.reviewer = None
        return _make(locked, "step back", by, details)


def add_comment(*, review: int, question: str, text: str, by: User) -> Comment:
    """Adds a comment on the answer to ``question``, or on the whole review when it is ""."""
    with transaction.atomic():
        locked = lock_review(review, by)
        require(permissions.comment(by, locked))
        if not locked.case_file.sample.is_open:
            raise Conflict("This sample is signed off. Reopen it before commenting.")
        remark = cleaned(text)
        if not remark:
            raise Invalid("Write the comment.")
        [made] = _comment(locked, {question: remark}, by)
        record(target=locked, verb="commented", by=by, details={"question": question})
        return made


def resolve_comment(*, comment: int, by: User) -> Comment:
    """Marks a comment as dealt with; the supervisors of the inspection do this."""
    with transaction.atomic():
        pk = Comment.objects.values_list("review", flat=True).get(pk=comment)
        review = _lock_as_supervisor(pk, by)
        found = Comment.objects.get(pk=comment)
        if found.resolved_at is None:
            found.resolved_by, found.resolved_at = by, timezone.now()
            found.save(update_fields=["resolved_by", "resolved_at"])
            record(target=review, verb="resolved a comment", by=by, details={"comment": found.pk})
        return found


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


def _check_complete(review: Review) -> None:
    progress = progress_as_stored(review)
    if not progress.complete:
        left = len(progress.outstanding)
        questions = "question" if left == 1 else "questions"
        raise Invalid(f"{left} {questions} still to be completed before this can be submitted.")


def _allowed(review: Review, verb: str) -> Move:
    """The move that ``verb`` makes now. Raises Conflict when there is none."""
    if not review.case_file.sample.is_open:
        raise Conflict("This sample is signed off. Reopen it first.")
    if not review.case_file.is_active:
        raise Conflict("This file was eliminated from the sample. Restore it first.")
    made = move(REVIEW_MOVES, verb, review.state)
    if made is None:
        state = LABELS[review.state].lower()
        raise Conflict(f"This review is {state}: there is nothing to {verb}.")
    return made


def _make(
    review: Review, verb: str, by: User, details: Mapping[str, object] | None = None
) -> Review:
    made = _allowed(review, verb)
    review.state = made.target
    review.save(update_fields=["state", "reviewer", "submitted_at"])
    record(target=review, verb=made.event, by=by, details=details)
    return review


def _comment(review: Review, remarks: Mapping[str, str], by: User) -> list[Comment]:
    instrument = review.case_file.sample.instrument
    try:
        ids = {code: instrument.question(code).id if code else None for code in remarks}
    except KeyError:
        raise Invalid("This question is not in the checklist of this sample.") from None
    return [
        Comment.objects.create(review=review, question_id=ids[code], text=text, by=by)
        for code, text in remarks.items()
    ]
