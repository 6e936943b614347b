"""Who may do what with judgments: each function gives the reason for a refusal, or None."""

from django.db.models import Model

from accounts.events import history_of
from accounts.models import User
from accounts.permissions import export, may_administer
from forces.models import Inspection, home_force
from forces.permissions import works_on
from judgments.models import Action, Attachment, Judgment, sees_drafts
from judgments.states import JudgmentState

AUTHORSHIP = ("drafted", "revised", "proposed")
"""The events that make somebody an author of a judgment."""


def load_frameworks(user: User | None) -> str | None:
    """``user`` is None when a command of the server does it."""
    return None if may_administer(user) else "Only an administrator can load frameworks."


def read_unpublished(user: User, inspection: Inspection) -> str | None:
    """To see the judgments of an inspection before they are published, and how they came about.

    ``user`` sees the inspection.
    """
    if user.is_observer:
        return "Observers read published judgments."
    if home_force(user) == inspection.force_id:
        return f"You are seconded from {inspection.force.name} and read its published judgments."
    return None


def export_drafts(user: User, inspection: Inspection) -> str | None:
    """To take what an inspection has not published yet out of Peel: for who sees it."""
    if reason := read_unpublished(user, inspection):
        return reason
    return None if sees_drafts(user, inspection) else _off_the_team(inspection)


def draft(user: User, inspection: Inspection) -> str | None:
    """To write a judgment and to propose it."""
    if not (user.is_inspector or user.is_supervisor):
        return "Only inspectors and supervisors of the team write judgments."
    return _on_the_team(user, inspection)


def write(user: User, inspection: Inspection) -> str | None:
    """To write, change and withdraw what goes into the report."""
    if not (user.is_inspector or user.is_supervisor):
        return "Only inspectors and supervisors of the team write what goes into the report."
    return _on_the_team(user, inspection)


def lead(user: User, inspection: Inspection) -> str | None:
    """To say what the inspection covers, and to confirm, publish, withdraw and reissue."""
    if not user.is_supervisor:
        return "Only a supervisor of the team can do this."
    return _on_the_team(user, inspection)


def accept_figure(user: User, inspection: Inspection, owner: Model) -> str | None:
    """To let a text print what its token gives now.

    What is moderated prints something else only when who leads the inspection says so.
    """
    if isinstance(owner, Judgment) and owner.state != JudgmentState.DRAFT:
        return lead(user, inspection)
    return write(user, inspection)


def moderate_any(user: User) -> str | None:
    """To see which judgments wait to be moderated."""
    return None if user.is_supervisor else "Only supervisors moderate judgments."


def moderate(user: User, judgment: Judgment) -> str | None:
    """To agree to a proposed judgment or to send it back: any supervisor who didn't write it."""
    inspection = judgment.area.inspection
    if not user.is_supervisor:
        return "Only a supervisor can moderate a judgment."
    if home_force(user) == inspection.force_id:
        return f"You are seconded from {inspection.force.name} and can't moderate its judgments."
    if history_of(judgment).filter(by=user, verb__in=AUTHORSHIP).exists():
        return "You wrote this judgment yourself. Another supervisor moderates it."
    return None


def act(user: User, judgment: Judgment, verb: str) -> str | None:
    """To make the move ``verb`` of a judgment, whatever its state."""
    if verb in {"moderate", "send back"}:
        return moderate(user, judgment)
    by_team = {"propose": draft, "revise": draft}
    return by_team.get(verb, lead)(user, judgment.area.inspection)


def publish_elsewhere(user: User, inspection: Inspection) -> str | None:
    """To enter judgments that an earlier report printed."""
    if not user.is_supervisor:
        return "Only a supervisor enters published judgments."
    if home_force(user) == inspection.force_id:
        return f"You are seconded from {inspection.force.name}. Somebody else enters its judgments."
    return None


def withdraw_action(user: User, action: Action) -> str | None:
    """To give an action up or take it up again; once it was published, for who leads."""
    allowed = lead if action.published_on else write
    return allowed(user, action.area.inspection)


def record_status(user: User, action: Action) -> str | None:
    """To say in the register how far a force is, and to confirm that it is done."""
    force = action.area.inspection.force
    if not (user.is_inspector or user.is_supervisor):
        return "Only inspectors and supervisors keep the register."
    if home_force(user) == force.pk:
        return f"You are seconded from {force.name}. Somebody else keeps its register."
    if user.is_supervisor or Inspection.objects.visible_to(user).filter(force=force).exists():
        return None
    return f"Only supervisors, and who is on a team that inspects {force.name}, keep its register."


def read_notes(user: User, inspection: Inspection) -> str | None:
    """To read comments, evidence and names in the register, and how an action came about."""
    if user.is_observer:
        return "Observers read what is published and how far the force is."
    if home_force(user) == inspection.force_id:
        return f"You are seconded from {inspection.force.name} and read what is published."
    return None


def log_evidence(user: User, inspection: Inspection) -> str | None:
    """To record evidence, change and withdraw it, and attach files."""
    if not (user.is_inspector or user.is_supervisor):
        return "Only inspectors and supervisors of the team log evidence."
    return _on_the_team(user, inspection)


def export_evidence(user: User, inspection: Inspection) -> str | None:
    """To take the evidence log out of Peel: what one reads, with the right to export."""
    return read_unpublished(user, inspection) or export(user)


def read_attachment(user: User, attachment: Attachment) -> str | None:
    """To read a file of evidence that ``user`` sees; one that is withdrawn, for who leads."""
    if not attachment.withdrawn or lead(user, attachment.evidence.inspection) is None:
        return None
    return "This file is withdrawn. Only a supervisor of the team reads it."


def _on_the_team(user: User, inspection: Inspection) -> str | None:
    if home_force(user) == inspection.force_id:
        return f"You are seconded from {inspection.force.name} and can't judge it."
    return None if works_on(user, inspection) else _off_the_team(inspection)


def _off_the_team(inspection: Inspection) -> str:
    return f"You are not on the team for {inspection}. Ask its lead or an administrator to add you."
