"""Why somebody may not manage users or sign in: a sentence, or None when they may."""

from django.conf import settings

from accounts.models import Role, User

DEMONSTRATION_DOMAIN = "peel.example"


def may_administer(user: User | None) -> bool:
    """``user`` is None when a command of the server does it."""
    return user is None or (user.is_active and user.is_administrator)


def manage_users(user: User | None) -> str | None:
    return None if may_administer(user) else "Only an administrator can manage users."


def change_role(user: User, role: str) -> str | None:
    if role != Role.ADMINISTRATOR and _is_last_administrator(user):
        return f"{user.name} is the only administrator. Make somebody else administrator first."
    return None


def give_export_right(user: User, by: User | None) -> str | None:
    if by is None or by.pk != user.pk:
        return None
    return "You can't give yourself the right to export. Ask another administrator."


def export(user: User) -> str | None:
    """To take casework out of Peel, of whatever they may read in it."""
    if user.may_export:
        return None
    return "You don't have the right to export casework. An administrator can give it to you."


def deactivate(user: User) -> str | None:
    if _is_last_administrator(user):
        return f"{user.name} is the only administrator. Make somebody else administrator first."
    return None


def sign_in(email: str) -> str | None:
    """Demonstration accounts have public passwords, so they open a demonstration only."""
    if settings.DEMONSTRATION or not email.lower().endswith(f"@{DEMONSTRATION_DOMAIN}"):
        return None
    return "Demonstration accounts can sign in to a demonstration only. Use your own account."


def _is_last_administrator(user: User) -> bool:
    others = User.objects.administrators().exclude(pk=user.pk)
    return user.is_active and user.is_administrator and not others.exists()
