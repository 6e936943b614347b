"""What a person may do on a review's page, and the submitted files before and after it."""

from dataclasses import dataclass

from accounts.models import User
from cases import permissions
from cases.actions.answering import closed_to_answers
from cases.file_moderation import frozen_by_agreement
from cases.models import ORIGINALS, Review
from cases.states import LABELS, REVIEW_MOVES, ReviewState, move

AGREED_ON = "What was agreed on this file counts now. This review stays readable as it was."


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the page offers to ``person``, by primary key.

    ``reason`` says why the answers can't be changed, or is "". Who may ``resolve`` settles
    every comment, others their own.
    """

    person: int
    answer: bool
    reason: str
    comment: bool
    resolve: bool
    accept: bool
    step_back: str

    def settles(self, author: int) -> bool:
        """Whether ``person`` may resolve and reopen the comments that ``author`` made."""
        return self.resolve or (self.comment and author == self.person)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another submitted review of the same sample."""

    pk: int
    reference: str


def abilities_of(user: User, review: Review) -> Abilities:
    """Three queries at most. ``step_back`` is the state it leads to, "" when there is none."""
    refused = permissions.answer(user, review)
    closed = closed_to_answers(review)
    frozen = frozen_by_agreement(review) if closed else None
    kept = AGREED_ON if frozen and review.position in ORIGINALS else frozen
    inspection = review.case_file.sample.inspection
    leads = not review.is_exercise and permissions.lead_casework(user, inspection) is None
    alive = review.case_file.sample.is_open and review.case_file.is_active and not frozen
    back = move(REVIEW_MOVES, "step back", review.state) if leads and alive else None
    return Abilities(
        person=user.pk,
        answer=not refused and not closed,
        reason=(frozen if leads else kept) or closed or refused or "",
        comment=review.case_file.sample.is_open
        and not review.is_exercise
        and (leads or not refused),
        resolve=leads and review.case_file.sample.is_open,
        accept=leads
        and alive
        and review.state == ReviewState.SUBMITTED
        and permissions.moderate(user, review) is None,
        step_back=LABELS[back.target].lower() if back else "",
    )


def submitted_neighbours(review: Review, reader: User) -> tuple[Neighbour | None, Neighbour | None]:
    """The submitted files before and after this one in the order of the sample."""
    waiting = (
        Review.objects.visible_to(reader)
        .counted()
        .filter(state=ReviewState.SUBMITTED, case_file__sample=review.case_file.sample_id)
        .values_list("pk", "case_file__reference")
    )
    place = review.case_file.position
    before = waiting.filter(case_file__position__lt=place).order_by("-case_file__position").first()
    after = waiting.filter(case_file__position__gt=place).order_by("case_file__position").first()
    return (
        Neighbour(*before) if before else None,
        Neighbour(*after) if after else None,
    )


def next_submitted(review: Review, reader: User) -> Neighbour | None:
    """The submitted file to read after this one: the next, or else the one before."""
    before, after = submitted_neighbours(review, reader)
    return after or before
