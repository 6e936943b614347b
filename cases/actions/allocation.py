"""Giving case files to inspectors, sharing them out and handing them over."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from accounts.events import record_many
from accounts.models import User
from cases import balancing, permissions
from cases.actions.keeping_apart import Dealt, keep_apart
from cases.actions.locking import lock_open_samples, lock_sample
from cases.actions.noticing import tell_of_hand_overs
from cases.models import Review, ReviewQuerySet, Sample
from cases.states import ANSWERABLE, LABELS, CaseFileState, ReviewState
from cases.strata import WITH_STRATUM, stratum_of
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require

ALLOCATABLE = frozenset({ReviewState.UNALLOCATED, *ANSWERABLE})
MOST_EACH = 10_000


@dataclass(frozen=True, slots=True)
class Shared:
    """How sharing went: ``files`` were shared, of these ``moved`` changed hands, and ``left``
    did not fit and stay as they were.
    """

    files: int
    moved: int
    left: int


def allocate(*, sample: Sample, reviews: Iterable[int], to: User, by: User) -> int:
    """Gives the reviews with these primary keys to ``to``; returns how many changed hands.

    A file that somebody else has open is handed over with its answers. Raises Refused when
    ``by`` may not allocate or ``to`` may not be given the files, Conflict when a review is
    submitted or accepted, Invalid when nothing was chosen.
    """
    with transaction.atomic():
        chosen = _lock(sample, reviews, by)
        _refuse_reviewers(sample.inspection, [to])
        return _give(keep_apart([(review, to) for review in chosen], {to: None}), by)


def share_equally(
    *, sample: Sample, reviews: Iterable[int], among: Sequence[User], by: User
) -> Shared:
    """Shares the reviews over ``among`` so that everybody has as many of each stratum.

    Raises as ``allocate`` does.
    """
    if not among:
        raise Invalid("Choose at least one inspector to share the files among.")
    return _share(sample, reviews, dict.fromkeys(among), by)


def share_by_capacity(
    *, sample: Sample, reviews: Iterable[int], capacities: Mapping[User, int], by: User
) -> Shared:
    """Shares the reviews in proportion to ``capacities``, the most files that each takes.

    Raises as ``allocate`` does, and Invalid when a number is not possible.
    """
    if not any(capacities.values()):
        raise Invalid("Enter how many files at least one inspector takes.")
    for member, capacity in capacities.items():
        if not 0 <= capacity <= MOST_EACH:
            raise Invalid(f"Enter a whole number up to {MOST_EACH:,} for {member}.")
    takers = {member: capacity for member, capacity in capacities.items() if capacity}
    return _share(sample, reviews, takers, by)


def hand_over(
    *,
    inspection: Inspection,
    leaver: User,
    among: Sequence[User],
    by: User,
    sample: Sample | None = None,
) -> int:
    """Gives all open files of ``leaver`` to ``among``, with their answers; returns how many.

    They are those of every open sample of the inspection, or of ``sample`` alone. Several
    people share them equally, stratum by stratum. Raises Refused when ``by`` may not
    allocate or somebody may not be given the files, Conflict when ``sample`` is signed off,
    and Invalid when there is nothing to hand over or nobody to take it.
    """
    with transaction.atomic():
        require(permissions.lead_casework(by, inspection))
        _refuse_takers(inspection, leaver, among)
        samples = lock_open_samples(inspection, sample)
        if sample and not samples:
            raise Conflict("This sample is signed off. Reopen it before handing files over.")
        files = open_files_of(leaver, samples).select_for_update(of=("self",))
        if not files:
            raise Invalid(f"{leaver} has no open files here.")
        return _give(deal_equally(files, among), by)


def open_files_of(reviewer: User, samples: Collection[Sample]) -> QuerySet[Review]:
    """The reviews that wait for ``reviewer`` in these samples, in the order of each sample."""
    return (
        _with_strata(_originals())
        .filter(reviewer=reviewer, state__in=ANSWERABLE, case_file__sample__in=samples)
        .order_by("case_file__sample", "case_file__position")
    )


def deal_equally(reviews: Iterable[Review], among: Sequence[User]) -> Dealt:
    """Each review with who of ``among`` takes it, equally in all and in every stratum."""
    return _deal(list(reviews), dict.fromkeys(among))


def _lock(sample: Sample, reviews: Iterable[int], by: User) -> list[Review]:
    require(permissions.lead_casework(by, sample.inspection))
    if not lock_sample(sample.pk).is_open:
        raise Conflict("This sample is signed off. Reopen it before allocating files.")
    chosen = list(
        _with_strata(_originals().visible_to(by))
        .filter(pk__in=list(reviews), case_file__sample=sample)
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


def _originals() -> ReviewQuerySet:
    """The reviews that are given to people: the agreed one of a file is made of these."""
    return Review.objects.originals().filter(case_file__state=CaseFileState.ACTIVE)


def _with_strata(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related("reviewer", *(f"case_file__{path}" for path in WITH_STRATUM))


def _refuse_takers(inspection: Inspection, leaver: User, among: Sequence[User]) -> None:
    if not among:
        raise Invalid("Choose who takes the files over.")
    if leaver in among:
        raise Invalid(f"{leaver} can't take over their own files. Choose somebody else.")
    _refuse_reviewers(inspection, among)


def _refuse_reviewers(inspection: Inspection, members: Iterable[User]) -> None:
    for member in members:
        require(permissions.review_files_of(member, inspection))


def _share(
    sample: Sample, reviews: Iterable[int], takers: Mapping[User, int | None], by: User
) -> Shared:
    with transaction.atomic():
        chosen = _lock(sample, reviews, by)
        _refuse_reviewers(sample.inspection, takers)
        dealt = _deal(chosen, takers)
        return Shared(len(dealt), _give(dealt, by), len(chosen) - len(dealt))


def _deal(reviews: Sequence[Review], takers: Mapping[User, int | None]) -> Dealt:
    """Who takes which file, up to their capacities where they have any."""
    people = {member.pk: member for member in takers}
    held = _held_beside(reviews, people)
    given = balancing.share(
        [balancing.File(_stratum(review), review.reviewer_id) for review in reviews],
        [
            balancing.Reviewer(member.pk, capacity, held[member.pk])
            for member, capacity in sorted(takers.items(), key=lambda taker: taker[0].pk)
        ],
    )
    return keep_apart(
        [(r, people[key]) for r, key in zip(reviews, given, strict=True) if key is not None],
        takers,
    )


def _held_beside(reviews: Sequence[Review], people: Collection[int]) -> dict[int, Counter[str]]:
    """How many other files of the same samples each person has, by stratum."""
    samples = {review.case_file.sample_id for review in reviews}
    others = (
        _with_strata(_originals())
        .filter(case_file__sample__in=samples, reviewer__in=people)
        .filter(position__in={review.position for review in reviews})
        .exclude(pk__in=[review.pk for review in reviews])
    )
    held: dict[int, Counter[str]] = {key: Counter() for key in people}
    for review in others:
        if review.reviewer_id:
            held[review.reviewer_id][_stratum(review)] += 1
    return held


def _stratum(review: Review) -> str:
    """A stratum of one sample is not that of another, though their titles may be the same."""
    return f"{review.case_file.sample_id}: {stratum_of(review.case_file).title}"


def _give(dealt: Dealt, by: User) -> int:
    """Changes the reviewers and records the hand-overs, one event a review."""
    handed: dict[tuple[User | None, User], list[Review]] = {}
    for review, member in dealt:
        if review.reviewer != member:
            handed.setdefault((review.reviewer, member), []).append(review)
    at = timezone.now()
    given = When(state=ReviewState.UNALLOCATED, then=Value(ReviewState.ALLOCATED.value))
    for (left, member), group in handed.items():
        Review.objects.filter(pk__in=[review.pk for review in group]).update(
            reviewer=member, allocated_at=at, state=Case(given, default=F("state"))
        )
        details = {"to": member.email, "from": left.email if left else ""}
        record_many(targets=group, verb="allocated", by=by, details=details)
    tell_of_hand_overs(handed, by)
    return sum(len(group) for group in handed.values())
