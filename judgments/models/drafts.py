"""Who sees what is written on the way to a report, before any of it is published."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from forces.models import Inspection, home_force, seen_by


def drafts_seen_by(user: User | AnonymousUser, path: str) -> Q:
    """The condition that ``user`` sees what an inspection has not published yet.

    Those do who see the inspection and are neither observers nor seconded from its force.
    ``path`` leads to the inspection, such as ``"area__inspection__"``. For who sees all, the
    condition is empty.
    """
    if not (isinstance(user, User) and user.is_active) or user.is_observer:
        return Q(pk__in=[])
    seen = seen_by(user, path)
    if home := home_force(user):
        seen &= ~Q(**{f"{path}force": home})
    return seen


def sees_drafts(user: User, inspection: Inspection) -> bool:
    """Whether ``user`` sees what ``inspection`` has not published yet. Two queries at most."""
    return Inspection.objects.filter(drafts_seen_by(user, ""), pk=inspection.pk).exists()
