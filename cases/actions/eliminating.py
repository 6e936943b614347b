"""Taking a case file out of its sample and putting it back."""

from dataclasses import dataclass

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_case_file
from cases.actions.noticing import tell_of_files
from cases.actions.reasons import cleaned, required
from cases.actions.reserves import fill_places, hand_back_place, replace
from cases.models import CaseFile, EliminationReason, NoticeKind
from cases.states import CASE_FILE_MOVES, LABELS, CaseFileState, move
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class Elimination:
    """Why a file cannot be reviewed: a reason from the list and, for some, a note."""

    reason: EliminationReason
    note: str = ""


def eliminate(*, case_file: int, elimination: Elimination, by: User) -> CaseFile:
    """Takes a file out of its sample with a reason. Its answers are kept and do not count.

    The next file in reserve takes the place of one that was drawn: ``replacement`` of what
    is returned, None when there is none. Raises Refused, Conflict or Invalid.
    """
    with transaction.atomic():
        locked = _lock(case_file, by, "eliminate")
        if elimination.reason not in EliminationReason.for_people():
            raise Invalid("Choose a reason from the list.")
        note = cleaned(elimination.note)
        if elimination.reason == EliminationReason.OTHER and not note:
            raise Invalid("Say in the note why the file can't be reviewed.")
        locked.state = CaseFileState.ELIMINATED
        locked.elimination_reason, locked.elimination_note = elimination.reason, note
        locked.save(update_fields=["state", "elimination_reason", "elimination_note"])
        details = {"reason": elimination.reason, "note": locked.elimination_note}
        record(target=locked, verb="eliminated", by=by, details=details)
        tell_of_files([locked], NoticeKind.ELIMINATED, by)
        replace(locked, by)
        return locked


def restore(*, case_file: int, reason: str, by: User) -> CaseFile:
    """Puts an eliminated file back into its sample, with a reason.

    The file that took its place goes back to the reserve. Raises Refused, Invalid, or
    Conflict when the file has no place to come back to.
    """
    with transaction.atomic():
        locked = _lock(case_file, by, "restore")
        details = {"reason": required(reason), "eliminated because": locked.elimination_reason}
        hand_back_place(locked, by)
        locked.state = CaseFileState.ACTIVE
        locked.elimination_reason = locked.elimination_note = ""
        locked.save(update_fields=["state", "elimination_reason", "elimination_note"])
        record(target=locked, verb="restored", by=by, details=details)
        tell_of_files([locked], NoticeKind.RESTORED, by)
        fill_places(locked, by)
        return locked


def _lock(pk: int, by: User, verb: str) -> CaseFile:
    case_file = lock_case_file(pk, by)
    require(permissions.lead_casework(by, case_file.sample.inspection))
    if not case_file.sample.is_open:
        raise Conflict("This sample is signed off. Reopen it first.")
    if move(CASE_FILE_MOVES, verb, case_file.state) is None:
        state = LABELS[case_file.state].lower()
        raise Conflict(f"This file is {state} already.")
    return case_file
