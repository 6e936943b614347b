"""``manage.py send_notices``: mails people how much concerns them that they have not read."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.actions.mailing import mail_notices


class Command(BaseCommand):
    help = "Mail everybody how many things concern them, without any case content, once each."

    def handle(self, *args: Any, **options: Any) -> None:
        mails = mail_notices()
        self.stdout.write("1 mail was sent." if mails == 1 else f"{mails} mails were sent.")
