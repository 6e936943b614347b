"""Locks that acts on one inspection wait for, the inspection's first.

After it come its areas, the samples of its force, and then what is written. Each reads what it
gives in a statement of its own, after the wait.
"""

from cases.models import Sample
from forces.models import Inspection
from judgments.models import Action, Evidence, InspectionArea


def locked_inspection(pk: int) -> Inspection:
    """The inspection, with the lock held under which its actions are numbered and published."""
    Inspection.objects.select_for_update().get(pk=pk)
    return Inspection.objects.select_related("force", "cycle").get(pk=pk)


def locked_with_what_it_cites(pk: int) -> Inspection:
    """The same, while nobody changes a text of an area or signs a sample of the force off.

    For what checks figures and prints them after: both read the same ones.
    """
    locked = locked_inspection(pk)
    list(InspectionArea.objects.select_for_update().filter(inspection=locked).order_by("pk"))
    samples = Sample.objects.select_for_update().filter(inspection__force=locked.force_id)
    list(samples.order_by("pk").values_list("pk"))
    return locked


def locked_action(pk: int) -> Action:
    """The action as it stands, with its lock held until the transaction ends."""
    Action.objects.select_for_update().get(pk=pk)
    return Action.objects.with_setting().get(pk=pk)


def locked_evidence(pk: int) -> Evidence:
    """The evidence as it stands, with its lock held until the transaction ends."""
    Evidence.objects.select_for_update().get(pk=pk)
    return Evidence.objects.with_setting().get(pk=pk)
