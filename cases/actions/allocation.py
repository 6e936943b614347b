"""Giving case files to inspectors and taking them back."""

from collections.abc import Iterable, Sequence
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from accounts.events import record_many
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.models import Review, Sample
from cases.states import ANSWERABLE, LABELS, ReviewState
from peel.lib.errors import Conflict, Invalid, require

ALLOCATABLE = frozenset({ReviewState.UNALLOCATED, *ANSWERABLE})


def allocate(*, sample: Sample, reviews: Iterable[int], to: User, by: User) -> int:
    """Gives the reviews with these primary keys to ``to``; returns how many changed hands.

    A file that somebody else has open is handed over with its answers. Raises Refused when
    ``by`` may not allocate or ``to`` may not be given the files, Conflict when a review is
    submitted or accepted, Invalid when nothing was chosen.
    """
    with transaction.atomic():
        chosen = _lock(sample, reviews, by)
        _refuse_reviewer(sample, to)
        return _give(chosen, [to] * len(chosen), by)


def share_equally(
    *, sample: Sample, reviews: Iterable[int], among: Sequence[User], by: User
) -> int:
    """Deals the reviews out over ``among``, one each in turn, in the order of the sample.

    Raises as ``allocate`` does.
    """
    if not among:
        raise Invalid("Choose at least one inspector to share the files among.")
    with transaction.atomic():
        chosen = _lock(sample, reviews, by)
        for member in among:
            _refuse_reviewer(sample, member)
        turns = cycle(sorted(among, key=lambda member: member.pk))
        return _give(chosen, [next(turns) for _ in chosen], by)


def _lock(sample: Sample, reviews: Iterable[int], by: User) -> list[Review]:
    require(permissions.lead_casework(by, sample.inspection))
    if not lock_sample(sample.pk).is_open:
        raise Conflict("This sample is signed off. Reopen it before allocating files.")
    chosen = list(
        Review.objects.counted()
        .filter(pk__in=list(reviews), case_file__sample=sample)
        .select_related("case_file", "reviewer")
        .select_for_update(of=("self",))
        .order_by("case_file__position")
    )
    if not chosen:
        raise Invalid("Choose at least one file.")
    for review in chosen:
        if review.state not in ALLOCATABLE:
            state = LABELS[review.state].lower()
            raise Conflict(
                f"{review.case_file} is {state}, so it can't be allocated. Step it back first."
            )
    return chosen


def _refuse_reviewer(sample: Sample, member: User) -> None:
    require(permissions.review_files_of(member, sample.inspection))


def _give(reviews: Sequence[Review], to: Sequence[User], by: User) -> int:
    """Changes the reviewers and records the hand-overs, one event a review."""
    handed: dict[tuple[User | None, User], list[Review]] = {}
    at = timezone.now()
    for review, member in zip(reviews, to, strict=True):
        if review.reviewer == member:
            continue
        handed.setdefault((review.reviewer, member), []).append(review)
        review.reviewer, review.allocated_at = member, at
        if review.state == ReviewState.UNALLOCATED:
            review.state = ReviewState.ALLOCATED
    moved = [review for group in handed.values() for review in group]
    Review.objects.bulk_update(moved, ["reviewer", "allocated_at", "state"])
    for (left, member), group in handed.items():
        details = {"to": member.email, "from": left.email if left else ""}
        record_many(targets=group, verb="allocated", by=by, details=details)
    return len(moved)
