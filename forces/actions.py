"""What is done to forces, cycles, inspections, their teams and secondments."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from accounts import actions as user_actions
from accounts.events import record
from accounts.models import Role, User
from accounts.validation import require_valid
from forces import permissions
from forces.models import Cycle, Force, Inspection, Secondment, TeamMember
from peel.lib.errors import Conflict, Refused, require


@transaction.atomic
def save_force(
    *, force: Force, by: User | None, most_similar: Iterable[Force] | None = None
) -> Force:
    """Add or change a force. ``most_similar`` replaces its list; None leaves it."""
    require(permissions.manage_forces(by))
    _save(force, by)
    if most_similar is not None:
        _set_most_similar(force, list(most_similar), by)
    return force


def _set_most_similar(force: Force, similar: list[Force], by: User | None) -> None:
    if reason := permissions.be_similar(force, similar):
        raise Conflict(reason)
    if {other.pk for other in similar} == set(force.most_similar.values_list("pk", flat=True)):
        return
    force.most_similar.set(similar)
    slugs = sorted(other.slug for other in similar)
    record(target=force, verb="most similar forces set", by=by, details={"forces": slugs})


@transaction.atomic
def save_cycle(*, cycle: Cycle, by: User | None) -> Cycle:
    """Add or change a cycle."""
    require(permissions.manage_forces(by))
    _save(cycle, by)
    return cycle


@transaction.atomic
def create_inspection(
    *,
    force: Force,
    cycle: Cycle,
    by: User | None,
    starts: date | None = None,
    ends: date | None = None,
    lead: User | None = None,
) -> Inspection:
    """Open the inspection of a force in a cycle. Its slug is ``lancashire-2023-25``."""
    require(permissions.manage_forces(by))
    slug = f"{force.slug}-{cycle.slug}"
    inspection = Inspection(force=force, cycle=cycle, slug=slug, starts=starts, ends=ends)
    require_valid(inspection)
    inspection.save()
    record(target=inspection, verb="created", by=by)
    if lead is not None:
        inspection = set_lead(inspection=inspection, lead=lead, by=by)
    return inspection


@transaction.atomic
def delete_inspection(*, inspection: Inspection, by: User | None) -> None:
    """Take away an inspection that was opened by mistake.

    Raises Conflict when there is a team or work in it.
    """
    require(permissions.manage_forces(by))
    inspection = _lock(inspection)
    record(target=inspection, verb="deleted", by=by, details={"slug": inspection.slug})
    try:
        inspection.delete()
    except ProtectedError as error:
        raise Conflict(f"{inspection} has a team or work in it and stays.") from error


@transaction.atomic
def set_dates(
    *, inspection: Inspection, starts: date | None, ends: date | None, by: User | None
) -> Inspection:
    require(permissions.manage_team(by, inspection))
    inspection = _lock(inspection)
    if (inspection.starts, inspection.ends) == (starts, ends):
        return inspection
    inspection.starts, inspection.ends = starts, ends
    require_valid(inspection)
    inspection.save(update_fields=["starts", "ends"])
    record(target=inspection, verb="dates set", by=by, details={"starts": starts, "ends": ends})
    return inspection


@transaction.atomic
def set_lead(*, inspection: Inspection, lead: User | None, by: User | None) -> Inspection:
    """Name the supervisor who leads, or nobody. Raises Refused for anybody else."""
    require(permissions.manage_team(by, inspection))
    person = _lock_user(lead) if lead else None
    inspection = _lock(inspection)
    if person and (reason := permissions.lead_inspection(person, inspection)):
        raise Refused(reason)
    if inspection.lead_id == (person.pk if person else None):
        return inspection
    inspection.lead = person
    inspection.save(update_fields=["lead"])
    record(target=inspection, verb="lead set", by=by, details=_naming(person))
    return inspection


@transaction.atomic
def add_member(*, inspection: Inspection, member: User, by: User | None) -> TeamMember:
    """Put a person on the team. Raises Refused for those who can't join it."""
    require(permissions.manage_team(by, inspection))
    member = _lock_user(member)
    inspection = _lock(inspection)
    require(permissions.join_team(member, inspection))
    joined, new = TeamMember.objects.get_or_create(inspection=inspection, user=member)
    if new:
        record(target=inspection, verb="member added", by=by, details=_naming(member))
    return joined


@transaction.atomic
def remove_member(*, inspection: Inspection, member: User, by: User | None) -> None:
    """Take a person off the team. Raises Conflict while something holds them there."""
    require(permissions.manage_team(by, inspection))
    member = _lock_user(member)
    inspection = _lock(inspection)
    if reason := permissions.leave_team(member, inspection):
        raise Conflict(reason)
    removed, _ = TeamMember.objects.filter(inspection=inspection, user=member).delete()
    if removed:
        record(target=inspection, verb="member removed", by=by, details=_naming(member))


@transaction.atomic
def set_secondment(*, user: User, force: Force | None, by: User | None) -> Secondment | None:
    """Record the force that a person comes from, or that they come from none.

    Raises Conflict while they work on an inspection of that force.
    """
    require(permissions.manage_forces(by))
    user = _lock_user(user)
    current = Secondment.objects.filter(user=user).first()
    if (current.force_id if current else None) == (force.pk if force else None):
        return current
    if force is None:
        Secondment.objects.filter(user=user).delete()
        record(target=user, verb="secondment ended", by=by)
        return None
    if reason := permissions.come_from(user, force):
        raise Conflict(reason)
    secondment, _ = Secondment.objects.update_or_create(user=user, defaults={"force": force})
    record(target=user, verb="seconded", by=by, details={"force": force.slug})
    return secondment


@transaction.atomic
def change_role(*, user: User, role: str, by: User | None) -> User:
    """Give a user another role, unless it would strand them on a team.

    Raises Conflict for somebody on a team who would become observer or administrator.
    """
    user = _lock_user(user)
    changes = role in Role.values and role != user.role
    if changes and (reason := permissions.take_role(user, Role(role))):
        raise Conflict(reason)
    return user_actions.change_role(user=user, role=role, by=by)


def _save(instance: Force | Cycle, by: User | None) -> None:
    require_valid(instance)
    fields = [field.attname for field in instance._meta.concrete_fields]
    stored = type(instance)._base_manager.filter(pk=instance.pk).values(*fields).first()
    new = {name: getattr(instance, name) for name in fields}
    changed = {name: value for name, value in new.items() if stored and stored[name] != value}
    if stored and not changed:
        return
    instance.save()
    record(target=instance, verb="changed" if stored else "created", by=by, details=changed)


def _lock_user(user: User) -> User:
    # People before inspections, always, so that no two actions wait for each other.
    return User.objects.select_for_update().get(pk=user.pk)


def _lock(inspection: Inspection) -> Inspection:
    related = Inspection.objects.select_related("force", "cycle")
    return related.select_for_update(of=("self",)).get(pk=inspection.pk)


def _naming(person: User | None) -> dict[str, object]:
    return {"user": person.pk, "name": person.name} if person else {"user": None}
