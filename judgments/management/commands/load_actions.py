"""Loads actions of earlier reports: ``manage.py load_actions actions.csv --by EMAIL``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from judgments.actions.printed_actions import enter_printed_actions
from judgments.register.printed_list import COLUMNS, read_printed_actions
from peel.lib.errors import Invalid, Refused


class Command(BaseCommand):
    help = (
        "Loads areas for improvement, causes of concern and recommendations that earlier reports "
        "printed from a CSV file or an Excel workbook, all of them or none, into the register. A "
        "recommendation names its cause of concern by title and stands below it in the list. "
        f"Loading a list again changes nothing. Columns: {', '.join(COLUMNS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of a supervisor")

    def handle(self, *args: Any, file: Path, by: str, **options: Any) -> None:
        person = User.objects.active().filter(email=by.lower()).first()
        if person is None:
            raise CommandError(f"Nobody with the address {by} can sign in.")
        try:
            actions = read_printed_actions(file.read_bytes())
            entered = enter_printed_actions(actions=actions, by=person)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        except (Invalid, Refused) as error:
            lines = error.messages if isinstance(error, Invalid) else [str(error)]
            raise CommandError("\n".join((*lines, "Nothing was loaded."))) from None
        self.stdout.write(f"{len(entered.actions)} entered, {entered.present} there already.")
