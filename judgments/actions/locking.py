"""Locks that acts on one inspection wait for, the inspection's first.

Each reads what it gives in a statement of its own, after the wait.
"""

from forces.models import Inspection
from judgments.models import Action, Evidence


def locked_inspection(pk: int) -> Inspection:
    """The inspection, with the lock held under which its actions are numbered and published."""
    Inspection.objects.select_for_update().get(pk=pk)
    return Inspection.objects.select_related("force", "cycle").get(pk=pk)


def locked_action(pk: int) -> Action:
    """The action as it stands, with its lock held until the transaction ends."""
    Action.objects.select_for_update().get(pk=pk)
    return Action.objects.with_setting().get(pk=pk)


def locked_evidence(pk: int) -> Evidence:
    """The evidence as it stands, with its lock held until the transaction ends."""
    Evidence.objects.select_for_update().get(pk=pk)
    return Evidence.objects.with_setting().get(pk=pk)
