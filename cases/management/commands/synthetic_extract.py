"""Makes up an extract: ``manage.py synthetic_extract --force lancashire --seed x --out x.csv``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.extracts.synthetic import MOST_RECORDS, synthetic_crimes, write_csv, write_xlsx
from forces.models import Force

WRITERS = {".csv": write_csv, ".xlsx": write_xlsx}


class Command(BaseCommand):
    help = "Writes an extract of made-up crimes. The same arguments give the same records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", required=True, help="the force's slug, such as lancashire")
        parser.add_argument("--records", type=int, default=60_000, help="how many crimes")
        parser.add_argument("--seed", required=True, help="any text")
        parser.add_argument("--out", type=Path, required=True, help="a file in .csv or .xlsx")

    def handle(
        self, *args: Any, force: str, records: int, seed: str, out: Path, **options: Any
    ) -> None:
        write = WRITERS.get(out.suffix.lower())
        if write is None:
            raise CommandError(f"Let the name of the file end in {' or '.join(WRITERS)}.")
        if not 1 <= records <= MOST_RECORDS:
            raise CommandError(f"Ask for 1 to {MOST_RECORDS:,} records.")
        if not Force.objects.filter(slug=force).exists():
            raise CommandError(f"There is no force {force}. Give its slug, such as lancashire.")
        try:
            with out.open("wb") as file:
                write(synthetic_crimes(force=force, records=records, seed=seed), file)
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}.") from error
        self.stdout.write(f"{records:,} made-up crimes are in {out}.")
