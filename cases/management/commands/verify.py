"""Checks a signed-off sample: ``manage.py verify lancashire-2023-25/vsa``."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize
from django.utils import timezone

from cases.addresses import UnknownSample, sample_at
from cases.models import Sample, SignOff
from cases.results import latest_sign_off
from cases.verification import differences


class Command(BaseCommand):
    help = "Recomputes a signed-off sample and names every difference from what was signed off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")

    def handle(self, *args: Any, sample: str, **options: Any) -> None:
        try:
            found = sample_at(sample)
        except UnknownSample as error:
            raise CommandError(str(error)) from None
        standing = found.sign_offs.filter(reopened_at__isnull=True).first()
        if standing is None:
            raise CommandError(_not_signed_off(found))
        self._verify(found, standing)

    def _verify(self, sample: Sample, standing: SignOff) -> None:
        found = differences(sample)
        for difference in found:
            self.stdout.write(difference)
        if found:
            sys.exit(1)
        self.stdout.write(
            f"{sample}: revision {standing.revision} agrees with its answers, "
            f"{standing.files} file{pluralize(standing.files)}, checksum {standing.checksum}."
        )


def _not_signed_off(sample: Sample) -> str:
    last = latest_sign_off(sample)
    if last is None or last.reopened_at is None:
        return f"{sample} was never signed off, so there is nothing to verify."
    at = timezone.localtime(last.reopened_at)
    return (
        f"{sample} is open: revision {last.revision} was reopened on {at:%d %B %Y} by "
        f"{last.reopened_by}. Sign the sample off again, then verify it."
    )
