"""Choosing files for a second review, taking a choice back, and noting who read what."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.events import record
from accounts.models import Role, User
from cases import permissions
from cases.actions.adding import BATCH
from cases.actions.locking import lock_review, lock_sample
from cases.actions.noticing import tell_of_loss
from cases.actions.reasons import required
from cases.blindness import unread_by
from cases.models import CaseFile, Position, Reading, Review, Sample, SecondReviewDraw
from cases.relevance import progress_of
from cases.sampling.drawing import ALGORITHM
from cases.sampling.seeds import reason_against
from cases.second_review_draws import FACTS, Frame, draw_second
from cases.states import ReviewState
from peel.lib.errors import Conflict, Invalid, require

USUAL_SHARE = 10
"""Percent of a sample's files that are reviewed a second time unless somebody says otherwise."""

UNTOUCHED = frozenset({ReviewState.UNALLOCATED, ReviewState.ALLOCATED})
"""The states of a second review that may not have been started."""


def draw_second_reviews(*, sample: Sample, share: int, seed: str, by: User) -> SecondReviewDraw:
    """Draws ``share`` percent of the files that can be reviewed a second time, rounded up.

    Every reviewer and every offence group gives as many as its part of these files. Raises
    Refused, Conflict when the sample is signed off, and Invalid when the share or the seed
    can't be used, the seed was used already, or there is no file to draw.
    """
    if not 1 <= share <= 100:
        raise Invalid("Enter a share from 1 to 100 percent.")
    if reason := reason_against(seed):
        raise Invalid(reason)
    with transaction.atomic():
        locked = _lock(sample, by)
        _check_seed_is_new(locked, seed)
        files = {file.reference: file for file in files_to_choose_from(locked)}
        if not files:
            raise Invalid(
                "There is no file to draw. Allocate files to inspectors first: those that are "
                "reviewed a second time already are not drawn again."
            )
        frame = _frame(locked, files.values())
        plan, drawn = draw_second(frame, share, seed)
        made = SecondReviewDraw.objects.create(
            sample=locked,
            revision=locked.second_review_draws.count() + 1,
            share=share,
            seed=seed,
            algorithm=ALGORITHM,
            plan=plan.as_mapping(),
            facts=list(FACTS),
            frame={reference: list(cell) for reference, cell in frame.records.items()},
            files=[ticket.as_mapping() for ticket in drawn],
            by=by,
        )
        _add(locked, [files[ticket.reference] for ticket in drawn])
        details = {"draw": made.revision, "seed": seed, "share": share, "files": len(drawn)}
        record(target=locked, verb="drew second reviews", by=by, details=details)
        return made


def pick_for_second_review(
    *, sample: Sample, references: Collection[str], by: User
) -> list[Review]:
    """Has the files with these references reviewed a second time; returns the new reviews.

    Raises Refused, Conflict when the sample is signed off, and Invalid with a sentence for
    each reference that can't be picked: then none is.
    """
    if not references:
        raise Invalid("Enter the reference of at least one file.")
    with transaction.atomic():
        locked = _lock(sample, by)
        files = {file.reference: file for file in files_to_choose_from(locked)}
        if missing := [reference for reference in references if reference not in files]:
            raise Invalid(*_reasons_against(locked, missing))
        made = _add(locked, [files[reference] for reference in dict.fromkeys(references)])
        details = {"files": [review.case_file.reference for review in made]}
        record(target=locked, verb="picked second reviews", by=by, details=details)
        return made


def withdraw_second_review(*, review: int, reason: str, by: User) -> None:
    """Takes back the choice of a file whose second review nobody started, with a reason.

    Raises Refused, Invalid without a reason, and Conflict when it was started.
    """
    with transaction.atomic():
        locked = lock_review(review, by)
        file = locked.case_file
        require(permissions.manage_second_reviews(by, file.sample))
        if refused := reason_to_keep(locked):
            raise Conflict(refused)
        details = {"file": file.reference, "reason": required(reason)}
        if locked.reviewer:
            details["reviewer"] = locked.reviewer.email
            tell_of_loss([locked], locked.reviewer, by)
        record(target=locked, verb="withdrawn", by=by, details=details)
        record(target=file.sample, verb="withdrew a second review", by=by, details=details)
        locked.delete()


