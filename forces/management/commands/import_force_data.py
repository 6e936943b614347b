"""Takes in a list: ``manage.py import_force_data lancashire 2024-04 list.csv --by EMAIL``."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.management.acting import person_named
from forces.indicators.actions import File, receive
from forces.indicators.importing import Checked, check_content
from forces.indicators.periods import HalfYear, half_year_of, half_years_to
from forces.indicators.reading import COLUMNS, Expected
from forces.indicators.shipped import shipped_indicators
from forces.indicators.submission_sheet import received
from forces.models import Force
from peel.lib.errors import Conflict, Invalid, Refused
from peel.lib.lists.problems import Problem
from peel.lib.lists.reading import MAX_BYTES, too_large


class Command(BaseCommand):
    help = (
        "Takes in the list of a force for a half-year from a CSV file or an Excel workbook, all of "
        f"it or nothing. Columns: {', '.join(COLUMNS)}. Large changes become queries, which are "
        "answered on the pages of force data before the list is accepted there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("force", help="as in addresses, such as lancashire")
        parser.add_argument("half_year", help="its first month, such as 2024-04 or 2024-10")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of a supervisor")
        parser.add_argument("--check", action="store_true", help="check the list, take in nothing")

    def handle(
        self,
        *args: Any,
        force: str,
        half_year: str,
        file: Path,
        by: str,
        check: bool,
        **options: Any,
    ) -> None:
        sender, half, whose = person_named(by), _half_year(half_year), _force(force)
        content = _content(file)
        try:
            checked = _checked(content, half)
            if check:
                self.stdout.write("The list has no problems. Nothing was imported.")
                return
            source = File(file.name, hashlib.sha256(content).hexdigest())
            submission = receive(
                force=whose, half_year=half, values=checked.values, file=source, by=sender
            )
        except (Invalid, Refused, Conflict) as error:
            raise CommandError(f"{error}\nNothing was imported.") from None
        self.stdout.write(received(submission))


def _half_year(code: str) -> HalfYear:
    half = half_year_of(code)
    begun = half_years_to(timezone.localdate(), 1)[0]
    if half is None or half.starts > begun.starts:
        raise CommandError(
            "Give the first month of a half-year that has begun, such as 2024-04 for April to "
            "September 2024 or 2024-10 for October 2024 to March 2025."
        )
    return half


def _force(slug: str) -> Force:
    force = Force.objects.filter(slug=slug).first()
    if force is None:
        raise CommandError(f"There is no force “{slug}”. Write it as in addresses: lancashire.")
    return force


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CommandError(too_large())
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None


def _checked(content: bytes, half_year: HalfYear) -> Checked:
    expected = Expected(shipped_indicators(), half_year, timezone.localdate())
    checked = check_content(content, expected)
    if checked.problems:
        raise CommandError("\n".join([*map(_told, checked.problems), "Nothing was imported."]))
    return checked


def _told(problem: Problem) -> str:
    place = f"Row {problem.row:,}" + (f", {problem.column}" if problem.column else "")
    return f"{place}: {problem.reason}" + (f" It holds “{problem.value}”." if problem.value else "")
