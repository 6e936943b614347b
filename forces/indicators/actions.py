"""What is done to the lists that forces send: taking in, asking, answering, deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from forces.indicators import permissions
from forces.indicators.changes import Change, large_changes
from forces.indicators.computing import Figure
from forces.indicators.cross_checks import held_of
from forces.indicators.periods import HalfYear
from forces.indicators.reading import NewValue
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import force_data
from forces.indicators.states import MOVES, SubmissionState, refusal_of
from forces.indicators.wording import question_about
from forces.models import MAX_TEXT, DataQuery, Force, Submission, SubmittedValue
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.rounding import rounded
from peel.lib.storable import UNSTORABLE, is_storable

STORED_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class File:
    """The file that a list came in: its name, and the SHA-256 of its content in hexadecimal."""

    name: str
    checksum: str


@transaction.atomic
def receive(
    *,
    force: Force,
    half_year: HalfYear,
    values: Sequence[NewValue],
    file: File,
    by: User | None,
    synthetic: bool = False,
) -> Submission:
    """Take in a list that was checked. An open list of the half-year is superseded and kept.

    Every large change from what was accepted before becomes a query. Raises Refused for who
    may not, Invalid for an empty list, and Conflict when the same file was the last one.
    """
    require(permissions.enter_force_data(by, force))
    if not values:
        raise Invalid("The list holds no values.")
    force = Force.objects.select_for_update().get(pk=force.pk)
    earlier = _make_way(force, half_year, file, by)
    submission = Submission.objects.create(
        force=force,
        starts=half_year.starts,
        revision=earlier + 1,
        received_by=by,
        received_at=timezone.now(),
        file_name=file.name[:200],
        checksum=file.checksum,
        rows=len(values),
        synthetic=synthetic,
    )
    details = {"half_year": half_year.code, "rows": len(values), "checksum": file.checksum}
    record(target=submission, verb="received", by=by, details=details)
    held = held_of(values, synthetic=synthetic)
    changes = large_changes(shipped_indicators(), force_data(force).held, held)
    _store(submission, values)
    _ask(submission, changes, by)
    return submission


@transaction.atomic
def ask(*, value: SubmittedValue, question: str, by: User | None) -> DataQuery:
    """Ask the force about a value of its list. Raises Conflict once the list is decided on."""
    submission = _lock(value.submission, by)
    query = DataQuery.objects.create(
        submission=submission,
        indicator=value.indicator,
        group=value.group,
        starts=value.starts,
        ends=value.ends,
        value=value.value,
        question=_text(question, "Write what you want to ask."),
        asked_by=by,
        asked_at=timezone.now(),
    )
    _move(submission, "query", by, query=query.pk)
    return query


@transaction.atomic
def answer(*, query: DataQuery, text: str, by: User | None) -> Submission:
    """Enter what the force answered. With the last answer the list can be accepted."""
    submission = _lock(query.submission, by)
    query = DataQuery.objects.get(pk=query.pk)
    if query.answered_at is not None:
        raise Conflict("This query is answered already. Ask another one instead.")
    if reason := refusal_of("answer", submission.state):
        raise Conflict(reason)
    query.answer = _text(text, "Write what the force answered.")
    query.answered_by, query.answered_at = by, timezone.now()
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    record(target=submission, verb="query answered", by=by, details={"query": query.pk})
    if not submission.queries.unanswered().exists():
        _move(submission, "answer", by)
    return submission


@transaction.atomic
def accept(*, submission: Submission, by: User | None) -> Submission:
    """Let the values stand. The list of the half-year that stood before is superseded."""
    submission = _lock(submission, by)
    if reason := refusal_of("accept", submission.state):
        raise Conflict(reason)
    standing = Submission.objects.accepted().filter(
        force=submission.force_id, starts=submission.starts
    )
    for earlier in standing:
        _move(earlier, "supersede", by)
    submission.accepted_at = timezone.now()
    _move(submission, "accept", by)
    return submission


@transaction.atomic
def reject(*, submission: Submission, reason: str, by: User | None) -> Submission:
    """Keep the list out of every figure, with the reason."""
    submission = _lock(submission, by)
    _move(submission, "reject", by, reason=_text(reason, "Give the reason."))
    return submission


@transaction.atomic
def reopen(*, submission: Submission, reason: str, by: User | None) -> Submission:
    """Take a decided list up again, with a reason. What it had superseded stands again."""
    submission = _lock(submission, by)
    text = _text(reason, "Give the reason.")
    of_half_year = Submission.objects.filter(force=submission.force_id, starts=submission.starts)
    if of_half_year.open().exists():
        raise Conflict("Another list of this half-year is open. Decide on that one first.")
    stood = submission.state == SubmissionState.ACCEPTED
    _move(submission, "reopen", by, reason=text)
    if submission.queries.exists():
        unanswered = submission.queries.unanswered().exists()
        _set(submission, SubmissionState.QUERIED if unanswered else SubmissionState.ANSWERED)
    before = of_half_year.filter(state=SubmissionState.SUPERSEDED, accepted_at__isnull=False)
    if stood and (last := before.order_by("-accepted_at").first()):
        _set(last, SubmissionState.ACCEPTED)
        record(target=last, verb="stands again", by=by, details={"reason": text})
    return submission


def _make_way(force: Force, half_year: HalfYear, file: File, by: User | None) -> int:
    """Supersede the list that is open, if any. Returns the last revision of the half-year."""
    earlier = Submission.objects.filter(force=force, starts=half_year.starts)
    last = earlier.order_by("-revision").first()
    if last and last.checksum == file.checksum and last.state != SubmissionState.REJECTED:
        raise Conflict(
            f"This very file was received for {half_year.name} already. Choose the new one."
        )
    for submission in earlier.open():
        _move(submission, "supersede", by)
    return last.revision if last else 0


def _store(submission: Submission, values: Sequence[NewValue]) -> None:
    SubmittedValue.objects.bulk_create(
        SubmittedValue(
            submission=submission,
            row=new.row,
            indicator=new.indicator.code,
            group=new.group,
            starts=new.period.starts,
            ends=new.period.ends,
            value=new.value,
            source=new.source,
            note=new.note,
            illustrative=new.illustrative,
        )
        for new in values
    )


def _ask(submission: Submission, changes: Sequence[Change], by: User | None) -> None:
    if not changes:
        return
    at = timezone.now()
    DataQuery.objects.bulk_create(
        DataQuery(
            submission=submission,
            indicator=change.indicator.code,
            group=change.group,
            starts=change.now.period.starts,
            ends=change.now.period.ends,
            value=_stored(change.now),
            before=_stored(change.before),
            before_starts=change.before.period.starts,
            before_ends=change.before.period.ends,
            question=question_about(change)[:MAX_TEXT],
            asked_at=at,
        )
        for change in changes
    )
    _move(submission, "query", by, queries=len(changes))


def _stored(figure: Figure) -> Decimal:
    return rounded(figure.amount.value, STORED_DECIMALS)


def _lock(submission: Submission, by: User | None) -> Submission:
    """The submission as it stands, its force held until the transaction ends."""
    force = Force.objects.select_for_update().get(pk=submission.force_id)
    require(permissions.enter_force_data(by, force))
    return (
        Submission.objects.select_related("force")
        .select_for_update(of=("self",))
        .get(pk=submission.pk)
    )


def _move(submission: Submission, act: str, by: User | None, **details: object) -> None:
    if reason := refusal_of(act, submission.state):
        raise Conflict(reason)
    _set(submission, MOVES[act].target)
    record(target=submission, verb=MOVES[act].event, by=by, details=details)


def _set(submission: Submission, state: SubmissionState) -> None:
    submission.state = state.value
    submission.save(update_fields=["state", "accepted_at"])


def _text(text: str, missing: str) -> str:
    if not is_storable(text):
        raise Invalid(UNSTORABLE)
    if not (stripped := text.strip()):
        raise Invalid(missing)
    if len(stripped) > MAX_TEXT:
        raise Invalid(f"Use at most {MAX_TEXT:,} characters.")
    return stripped
