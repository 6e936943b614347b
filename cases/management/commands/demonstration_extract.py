"""Makes an audit's extract: ``manage.py demonstration_extract stop-and-search --out x.csv``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.addresses import UnknownSample, sample_at
from cases.demonstration.audits.samples import AUDITS, write_records

DRAWN = {audit.slug: audit for audit in AUDITS if audit.plan}


class Command(BaseCommand):
    help = "Writes the synthetic records that an audit of the demonstration was drawn from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("audit", choices=sorted(DRAWN))
        parser.add_argument("--out", type=Path, required=True, help="a file in .csv")

    def handle(self, *args: Any, audit: str, out: Path, **options: Any) -> None:
        try:
            sample = sample_at(f"lancashire-2023-25/{audit}")
        except UnknownSample as error:
            raise CommandError(f"{error} Load the demonstration first.") from None
        try:
            with out.open("wb") as file:
                write_records(DRAWN[audit], sample.instrument, file)
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}.") from error
        self.stdout.write(f"{DRAWN[audit].records:,} synthetic records are in {out}.")
