"""One-time links with which somebody sets their password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from accounts.models import User


def password_path(user: User) -> str:
    """The address, without the host, that works once and for PASSWORD_RESET_TIMEOUT seconds."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
