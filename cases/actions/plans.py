"""Saving sampling plans under a name, discarding them, and loading those that Peel ships."""

from hashlib import sha256

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.models import SamplingPlan
from cases.plans import shipped_sources, source_of
from cases.sampling.plans import Plan, read_plan
from checklists.models import Checklist
from peel.lib.errors import Conflict, Invalid, require


def save_plan(*, plan: Plan, by: User, replace: bool = False) -> SamplingPlan:
    """Saves a plan under its code, to be used for other forces.

    Draws that followed an earlier plan of this name keep theirs. Raises Refused, Invalid when
    there is no such checklist, and Conflict when the name is taken, unless the saved plan is
    their own and to be replaced.
    """
    require(permissions.make_plans(by))
    if plan.code in shipped_sources():
        raise Conflict(f"Peel ships a plan “{plan.code}”, which stays. Choose another code.")
    checklist = Checklist.objects.filter(code=plan.checklist).first()
    if checklist is None:
        raise Invalid(f"There is no checklist “{plan.checklist}”.")
    with transaction.atomic():
        saved = SamplingPlan.objects.select_for_update().filter(slug=plan.code).first()
        if saved and not replace:
            raise Conflict(
                f"There is a plan “{plan.code}” already. Choose another code, or replace it."
            )
        if saved and (reason := permissions.change_plan(by, saved)):
            raise Conflict(f"There is a plan “{plan.code}” already. {reason} Choose another code.")
        saved = saved or SamplingPlan(slug=plan.code, created_by=by)
        _write(saved, plan, source_of(plan), checklist)
        _record(saved, "saved", by)
    return saved


def discard_plan(*, plan: SamplingPlan, by: User) -> None:
    """Removes a saved plan. Draws that followed it keep theirs.

    Raises Refused.
    """
    require(permissions.change_plan(by, plan))
    with transaction.atomic():
        _record(plan, "discarded", by)
        plan.delete()


@transaction.atomic
def load_shipped_plans() -> list[SamplingPlan]:
    """Brings the shipped plans of the checklists that are there up to date."""
    checklists = {checklist.code: checklist for checklist in Checklist.objects.all()}
    loaded = []
    for slug, source in shipped_sources().items():
        plan = read_plan(source)
        if plan.checklist not in checklists:
            continue
        saved = SamplingPlan.objects.filter(slug=slug).first() or SamplingPlan(slug=slug)
        if saved.source != source:
            saved.shipped, saved.created_by = True, None
            _write(saved, plan, source, checklists[plan.checklist])
            _record(saved, "loaded", None)
        loaded.append(saved)
    return loaded


def _write(saved: SamplingPlan, plan: Plan, source: str, checklist: Checklist) -> None:
    saved.checklist, saved.title, saved.source = checklist, plan.title, source
    saved.save()


def _record(saved: SamplingPlan, verb: str, by: User | None) -> None:
    details = {"plan": saved.slug, "checksum": sha256(saved.source.encode()).hexdigest()}
    record(target=saved, verb=verb, by=by, details=details)
