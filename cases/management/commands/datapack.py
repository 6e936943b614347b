"""Writes everything about a sample: ``manage.py datapack lancashire-2023-25/vsa pack.zip``."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions.exporting import record_data_pack
from cases.addresses import UnknownSample, sample_at
from cases.datapack.contents import write_pack
from cases.models import Sample


class Command(BaseCommand):
    help = "Writes everything about a sample as one ZIP: answers, notes, facts, results, draws."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")
        parser.add_argument("out", type=Path, help="the ZIP; one of that name is replaced")

    def handle(self, *args: Any, sample: str, out: Path, **options: Any) -> None:
        try:
            found = sample_at(sample)
            _write(found, out)
        except UnknownSample as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}.") from error
        self.stdout.write(f"{found}: {out}, {out.stat().st_size:,} bytes.")


def _write(sample: Sample, out: Path) -> None:
    """Takes the place of ``out`` when it is complete, so that a half is never taken for it."""
    with tempfile.NamedTemporaryFile(dir=out.absolute().parent, delete=False) as file:
        half = Path(file.name)
    try:
        record_data_pack(sample=sample, what="the data pack as ZIP", by=None)
        with half.open("wb") as target:
            write_pack(sample, target)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
