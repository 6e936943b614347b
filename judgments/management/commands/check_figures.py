"""Checks the figures of an inspection's texts: ``manage.py check_figures lancashire-2023-25``."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forces.models import Inspection
from judgments.figures.checking import Line, Status, check_figures


class Command(BaseCommand):
    help = (
        "Checks every figure of the texts of an inspection, one line each, and ends with 1 when "
        "one keeps the report from being published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inspection", help="such as lancashire-2023-25")
        parser.add_argument("--all", action="store_true", help="print the linked figures too")

    def handle(self, *args: Any, inspection: str, **options: Any) -> None:
        found = Inspection.objects.filter(slug=inspection).select_related("force", "cycle").first()
        if found is None:
            raise CommandError(f"There is no inspection {inspection}.")
        checked = check_figures(found)
        for line in checked.lines:
            if options["all"] or line.status is not Status.LINKED:
                self.stdout.write(_told(line))
        counts = ", ".join(f"{checked.counts[status]} {status}" for status in Status)
        self.stdout.write(f"{inspection}: {len(checked.lines)} figures ({counts}).")
        if checked.errors:
            sys.exit(1)


def _told(line: Line) -> str:
    """One line, whatever the text has in it."""
    kind = "error" if line.is_error else line.status.value
    change = f" It was “{line.was}” and is “{line.now or 'nothing'}”." if line.was else ""
    told = line.now if line.status is Status.LINKED else line.reason
    if line.offers:
        told = f"{told} {line.offers[0].token.text}"
    return " ".join(f"{kind}: {line.text.where}: {line.written}: {told}{change}".split())
