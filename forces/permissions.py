"""Why somebody may not do this to an inspection: a sentence, or None when they may."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from accounts.models import Role, User
from accounts.permissions import may_administer
from forces.models import Force, Inspection, Secondment, home_force

ROLES_OF_A_TEAM = frozenset({Role.INSPECTOR, Role.SUPERVISOR})
LeavingCheck = Callable[[User, Inspection], str | None]
_leaving_checks: list[LeavingCheck] = []


def check_before_leaving(check: LeavingCheck) -> LeavingCheck:
    """Also ask ``check`` for the reason a member can't leave, such as work not handed over.

    An app above this one calls it once, when it is ready.
    """
    if check not in _leaving_checks:
        _leaving_checks.append(check)
    return check


def manage_forces(user: User | None) -> str | None:
    if may_administer(user):
        return None
    return "Only an administrator can manage forces, cycles and inspections."


def be_similar(force: Force, others: Iterable[Force]) -> str | None:
    if force.pk not in {other.pk for other in others}:
        return None
    return f"{force.name} can't be among the forces most similar to itself."


def see_team(user: User) -> str | None:
    if user.is_observer:
        return "Observers read signed-off results. Who is on a team is not shown to them."
    return None


def manage_team(user: User | None, inspection: Inspection) -> str | None:
    if user is None or may_administer(user):
        return None
    if user.is_active and user.is_supervisor and works_on(user, inspection):
        return None
    return (
        f"Only an administrator, the lead or a supervisor on the team of {inspection} "
        "can change its team."
    )


def join_team(member: User, inspection: Inspection) -> str | None:
    if not member.is_active:
        return f"{member.name} is no longer active and can't join a team."
    if member.is_observer or member.is_administrator:
        return f"{member.name} is an {member.get_role_display().lower()} and can't join a team."
    return _from_the_force(member, inspection.force, "join its inspection")


def lead_inspection(lead: User, inspection: Inspection) -> str | None:
    if not lead.is_active:
        return f"{lead.name} is no longer active and can't lead an inspection."
    if not lead.is_supervisor:
        return f"{lead.name} is not a supervisor and can't lead an inspection."
    return _from_the_force(lead, inspection.force, "lead its inspection")


def read_casework(user: User, force: Force) -> str | None:
    """To read what stands in the case files of ``force``."""
    if home_force(user) != force.pk:
        return None
    return f"You are seconded from {force.name} and can't read its case files."


def leave_team(member: User, inspection: Inspection) -> str | None:
    reasons = (check(member, inspection) for check in _leaving_checks)
    return next((reason for reason in reasons if reason), None)


def come_from(user: User, force: Force) -> str | None:
    """Why ``user`` can't be recorded as seconded from ``force``."""
    inspection = (
        Inspection.objects.filter(Q(members__user=user) | Q(lead=user), force=force)
        .select_related("force", "cycle")
        .first()
    )
    if inspection is None:
        return None
    return (
        f"{user.name} works on the inspection {inspection} and can't be seconded from "
        f"{force.name}. Take them off it first."
    )


def take_role(user: User, role: Role) -> str | None:
    """Why ``user`` can't take ``role``: it works on no inspection, but they do."""
    if role in ROLES_OF_A_TEAM:
        return None
    inspection = (
        Inspection.objects.filter(Q(members__user=user) | Q(lead=user))
        .select_related("force", "cycle")
        .first()
    )
    if inspection is None:
        return None
    return (
        f"{user.name} works on the inspection {inspection} and can't become "
        f"{role.label.lower()}. Take them off it first."
    )


def works_on(user: User, inspection: Inspection) -> bool:
    """Whether ``user`` leads ``inspection`` or is on its team. One query at most."""
    return inspection.lead_id == user.pk or inspection.members.filter(user=user).exists()


def _from_the_force(person: User, force: Force, act: str) -> str | None:
    if not Secondment.objects.filter(user=person, force=force).exists():
        return None
    return f"{person.name} is seconded from {force.name} and can't {act}."