def reason_to_keep(review: Review) -> str | None:
    """Why a second review can't be withdrawn, or None when it can."""
    if review.position != Position.SECOND:
        return "This is not a second review."
    if not review.case_file.sample.is_open:
        return "This sample is signed off. Reopen it first."
    if review.state not in UNTOUCHED or review.history.exists() or review.comments.exists():
        return "This second review was started, so it stays. Hand it over instead."
    return None


def note_reading(*, reviews: Iterable[int], by: User) -> None:
    """Notes that ``by`` read these reviews, where they reviewed the same files themselves."""
    for review in unread_by(by, reviews):
        Reading.objects.get_or_create(review_id=review, reader=by)


def files_to_choose_from(sample: Sample) -> QuerySet[CaseFile, Any]:
    """The files that can be reviewed a second time, in the order of the sample.

    They are active, an inspector has their first review, and they have no other one. A
    supervisor sees every review, so theirs can't be one of two that are kept apart. Adds
    ``reviewer`` and ``reviewer_name``, the inspector's primary key and name.
    """
    reviews = Review.objects.filter(case_file=OuterRef("pk")).order_by()
    first = reviews.filter(position=Position.FIRST, reviewer__role=Role.INSPECTOR)
    return (
        CaseFile.objects.filter(~Exists(reviews.exclude(position=Position.FIRST)), sample=sample)
        .active()
        .annotate(reviewer=first.values("reviewer"), reviewer_name=first.values("reviewer__name"))
        .filter(reviewer__isnull=False)
        .order_by("position")
    )


def _lock(sample: Sample, by: User) -> Sample:
    require(permissions.manage_second_reviews(by, sample))
    locked = lock_sample(sample.pk)
    if not locked.is_open:
        raise Conflict("This sample is signed off. Reopen it before choosing second reviews.")
    return locked


def _check_seed_is_new(sample: Sample, seed: str) -> None:
    """A request that is sent twice would draw the same share of what is left once more."""
    if earlier := sample.second_review_draws.filter(seed=seed).first():
        files = len(earlier.files)
        raise Invalid(
            f"Draw {earlier.revision} was made with this seed and drew {files} "
            f"file{'' if files == 1 else 's'}. To draw more, type another seed."
        )


def _frame(sample: Sample, files: Iterable[Any]) -> Frame:
    fact = next((fact for fact in sample.instrument.facts if fact.breakdown), None)
    code = fact.code if fact else ""
    listed = list(files)
    return Frame(
        records={
            file.reference: (str(file.facts.get(code) or ""), str(file.reviewer)) for file in listed
        },
        groups={choice.code: choice.label for choice in (fact.choices if fact else ())},
        reviewers={str(file.reviewer): file.reviewer_name for file in listed},
    )


def _add(sample: Sample, files: Iterable[CaseFile]) -> list[Review]:
    """Nobody is told of a second review but by being given it, so the files record nothing."""
    asked = len(progress_of(sample.instrument, {}).asked)
    return Review.objects.bulk_create(
        [
            Review(case_file=file, position=Position.SECOND, counts=False, asked=asked)
            for file in files
        ],
        batch_size=BATCH,
    )


def _reasons_against(sample: Sample, references: Iterable[str]) -> list[str]:
    """One sentence for each file that can't be picked."""
    wanted = list(references)
    files = CaseFile.objects.filter(sample=sample, reference__in=wanted).of_standing_draws()
    found = {file.reference: file for file in files.prefetch_related("reviews__reviewer")}
    return [_reason_against(reference, found.get(reference)) for reference in wanted]


def _reason_against(reference: str, file: CaseFile | None) -> str:
    if file is None:
        return f"“{reference}” is not in this sample. Check how it is written."
    if not file.is_active:
        return f"{file} is eliminated. Restore it first."
    reviews = {review.position: review for review in file.reviews.all()}
    if Position.SECOND in reviews:
        return f"{file} is reviewed a second time already."
    if Position.AGREED in reviews:
        return f"{file} has an agreed review, so it is not reviewed again."
    reviewer = reviews[Position.FIRST].reviewer
    if reviewer is None:
        return f"{file} is not allocated. Allocate its first review first."
    return f"{file} is reviewed by {reviewer}, who is no inspector, so nobody can do it blind."
