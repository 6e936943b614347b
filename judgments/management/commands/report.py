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
from judgments.report.printing import printed_as
from judgments.report.storing import Unreadable, restored


class Command(BaseCommand):
    help = "Writes a report to a file: the published version that stands, else the draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inspection", help="The slug, such as lancashire-2023-25.")
        parser.add_argument("--format", choices=FORMATS, default="pdf", dest="ending")
        parser.add_argument("--out", type=Path, help="The file, else one named after the report.")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--publication", type=int, metavar="N", help="A published version.")
        which.add_argument(
            "--draft", action="store_true", help="The report as it would be printed now."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        inspection = _inspection(options["inspection"])
        try:
            document = _document(inspection, options["publication"], draft=options["draft"])
        except Unreadable as error:
            raise CommandError(str(error)) from error
        made = FORMATS[options["ending"]]
        path = options["out"] or Path(file_name(document, made))
        try:
            path.write_bytes(printed_as(document, made))
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from error
        which = "the draft" if document.is_draft else f"version {document.number}"
        self.stdout.write(f"{path}: {made.name}, {path.stat().st_size:,} bytes, {which}.")


def _inspection(slug: str) -> Inspection:
    found = Inspection.objects.select_related("force", "cycle").filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no inspection {slug}.")
    return found


def _document(inspection: Inspection, number: int | None, *, draft: bool) -> Document:
    """Version ``number``, or the one that stands. Raises Unreadable."""
    if draft:
        return assemble(inspection)
    versions = Publication.objects.filter(report__inspection=inspection).order_by("-number")
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found is None and number is not None:
        raise CommandError(f"The report of {inspection.slug} has no published version {number}.")
    return restored(found.content) if found else assemble(inspection)
