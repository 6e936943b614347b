"""Repeats a draw: ``manage.py verify_draw lancashire-2023-25/vsa extract.csv``."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.addresses import UnknownSample, sample_at
from cases.draw_records import differences_from, read_again
from cases.models import Draw
from peel.lib.errors import Invalid


class Command(BaseCommand):
    help = "Draws a sample again from the extract and names every difference from the record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")
        parser.add_argument("extract", type=Path, help="the extract that it was drawn from")

    def handle(self, *args: Any, sample: str, extract: Path, **options: Any) -> None:
        draw = _draw(sample)
        found = _differences(draw, extract)
        for difference in found:
            self.stdout.write(difference)
        if found:
            sys.exit(1)
        at = timezone.localtime(draw.at)
        files = draw.tickets.filter(is_reserve=False).count()
        self.stdout.write(
            f"{draw.sample}: {extract.name} gives the same draw as on {at:%d %B %Y}, "
            f"{files:,} drawn and {draw.tickets.count() - files:,} in reserve, "
            f"SHA-256 {draw.extract_sha256}."
        )


def _draw(address: str) -> Draw:
    try:
        sample = sample_at(address)
    except UnknownSample as error:
        raise CommandError(str(error)) from None
    draw = sample.draws.standing().first()
    if draw is None:
        raise CommandError(f"{sample} was not drawn, so there is no draw to verify.")
    return draw


def _differences(draw: Draw, path: Path) -> list[str]:
    try:
        return differences_from(draw, read_again(draw, path))
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error
    except Invalid as error:
        raise CommandError("\n".join(error.messages)) from None
