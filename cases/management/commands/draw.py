"""Draws a sample: ``manage.py draw lancashire-2023-25/vsa extract.csv --plan vsa-2023-25``."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.acting import person_named
from accounts.models import User
from cases.actions.file_draws import FileDraw, draw_from_file
from cases.addresses import UnknownSample
from cases.draw_records import record_of
from cases.draw_table import lines_of
from cases.duplicates import elsewhere
from cases.models import Draw
from cases.plans import UnknownPlan, plan_named
from cases.sampling.plans import Plan
from cases.sampling.seeds import fresh_seed
from peel.lib.errors import Conflict, Invalid, Refused


class Command(BaseCommand):
    help = "Draws the files of a sample from an extract by a plan and a seed, and records it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")
        parser.add_argument("extract", type=Path, help="the force's records, CSV or XLSX")
        parser.add_argument("--plan", required=True, help="the name of a saved or shipped plan")
        parser.add_argument("--seed", help="the published text; a fresh one is drawn without it")
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument("--checklist", default="", help="makes the sample if there is none")
        parser.add_argument("--starts", type=_day, help="the first day of a sample that is made")
        parser.add_argument("--ends", type=_day, help="the last day of a sample that is made")
        parser.add_argument("--by", metavar="EMAIL", help="who draws, else the inspection's lead")
        parser.add_argument(
            "--accept-shortfalls",
            action="store_true",
            help="draws fewer files where the extract holds too few records",
        )
        parser.add_argument(
            "--column",
            action="append",
            type=_match,
            metavar="HEADING=FACT",
            help="what a column holds: a fact's code or “reference”; give all that are needed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        seed = fresh_seed() if options["seed"] is None else options["seed"]
        wanted = FileDraw(
            sample=options["sample"],
            path=options["extract"],
            plan=_plan(options["plan"]),
            seed=seed,
            checklist=options["checklist"],
            columns=dict(options["column"]) if options["column"] else None,
            accept_shortfalls=options["accept_shortfalls"],
            starts=options["starts"],
            ends=options["ends"],
        )
        by = None if options["by"] is None else person_named(options["by"])
        draw = _drawn(wanted, by)
        if options["format"] == "json":
            self.stdout.write(json.dumps(record_of(draw), indent=2, ensure_ascii=False))
        else:
            for line in lines_of(draw):
                self.stdout.write(line)
        self._warn_of_twins(draw)

    def _warn_of_twins(self, draw: Draw) -> None:
        drawn = draw.tickets.filter(is_reserve=False)
        for twin in elsewhere(draw.sample, list(drawn.values_list("reference", flat=True))):
            self.stderr.write(f"{twin.reference} is in another sample too: {twin.sample}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write the day as 2024-03-31") from None


def _match(text: str) -> tuple[str, str]:
    heading, separator, code = text.rpartition("=")
    if not (separator and heading.strip() and code.strip()):
        raise ArgumentTypeError("write it as “Heading=fact”")
    return heading.strip(), code.strip()


def _plan(name: str) -> Plan:
    try:
        return plan_named(name)
    except UnknownPlan as error:
        raise CommandError(str(error)) from None


def _drawn(wanted: FileDraw, by: User | None) -> Draw:
    try:
        return draw_from_file(wanted=wanted, by=by)
    except OSError as error:
        raise CommandError(f"{wanted.path} can't be read: {error.strerror}.") from error
    except Invalid as error:
        raise CommandError("\n".join(error.messages)) from None
    except (UnknownSample, Refused, Conflict) as error:
        raise CommandError(str(error)) from None
