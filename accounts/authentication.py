"""Signing in to the API with a personal token: ``Authorization: Bearer peel_...``."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import permissions
from accounts.actions import PREFIX, digest_of
from accounts.models import Token, User

KEYWORD = b"bearer"


class TokenAuthentication(BaseAuthentication):
    """Finds a token by its digest, so that no comparison runs over the secret itself."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """None without a bearer header. Raises AuthenticationFailed for an unusable token."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD:
            return None
        if len(parts) != 2 or not parts[1].startswith(PREFIX.encode()):
            raise AuthenticationFailed("Send the token as “Authorization: Bearer peel_...”.")
        return self._user_of(parts[1].decode("ascii", errors="replace"))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Peel"'

    def _user_of(self, secret: str) -> tuple[User, Token]:
        found = Token.objects.usable().select_related("user").filter(digest=digest_of(secret))
        token = found.first()
        if token is None:
            raise AuthenticationFailed(
                "This token is unknown, has expired or was revoked. Make a new one on your account."
            )
        if reason := permissions.sign_in(token.user.email):
            raise AuthenticationFailed(reason)
        _note_use(token)
        return token.user, token


def _note_use(token: Token) -> None:
    # Once an hour is enough to find unused tokens, and spares a write on each request.
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - timedelta(hours=1):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
