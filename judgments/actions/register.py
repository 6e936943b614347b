"""Keeping the register: how far a force is with what it has to act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.events import record
from accounts.models import User
from judgments import permissions
from judgments.action_states import ActionState
from judgments.actions.locking import locked_action
from judgments.actions.texts import needed_text, optional_text, warn_of_personal_data
from judgments.models import Action, Status, StatusEntry
from peel.lib.errors import Conflict, Invalid, require

LONGEST_NOTE = 5_000
EVIDENCE = "Evidence that it is complete"
ORDER = {status: place for place, status in enumerate(Status.values)}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a force is on the day ``on``.

    ``comment`` may be nothing when it goes forward. ``evidence`` says what shows that it is
    complete, and ``confirmed_by`` who saw it; both are for that status alone.
    """

    status: str
    on: date
    comment: str = ""
    evidence: str = ""
    confirmed_by: User | None = None
    keep_personal_data: bool = False


@transaction.atomic
def record_status(*, action: Action, progress: Progress, read: int, by: User) -> StatusEntry:
    """Add a line to the register of an action. ``read`` is the number of lines that were read.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when the action is not published
    or when somebody else added a line meanwhile.
    """
    action = locked_action(action.pk)
    require(permissions.record_status(by, action))
    if action.state != ActionState.PUBLISHED:
        raise Conflict("The register holds what is published and stands.")
    entries = list(action.entries.in_time())
    if len(entries) != read:
        raise Conflict("Somebody else added to the register meanwhile. Look at it again first.")
    entry = _checked(action, progress, entries, by)
    entry.sequence = len(entries) + 1
    entry.save()
    record(target=action, verb="register", by=by, details=_line(entry))
    return entry


def begin_register(actions: Iterable[Action], *, on: date, by: User) -> list[StatusEntry]:
    """The first line of each, for who publishes them and holds their locks."""
    return StatusEntry.objects.bulk_create(
        StatusEntry(action=action, sequence=1, status=Status.AWAITING_REVIEW, on=on, recorded_by=by)
        for action in actions
    )


def standing_on(entries: Iterable[StatusEntry], day: date) -> StatusEntry | None:
    """The line that stood at the end of ``day``, of ``entries`` in time."""
    return next((entry for entry in reversed(list(entries)) if entry.on <= day), None)


def _checked(
    action: Action, progress: Progress, entries: list[StatusEntry], by: User
) -> StatusEntry:
    if progress.status not in Status.values:
        raise Invalid("Choose how far the force is.")
    _check_day(action, progress.on)
    comment = optional_text(progress.comment, "Comment", LONGEST_NOTE)
    before = standing_on(entries, progress.on)
    if before and not comment:
        _check_comment(before.status, progress.status)
    entry = StatusEntry(
        action=action, status=progress.status, on=progress.on, comment=comment, recorded_by=by
    )
    if progress.status == Status.COMPLETE:
        entry.evidence = needed_text(progress.evidence, EVIDENCE, LONGEST_NOTE)
        entry.confirmed_by = _who_saw(action, progress.confirmed_by)
    if not progress.keep_personal_data:
        warn_of_personal_data(comment, entry.evidence)
    return entry


def _check_day(action: Action, on: date) -> None:
    if on > timezone.localdate():
        raise Invalid("The day is still to come. Give the day on which it was so.")
    if action.published_on and on < action.published_on:
        published = date_format(action.published_on, "j F Y")
        raise Invalid(f"It was published on {published}. Give that day or a later one.")


def _check_comment(before: str, now: str) -> None:
    if before == now and now != Status.COMPLETE:
        raise Invalid("The status is as it was. Write a comment, or choose another status.")
    if ORDER[now] < ORDER[before]:
        raise Invalid(f"It goes back from “{Status(before).label}”. Say why in the comment.")


def _who_saw(action: Action, person: User | None) -> User:
    if person is None:
        raise Invalid("Name who saw the evidence that it is complete.")
    if refusal := permissions.record_status(person, action):
        raise Invalid(f"{person.name} can't confirm it. {refusal}")
    return person


def _line(entry: StatusEntry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "status": entry.status,
        "on": entry.on,
        "comment": entry.comment,
        "evidence": entry.evidence,
        "confirmed_by": entry.confirmed_by_id,
    }
