"""Signing a sample off, which freezes its figures, and reopening it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.actions.noticing import tell_of_sample
from cases.actions.reasons import MAX_REASON
from cases.checksum import canonical_answers, checksum_of, pack
from cases.models import (
    AnswerHistory,
    CaseFile,
    FrozenAnswers,
    NoticeKind,
    Result,
    Review,
    Sample,
    SignOff,
)
from cases.rollups import Figure, results
from cases.states import ReviewState, SampleState
from peel.lib.errors import Conflict, Invalid, require


def sign_off(*, sample: int, by: User) -> SignOff:
    """Stores the sample's figures with a checksum over its answers and closes it to change.

    Raises Refused, or Conflict when it is signed off already or files are not accepted.
    """
    with transaction.atomic():
        locked = _lock(sample, by)
        if reason := not_ready_for_sign_off(locked):
            raise Conflict(reason)
        answers = canonical_answers(locked)
        made = SignOff.objects.create(
            sample=locked,
            revision=locked.sign_offs.count() + 1,
            checksum=checksum_of(answers),
            files=CaseFile.objects.filter(sample=locked).active().count(),
            history_mark=AnswerHistory.objects.aggregate(last=Max("pk"))["last"] or 0,
            by=by,
        )
        FrozenAnswers.objects.create(sign_off=made, packed=pack(answers))
        Result.objects.bulk_create(
            _frozen(made, position, figure) for position, figure in enumerate(results(locked))
        )
        locked.state = SampleState.SIGNED_OFF
        locked.save(update_fields=["state"])
        details = {"revision": made.revision, "checksum": made.checksum}
        record(target=locked, verb="signed off", by=by, details=details)
        tell_of_sample(locked, NoticeKind.SIGNED_OFF, by)
        return made


def reopen(*, sample: int, reason: str, by: User) -> Sample:
    """Opens a signed-off sample to change, with a reason. The signed-off revision stays."""
    with transaction.atomic():
        locked = _lock(sample, by)
        if locked.is_open:
            raise Conflict("This sample is open already.")
        if not reason.strip():
            raise Invalid("Give the reason for reopening.")
        standing = locked.sign_offs.get(reopened_at__isnull=True)
        standing.reopened_by, standing.reopened_at = by, timezone.now()
        standing.reopened_because = reason.strip()[:MAX_REASON]
        standing.save(update_fields=["reopened_by", "reopened_at", "reopened_because"])
        locked.state = SampleState.OPEN
        locked.save(update_fields=["state"])
        details = {"revision": standing.revision, "reason": standing.reopened_because}
        record(target=locked, verb="reopened", by=by, details=details)
        tell_of_sample(locked, NoticeKind.SAMPLE_REOPENED, by)
        return locked


def not_ready_for_sign_off(sample: Sample) -> str | None:
    """Why the sample cannot be signed off now, or None when it can."""
    if not sample.is_open:
        return "This sample is signed off already."
    counted = Review.objects.counted().filter(case_file__sample=sample)
    total = counted.count()
    if not total:
        return "This sample has no files to sign off."
    waiting = total - counted.filter(state=ReviewState.ACCEPTED).count()
    if waiting:
        are = "file is" if waiting == 1 else "files are"
        return f"{waiting} {are} not accepted yet. Accept or eliminate every file first."
    return None


def _lock(pk: int, by: User) -> Sample:
    """Locks the sample and its reviews, so that no answer is being recorded meanwhile."""
    sample = lock_sample(Sample.objects.visible_to(by).values_list("pk", flat=True).get(pk=pk))
    require(permissions.lead_casework(by, sample.inspection))
    list(
        Review.objects.filter(case_file__sample=sample)
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    return sample


def _frozen(sign_off: SignOff, position: int, figure: Figure) -> Result:
    return Result(sign_off=sign_off, position=position, **figure.as_dict())
