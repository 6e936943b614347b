"""Loads published results: ``manage.py load_published_results results.csv --by EMAIL``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from cases.actions.publishing import load_published_results
from cases.published.sheet import COLUMNS, read_published_figures
from peel.lib.errors import Invalid, Refused


class Command(BaseCommand):
    help = (
        "Loads figures that were published without cases from a CSV file or an Excel workbook, "
        "all of them or none. What differs from a figure that is there corrects it; loading a "
        f"list again changes nothing. Columns: {', '.join(COLUMNS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of a supervisor")

    def handle(self, *args: Any, file: Path, by: str, **options: Any) -> None:
        person = User.objects.active().filter(email=by.lower()).first()
        if person is None:
            raise CommandError(f"Nobody with the address {by} can sign in.")
        try:
            figures = read_published_figures(file.read_bytes())
            loaded = load_published_results(figures=figures, by=person)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        except (Invalid, Refused) as error:
            lines = error.messages if isinstance(error, Invalid) else [str(error)]
            raise CommandError("\n".join((*lines, "Nothing was loaded."))) from None
        self.stdout.write(
            f"{loaded.entered} entered, {loaded.corrected} corrected, "
            f"{loaded.unchanged} there already."
        )
