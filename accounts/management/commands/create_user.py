from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from accounts.models import Role
from peel.lib.errors import Invalid
from peel.lib.site import served_at


class Command(BaseCommand):
    help = "Add a user, and print the link with which they set their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--may-export", action="store_true", help="Give them the right to export casework."
        )
        parser.add_argument(
            "--base-url",
            default="",
            help="Where Peel is served, such as https://peel.example.org. "
            "Left out, it is BASE_URL or else the first of ALLOWED_HOSTS.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = actions.create_user(
                email=options["email"], name=options["name"], role=options["role"], by=None
            )
        except Invalid as error:
            raise CommandError("\n".join(error.messages)) from error
        if options["may_export"]:
            actions.set_export_right(user=user, may_export=True, by=None)
        path = actions.make_password_link(user=user, by=None)
        base = options["base_url"].rstrip("/") or served_at()
        self.stdout.write(f"{user.name} <{user.email}> is {user.get_role_display().lower()}.")
        self.stdout.write(f"They set their password here, once, within {_days()} days:")
        self.stdout.write(f"{base}{path}")


def _days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
