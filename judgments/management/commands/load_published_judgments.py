"""Loads judgments of earlier reports: ``manage.py load_published_judgments FILE --by EMAIL``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from judgments.actions.publishing import enter_published_judgments
from judgments.published_list import COLUMNS, read_printed_judgments
from peel.lib.errors import Conflict, Invalid, Refused


class Command(BaseCommand):
    help = (
        "Loads judgments that earlier reports printed from a CSV file or an Excel workbook, all "
        "of them or none, with what their inspections covered. A row has a grade, or ungraded as "
        "its treatment. The inspections have to be there, and areas that have a judgment are "
        f"refused. Columns: {', '.join(COLUMNS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of a supervisor")

    def handle(self, *args: Any, file: Path, by: str, **options: Any) -> None:
        person = User.objects.active().filter(email=by.lower()).first()
        if person is None:
            raise CommandError(f"Nobody with the address {by} can sign in.")
        try:
            reports = read_printed_judgments(file.read_bytes())
            judgments = enter_published_judgments(reports=reports, by=person)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        except (Conflict, Invalid, Refused) as error:
            lines = error.messages if isinstance(error, Invalid) else [str(error)]
            raise CommandError("\n".join((*lines, "Nothing was loaded."))) from None
        without = sum(len(report.judgments) for report in reports) - len(judgments)
        self.stdout.write(f"Judgments entered: {len(judgments)}. Areas without a grade: {without}.")
