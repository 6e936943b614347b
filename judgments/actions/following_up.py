"""Saying in an inspection what became of what earlier ones asked for."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from judgments.action_states import ActionState
from judgments.actions.citing import cite
from judgments.actions.locking import locked_action, locked_inspection
from judgments.actions.printing import print_texts
from judgments.actions.texts import LONGEST_TEXT, needed_text, warn_of_personal_data
from judgments.consistency import unsaid_sentence
from judgments.models import Action, Evidence, FollowUp, Outcome, Status, StatusEntry
from judgments.register.following_up import to_follow_up, unsaid
from peel.lib.errors import Conflict, Invalid, require

NOTHING_SHOWS_IT = (
    "Choose the evidence of this inspection that shows it is addressed. Record it in the evidence "
    "log first if it is not there."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an inspection says: ``note`` is Markdown and needed.

    ``superseded_by`` is an action of the inspection that takes the place of the earlier one,
    ``evidence`` what it rests on, of the inspection too; what is addressed needs it.
    """

    outcome: str
    note: str
    superseded_by: Action | None = None
    evidence: Evidence | None = None
    keep_personal_data: bool = False


@transaction.atomic
def say(*, action: Action, inspection: Inspection, answer: Answer, read: int, by: User) -> FollowUp:
    """Say what became of an action. ``read`` is the revision that was read, 0 for none.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when it is not for this inspection
    to say, or when somebody else said something meanwhile.
    """
    inspection = locked_inspection(inspection.pk)
    require(permissions.write(by, inspection))
    if not to_follow_up(inspection).filter(pk=action.pk).exists():
        raise Conflict(f"“{action}” is not open for {inspection} to follow up.")
    before = FollowUp.objects.filter(action=action, inspection=inspection)
    revision = before.count()
    if revision != read:
        raise Conflict("Somebody else said something of this meanwhile. Look at it again first.")
    note = _checked(inspection, answer)
    made = FollowUp.objects.create(
        action=action,
        inspection=inspection,
        revision=revision + 1,
        outcome=answer.outcome,
        note=note,
        superseded_by=answer.superseded_by,
        evidence=answer.evidence,
        recorded_by=by,
    )
    record(target=made, verb="said", by=by, details={"outcome": made.outcome, "note": note})
    cite(owner=made, inspection=inspection, text=note, by=by)
    return made


@transaction.atomic
def publish_follow_ups(*, inspection: Inspection, by: User) -> list[FollowUp]:
    """Make public what an inspection says of earlier actions, as its report does.

    The register follows: what is addressed is complete, and what was complete but is not or
    only partly addressed is being progressed again. Raises Refused, and Conflict while the
    inspection says nothing of an action that is open or a figure of a note is missing.
    """
    inspection = locked_inspection(inspection.pk)
    require(permissions.lead(by, inspection))
    said = FollowUp.objects.filter(inspection=inspection).last_said()
    found = list(said.select_related("action").filter(published_on=None).order_by("pk"))
    if number := unsaid(inspection):
        raise Conflict(unsaid_sentence(number))
    print_texts(found)
    for follow_up in found:
        follow_up.published_on = timezone.localdate()
        follow_up.save(update_fields=["published_on", "printed"])
        record(target=follow_up, verb="published", by=by, details={"printed": follow_up.printed})
        _carry_over(follow_up, inspection, by)
    return found


def _checked(inspection: Inspection, answer: Answer) -> str:
    if answer.outcome not in Outcome.values:
        raise Invalid("Choose what became of it.")
    note = needed_text(answer.note, "What was found", LONGEST_TEXT)
    _check_successor(inspection, answer)
    _check_evidence(inspection, answer)
    if not answer.keep_personal_data:
        warn_of_personal_data(note)
    return note


def _check_evidence(inspection: Inspection, answer: Answer) -> None:
    if answer.evidence and answer.evidence.inspection_id != inspection.pk:
        raise Invalid("Choose evidence of this inspection.")
    stands = answer.evidence is not None and not answer.evidence.withdrawn
    if answer.outcome == Outcome.ADDRESSED and not stands:
        raise Invalid(NOTHING_SHOWS_IT)


def _check_successor(inspection: Inspection, answer: Answer) -> None:
    successor = answer.superseded_by
    if successor is None:
        return
    if answer.outcome != Outcome.SUPERSEDED:
        raise Invalid("Only what is superseded has another action in its place.")
    if successor.area.inspection_id != inspection.pk or successor.state == ActionState.WITHDRAWN:
        raise Invalid("Choose an action of this inspection in its place.")


def _carry_over(follow_up: FollowUp, inspection: Inspection, by: User) -> None:
    """Adds to the register what the published outcome changes of it."""
    action = locked_action(follow_up.action_id)
    entries = list(action.entries.in_time())
    complete = entries[-1].status == Status.COMPLETE
    addressed = follow_up.outcome == Outcome.ADDRESSED
    reopened = complete and follow_up.outcome in {Outcome.PARTLY, Outcome.NOT_ADDRESSED}
    if not (reopened or (addressed and not complete)):
        return
    says = f"The report of {inspection} says: {follow_up.get_outcome_display().lower()}."
    entry = StatusEntry.objects.create(
        action=action,
        sequence=len(entries) + 1,
        status=Status.COMPLETE if addressed else Status.BEING_PROGRESSED,
        on=timezone.localdate(),
        comment="" if addressed else says,
        evidence=says if addressed else "",
        confirmed_by=by if addressed else None,
        recorded_by=by,
    )
    details = {"sequence": entry.sequence, "status": entry.status, "on": entry.on, "says": says}
    record(target=action, verb="register", by=by, details=details)
