"""Withdrawing a draw that was a mistake, while nothing was answered in its files."""

from django.db import transaction

from accounts.events import record, record_many
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.actions.noticing import tell_of_files
from cases.actions.reasons import required
from cases.models import (
    Answer,
    CaseFile,
    Draw,
    EliminationReason,
    NoticeKind,
    Review,
    Sample,
    Withdrawal,
)
from cases.states import CaseFileState
from peel.lib.errors import Conflict, require


def withdraw_draw(*, draw: Draw, reason: str, by: User) -> Withdrawal:
    """Takes a draw's files out of the sample, so that it can be drawn again. The draw stays.

    Raises Refused, Invalid without a reason, and Conflict when it was withdrawn already, the
    sample is signed off or answers were given.
    """
    with transaction.atomic():
        sample = lock_sample(draw.sample_id)
        require(permissions.lead_casework(by, sample.inspection))
        _refuse_withdrawal(sample, draw)
        made = Withdrawal.objects.create(draw=draw, reason=required(reason), by=by)
        files = CaseFile.objects.filter(ticket__draw=draw)
        details = {"draw": draw.revision, "reason": made.reason, "files": files.count()}
        files.update(
            state=CaseFileState.ELIMINATED,
            elimination_reason=EliminationReason.DRAW_WITHDRAWN,
            elimination_note="",
        )
        record_many(targets=files, verb="withdrawn", by=by, details={"reason": made.reason})
        record(target=sample, verb="withdrew the draw", by=by, details=details)
        tell_of_files(files, NoticeKind.ELIMINATED, by)
    return made


def _refuse_withdrawal(sample: Sample, draw: Draw) -> None:
    if not sample.is_open:
        raise Conflict("This sample is signed off. Reopen it before withdrawing its draw.")
    if not Draw.objects.standing().filter(pk=draw.pk).exists():
        raise Conflict("This draw is withdrawn already.")
    reviews = Review.objects.filter(case_file__ticket__draw=draw).order_by("pk")
    # Whoever is answering now is waited for.
    locked = list(reviews.select_for_update(of=("self",)).values_list("pk", flat=True))
    if Answer.objects.filter(review__in=locked).exists():
        raise Conflict(
            "Answers were given in files of this draw, so it can't be withdrawn. "
            "Eliminate the files that can't be reviewed instead."
        )
