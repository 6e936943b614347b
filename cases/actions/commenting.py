"""Comments on the answers of a review: making them, replying, resolving and reopening."""

from collections.abc import Mapping

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.answering import PersonalDataWarning
from cases.actions.locking import lock_review
from cases.actions.noticing import settle_notices, tell_of_comment
from cases.actions.reasons import cleaned
from cases.models import Act, Comment, NoticeKind, Reply, Review
from cases.states import COMMENT_MOVES, LABELS, move
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.personal_data import personal_data_in

TOLD = {
    Act.REPLIED: ("replied", NoticeKind.REPLIED),
    Act.RESOLVED: ("resolved a comment", NoticeKind.RESOLVED),
    Act.REOPENED: ("reopened a comment", NoticeKind.REOPENED),
}
"""The verb on the record, and the kind of notice."""


def add_comment(
    *, review: int, question: str, text: str, by: User, keep_personal_data: bool = False
) -> Comment:
    """Adds a comment on the answer to ``question``, or on the whole review when it is "".

    Raises Review.DoesNotExist when ``by`` does not see the review, Refused, Conflict when the
    sample is signed off, Invalid when there is no text or no such question, and
    PersonalDataWarning when it looks like personal data that they did not say to keep.
    """
    with transaction.atomic():
        locked = lock_review(review, by)
        require(permissions.comment(by, locked))
        _check_open(locked)
        remark = storable(text, "Write the comment.", keep_personal_data=keep_personal_data)
        [made] = write_comments(locked, {question: remark}, by)
        _record(made, "commented", by)
        tell_of_comment(made, NoticeKind.COMMENTED, by)
        return made


def reply(*, comment: int, text: str, by: User, keep_personal_data: bool = False) -> Reply:
    """Adds to the thread of a comment: an answer, unless its author asks again.

    Raises Comment.DoesNotExist when ``by`` does not see it, Conflict when it is resolved, and
    else as ``add_comment`` does.
    """
    with transaction.atomic():
        found = _lock(comment, by)
        require(permissions.comment(by, found.review))
        _check_open(found.review)
        _target(found, "reply")
        made = move(COMMENT_MOVES, "ask again" if found.by_id == by.pk else "reply", found.state)
        words = storable(text, "Write the reply.", keep_personal_data=keep_personal_data)
        return _step(found, Act.REPLIED, words, by, made.target if made else found.state)


def resolve_comment(
    *, comment: int, by: User, text: str = "", keep_personal_data: bool = False
) -> Reply:
    """Marks a comment as dealt with, with a last word or without. Raises as ``reply`` does."""
    with transaction.atomic():
        found = _lock(comment, by)
        require(permissions.settle_comment(by, found))
        _check_open(found.review)
        target = _target(found, "resolve")
        words = storable(text, keep_personal_data=keep_personal_data)
        return _step(found, Act.RESOLVED, words, by, target)


def reopen_comment(*, comment: int, text: str, by: User, keep_personal_data: bool = False) -> Reply:
    """Takes a resolved comment up again, with the reason. Raises as ``reply`` does."""
    with transaction.atomic():
        found = _lock(comment, by)
        require(permissions.settle_comment(by, found))
        _check_open(found.review)
        target = _target(found, "reopen")
        words = storable(text, "Say why it is reopened.", keep_personal_data=keep_personal_data)
        return _step(found, Act.REOPENED, words, by, target)


def write_comments(review: Review, remarks: Mapping[str, str], by: User) -> list[Comment]:
    """Writes comments by question code into a review that the caller has locked.

    Raises Invalid when a question is not in the checklist.
    """
    instrument = review.case_file.sample.instrument
    try:
        ids = {code: instrument.question(code).id if code else None for code in remarks}
    except KeyError:
        raise Invalid("This question is not in the checklist of this sample.") from None
    return [
        Comment.objects.create(review=review, question_id=ids[code], text=text, by=by)
        for code, text in remarks.items()
    ]


def storable(text: str, missing: str = "", *, keep_personal_data: bool = False) -> str:
    """What somebody wrote, as it is stored.

    Raises Invalid when it can't be, with ``missing`` when there is nothing of it, and
    PersonalDataWarning.
    """
    words = cleaned(text)
    if missing and not words:
        raise Invalid(missing)
    kinds = personal_data_in(words)
    if kinds and not keep_personal_data:
        raise PersonalDataWarning(kinds)
    return words


def _lock(pk: int, by: User) -> Comment:
    """The comment as it stands, under the lock of its review."""
    seen = Comment.objects.visible_to(by)
    review = lock_review(seen.values_list("review", flat=True).get(pk=pk), by)
    comment = Comment.objects.select_related("question").get(pk=pk)
    comment.review = review
    return comment


def _check_open(review: Review) -> None:
    if not review.case_file.sample.is_open:
        raise Conflict("This sample is signed off. Reopen it before commenting.")


def _target(comment: Comment, verb: str) -> str:
    """The state that ``verb`` leads to. Raises Conflict when it leads nowhere."""
    made = move(COMMENT_MOVES, verb, comment.state)
    if made is None:
        state = LABELS[comment.state].lower()
        raise Conflict(f"This comment is {state}: there is nothing to {verb}.")
    return made.target


def _step(comment: Comment, act: Act, text: str, by: User, state: str) -> Reply:
    verb, kind = TOLD[act]
    made = Reply.objects.create(comment=comment, act=act, text=text, by=by)
    comment.state = state
    comment.save(update_fields=["state"])
    _record(comment, verb, by)
    settle_notices(comment.review, by)
    tell_of_comment(comment, kind, by)
    return made


def _record(comment: Comment, verb: str, by: User) -> None:
    question = comment.question.code if comment.question else ""
    details = {"comment": comment.pk, "question": question}
    record(target=comment.review, verb=verb, by=by, details=details)
