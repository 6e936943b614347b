"""Quality assurance under way: files that are read twice, and comments that are talked over."""

import random
from collections.abc import Iterator

from accounts.models import User
from cases.actions.allocation import share_equally
from cases.actions.commenting import reopen_comment, reply, resolve_comment
from cases.actions.moderating import Ruling, decide
from cases.actions.second_reviews import pick_for_second_review
from cases.demonstration.progress import submit_with
from cases.demonstration.samples import Casework
from cases.demonstration.second_reviews import questions_to_slip_on, slipped
from cases.file_moderation import moderation_of
from cases.models import CaseFile, Choice, Comment, Position, Review

READ_TWICE = (0, 1, 12)
"""Files of the casework, by number: the first is half moderated, the last not read again yet."""
SLIPS = 6
"""On how many questions the second reader of a file differs."""
REASON = "The second review names the entry that the first one passed over."


def read_again(casework: Casework) -> None:
    """Has some files read by a second inspector, and begins to moderate one of them."""
    chosen = [casework.files[number] for number in READ_TWICE]
    references = [file.reference for file in chosen]
    pick_for_second_review(sample=casework.sample, references=references, by=casework.lead)
    *submitted, _ = _given_out(casework)
    for review, file in zip(submitted, chosen, strict=False):
        chance = random.Random(f"Second review, {file.reference}")  # noqa: S311
        instrument = casework.sample.instrument
        questions = list(questions_to_slip_on(instrument, file))
        slips = chance.sample(questions, SLIPS)
        submit_with(review, slipped(instrument, file, slips, chance))
    _moderate_half(submitted[0].case_file, casework.lead)


def talk_over(casework: Casework) -> None:
    """Brings comments of returned files to every state that a comment can have."""
    answered, resolved, reopened = _comments_on(
        casework, "response_grade", "officers_attended", "supervision_effective"
    )
    _reply(answered, "I took the one at the end. The first is that of another call.")
    _reply(resolved, "The second entry is of another incident.")
    resolve_comment(comment=resolved.pk, by=casework.lead)
    _reply(reopened, "The note says it now.")
    resolve_comment(comment=reopened.pk, by=casework.lead)
    reopen_comment(comment=reopened.pk, text="It names no entry yet.", by=casework.lead)


def _given_out(casework: Casework) -> list[Review]:
    seconds = Review.objects.filter(case_file__sample=casework.sample, position=Position.SECOND)
    chosen = list(seconds.values_list("pk", flat=True))
    share_equally(
        sample=casework.sample, reviews=chosen, among=casework.inspectors, by=casework.lead
    )
    people = seconds.select_related("reviewer", "case_file__sample__version")
    return list(people.order_by("case_file__position"))


def _moderate_half(case_file: CaseFile, by: User) -> None:
    waiting = moderation_of(case_file).agreed.open
    for code in waiting[: len(waiting) // 2]:
        decide(case_file=case_file.pk, ruling=Ruling(code, Choice.SECOND, reason=REASON), by=by)


def _comments_on(casework: Casework, *codes: str) -> Iterator[Comment]:
    comments = Comment.objects.of_sample(casework.sample).select_related("review__reviewer")
    return (comments.get(question__code=code) for code in codes)


def _reply(comment: Comment, text: str) -> None:
    reviewer = comment.review.reviewer
    if reviewer is None:
        raise ValueError(f"{comment} is on a review that nobody has.")
    reply(comment=comment.pk, text=text, by=reviewer)
