"""The request as a view behind the sign-in gets it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


class AuthenticatedRequest(HttpRequest):
    user: User


def person_of(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for nobody, which the sign-in rules out before."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
