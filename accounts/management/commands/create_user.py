from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from accounts.models import Role
from peel.lib.errors import Invalid


class Command(BaseCommand):
    help = "Add a user, and print the link with which they set their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--base-url",
            default="",
            help="Where Peel is served, such as https://peel.example.org. "
            "Left out, it is the first of ALLOWED_HOSTS.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = actions.create_user(
                email=options["email"], name=options["name"], role=options["role"], by=None
            )
        except Invalid as error:
            raise CommandError("\n".join(error.messages)) from error
        path = actions.make_password_link(user=user, by=None)
        base = (options["base_url"] or _served_at()).rstrip("/")
        self.stdout.write(f"{user.name} <{user.email}> is {user.get_role_display().lower()}.")
        self.stdout.write(f"They set their password here, once, within {_days()} days:")
        self.stdout.write(f"{base}{path}")


def _served_at() -> str:
    hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    if settings.SESSION_COOKIE_SECURE and hosts:
        return f"https://{hosts[0]}"
    return "http://127.0.0.1:8000"


def _days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
