"""Signing a sample off, which freezes its figures, and reopening it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.actions.noticing import tell_of_sample
from cases.actions.reasons import cleaned
from cases.checksum import canonical_answers, checksum_of, pack
from cases.estimates.storing import stored
from cases.models import (
    AnswerHistory,
    CaseFile,
    FrozenAnswers,
    NoticeKind,
    Result,
    Review,
    Sample,
    SignOff,
    Waiver,
)
from cases.readiness import Item, readiness_of
from cases.rollups import Figure, results
from cases.states import ReviewState, SampleState
from peel.lib.errors import Conflict, Invalid, require

EXPLAIN = "Clear this, or say why the sample is signed off all the same."
NO_REASONS: Mapping[str, str] = MappingProxyType({})


def sign_off(*, sample: int, by: User, reasons: Mapping[str, str] = NO_REASONS) -> SignOff:
    """Stores the sample's figures with a checksum over its answers and closes it to change.

    ``reasons`` say, by requirement, why one that is not clear is enough. Raises Refused,
    Conflict when the sample is signed off already or files are not accepted, and Invalid with
    a sentence for each requirement that is neither clear nor explained.
    """
    with transaction.atomic():
        locked = _lock(sample, by)
        if reason := not_ready_for_sign_off(locked):
            raise Conflict(reason)
        waived = _waived(readiness_of(locked, by), reasons)
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
        Waiver.objects.bulk_create(
            Waiver(sign_off=made, requirement=item.requirement, finding=item.finding, reason=why)
            for item, why in waived
        )
        locked.state = SampleState.SIGNED_OFF
        locked.save(update_fields=["state"])
        details: dict[str, object] = {"revision": made.revision, "checksum": made.checksum}
        if waived:
            details["waived"] = [item.requirement.value for item, _ in waived]
        record(target=locked, verb="signed off", by=by, details=details)
        tell_of_sample(locked, NoticeKind.SIGNED_OFF, by)
        return made


def reopen(*, sample: int, reason: str, by: User) -> Sample:
    """Opens a signed-off sample to change, with a reason. The signed-off revision stays."""
    with transaction.atomic():
        locked = _lock(sample, by)
        if locked.is_open:
            raise Conflict("This sample is open already.")
        because = cleaned(reason)
        if not because:
            raise Invalid("Give the reason for reopening.")
        standing = locked.sign_offs.get(reopened_at__isnull=True)
        standing.reopened_by, standing.reopened_at = by, timezone.now()
        standing.reopened_because = because
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


def _waived(items: Iterable[Item], reasons: Mapping[str, str]) -> list[tuple[Item, str]]:
    """What is not clear, with the reason for each. Raises Invalid where there is none."""
    waived = [
        (item, cleaned(reasons.get(item.requirement, ""))) for item in items if not item.is_clear
    ]
    missing = [item for item, reason in waived if not reason]
    if missing:
        raise Invalid(*(f"{item.finding} {EXPLAIN}" for item in missing))
    return waived


def _lock(pk: int, by: User) -> Sample:
    """Locks the sample and its reviews, so that no answer is being recorded meanwhile."""
    sample = lock_sample(Sample.objects.visible_to(by).values_list("pk", flat=True).get(pk=pk))
    require(permissions.sign_off(by, sample))
    list(
        Review.objects.filter(case_file__sample=sample)
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    return sample


def _frozen(sign_off: SignOff, position: int, figure: Figure) -> Result:
    return Result(
        sign_off=sign_off,
        position=position,
        code=figure.measure.code,
        stage=figure.measure.stage,
        numerator=figure.numerator,
        denominator=figure.denominator,
        not_applicable=figure.not_applicable,
        not_asked=figure.not_asked,
        outstanding=figure.outstanding,
        sentence=figure.sentence,
        estimate=stored(figure.estimated) if figure.estimated else None,
    )
