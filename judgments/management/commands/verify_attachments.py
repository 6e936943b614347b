"""Checks every file attached to evidence: ``manage.py verify_attachments``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from judgments.evidence import held_files
from judgments.models import Attachment


class Command(BaseCommand):
    help = "Says which files attached to evidence are gone or changed, and which belong to none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove-strays",
            action="store_true",
            help="remove files, a day old, that broken-off uploads left",
        )

    def handle(self, *args: Any, remove_strays: bool, **options: Any) -> None:
        related = "evidence__inspection"
        found = list(Attachment.objects.select_related(related).order_by("pk"))
        self._strays({attachment.stored_as for attachment in found}, remove=remove_strays)
        wrong = [sentence for sentence in map(_difference, found) if sentence]
        for sentence in wrong:
            self.stdout.write(sentence)
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(found)} attachments are not as attached.")
        are = "attachment is" if len(found) == 1 else "attachments are"
        self.stdout.write(f"{len(found)} {are} there and unchanged.")

    def _strays(self, known: set[str], *, remove: bool) -> None:
        found = held_files.strays(known)
        if not found:
            return
        belong = "file belongs" if len(found) == 1 else "files belong"
        self.stdout.write(f"{len(found)} {belong} to no attachment.")
        if remove:
            for path in found:
                path.unlink(missing_ok=True)
            self.stdout.write("Removed.")


def _difference(attachment: Attachment) -> str:
    """What is wrong with its file, "" for nothing."""
    checksum = held_files.checksum_of(attachment.stored_as)
    if checksum == attachment.sha256:
        return ""
    wrong = "is not the one that was attached" if checksum else "is gone"
    evidence = attachment.evidence
    named = f"attachment {attachment.pk} ({attachment.name})"
    return f"{evidence.inspection.slug} {evidence}, {named}: the file {wrong}."
