"""What administrators do to users, and users to their own tokens."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.events import record
from accounts.models import Role, Token, User
from accounts.password_links import password_path
from accounts.validation import require_valid
from peel.lib.errors import Conflict, Invalid, require

PREFIX = "peel_"
LONGEST_TOKEN_DAYS = 365


@transaction.atomic
def create_user(
    *, email: str, name: str, role: str, by: User | None, password: str | None = None
) -> User:
    """Add a user. Without a password they set one by the link they are given.

    Raises Refused unless ``by`` is an administrator, and Invalid on bad fields.
    """
    require(permissions.manage_users(by))
    user = User(email=email.strip().lower(), name=name.strip(), role=role)
    user.set_password(password)
    require_valid(user)
    user.save()
    record(target=user, verb="created", by=by, details={"role": role})
    return user


@transaction.atomic
def change_details(*, user: User, email: str, name: str, by: User | None) -> User:
    """Change the name or the e-mail address, which ends any sign-in by the old address."""
    require(permissions.manage_users(by))
    user = _lock(user)
    new = {"email": email.strip().lower(), "name": name.strip()}
    changed = {field: value for field, value in new.items() if getattr(user, field) != value}
    if not changed:
        return user
    user.email, user.name = new["email"], new["name"]
    require_valid(user)
    user.save(update_fields=["email", "name"])
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    record(target=user, verb="details changed", by=by, details=changed)
    return user


@transaction.atomic
def change_role(*, user: User, role: str, by: User | None) -> User:
    """Give a user another role. Raises Conflict for the only administrator."""
    require(permissions.manage_users(by))
    user = _lock(user)
    if role not in Role.values:
        raise Invalid(f"There is no role “{role}”. Choose one of {', '.join(Role.values)}.")
    if role == user.role:
        return user
    if reason := permissions.change_role(user, role):
        raise Conflict(reason)
    details = {"from": user.role, "to": role}
    user.role = role
    user.save(update_fields=["role"])
    record(target=user, verb="role changed", by=by, details=details)
    return user


@transaction.atomic
def set_export_right(*, user: User, may_export: bool, by: User | None) -> User:
    """Give a user the right to export casework, or take it away.

    Raises Refused unless ``by`` is an administrator, and when they give it to themselves.
    """
    require(permissions.manage_users(by))
    user = _lock(user)
    if user.may_export == may_export:
        return user
    if may_export:
        require(permissions.give_export_right(user, by))
    user.may_export = may_export
    user.save(update_fields=["may_export"])
    record(target=user, verb=f"export right {'given' if may_export else 'taken away'}", by=by)
    return user


@transaction.atomic
def deactivate(*, user: User, by: User | None) -> User:
    """Stop a user from signing in and end their sessions and tokens; what they did stays.

    Raises Conflict for the only administrator.
    """
    require(permissions.manage_users(by))
    user = _lock(user)
    if not user.is_active:
        return user
    if reason := permissions.deactivate(user):
        raise Conflict(reason)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(target=user, verb="deactivated", by=by)
    _end_access(user, by)
    return user


@transaction.atomic
def reactivate(*, user: User, by: User | None) -> User:
    """Let a user sign in again, and by that alone: nothing from before opens anything."""
    require(permissions.manage_users(by))
    user = _lock(user)
    if user.is_active:
        return user
    # Again: a sign-in may have been on its way while the user was deactivated.
    _end_access(user, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(target=user, verb="reactivated", by=by)
    return user


@transaction.atomic
def make_password_link(*, user: User, by: User | None) -> str:
    """The address, without the host, at which ``user`` sets their password once."""
    require(permissions.manage_users(by))
    user = _lock(user)
    record(target=user, verb="password link made", by=by)
    return password_path(user)


@transaction.atomic
def create_token(*, name: str, by: User, days: int = 90) -> tuple[Token, str]:
    """A new API token of ``by`` and its secret, which is not kept and can't be shown again."""
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Invalid(f"A token lasts from 1 to {LONGEST_TOKEN_DAYS} days.")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    now = timezone.now()
    token = Token(
        user=by,
        name=name.strip(),
        prefix=secret[: len(PREFIX) + 6],
        digest=digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    require_valid(token)
    token.save()
    record(target=token, verb="created", by=by, details={"user": by.pk, "days": days})
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User | None) -> Token:
    """End a token now. Its owner may, and so may an administrator."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    if by is None or token.user_id != by.pk:
        require(permissions.manage_users(by))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(target=token, verb="revoked", by=by)
    return token


def digest_of(secret: str) -> str:
    """The form in which a token is stored: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _end_access(user: User, by: User | None) -> None:
    """Delete the sessions of ``user`` and revoke their tokens."""
    open_sessions = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [
        session.pk
        for session in open_sessions.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    for token in Token.objects.filter(user=user, revoked_at=None):
        revoke_token(token=token, by=by)


def _lock(user: User) -> User:
    # Administrators too, so that two of them can't step down at the same moment.
    locked = User.objects.select_for_update().order_by("pk")
    administrators = locked.filter(role=Role.ADMINISTRATOR, is_active=True)
    list(administrators.values_list("pk"))
    return locked.get(pk=user.pk)
