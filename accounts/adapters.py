"""How Peel differs from allauth's defaults: nobody signs up, demonstrations stay apart."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from accounts import permissions
from accounts.models import User
from peel.lib.errors import require


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        if reason := permissions.sign_in(credentials.get("email") or ""):
            raise ValidationError(reason)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuses a demonstration account however it got here, such as a password link."""
        require(permissions.sign_in(user.email))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response
