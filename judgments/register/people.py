"""Who keeps the register of a force."""

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from forces.models import Force


def who_confirms(force: Force) -> QuerySet[User]:
    """Those who may have seen that something is complete."""
    on_a_team = Q(role=Role.INSPECTOR, memberships__inspection__force=force)
    able = User.objects.active().filter(Q(role=Role.SUPERVISOR) | on_a_team)
    return able.exclude(secondment__force=force).distinct().order_by("name")
