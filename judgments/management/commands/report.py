"""Writes the report of an inspection to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forces.models import Inspection
from judgments.models import Publication
from judgments.report.assembling import assemble
from judgments.report.document import Document
from judgments.report.formats import FORMATS, file_name
from judgments.report.storing import restored


class Command(BaseCommand):
    help = "Writes the draft of a report, or a published version of it, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inspection", help="The slug, such as lancashire-2023-25.")
        parser.add_argument("--format", choices=FORMATS, default="pdf", dest="ending")
        parser.add_argument("--out", type=Path, help="The file, else one named after the report.")
        parser.add_argument(
            "--publication", type=int, metavar="N", help="The published version, else the draft."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        inspection = _inspection(options["inspection"])
        number = options["publication"]
        document = assemble(inspection) if number is None else _published(inspection, number)
        made = FORMATS[options["ending"]]
        path = options["out"] or Path(file_name(document, made))
        try:
            path.write_bytes(made.write(document))
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {made.name}, {path.stat().st_size:,} bytes.")


def _inspection(slug: str) -> Inspection:
    found = Inspection.objects.select_related("force", "cycle").filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no inspection {slug}.")
    return found


def _published(inspection: Inspection, number: int) -> Document:
    versions = Publication.objects.filter(report__inspection=inspection)
    found = versions.filter(number=number).first()
    if found is None:
        raise CommandError(f"The report of {inspection.slug} has no published version {number}.")
    return restored(found.content)
