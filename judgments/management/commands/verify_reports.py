"""Holds every published report against what was frozen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from judgments.models import Publication
from judgments.report.verifying import faults_of


class Command(BaseCommand):
    help = "Says which published reports are not as they were frozen; fails when one is not."

    def handle(self, *args: Any, **options: Any) -> None:
        related = ("report__inspection__force", "report__inspection__cycle")
        published = Publication.objects.select_related(*related).order_by("pk")
        checked, faults = 0, []
        for publication in published.iterator(chunk_size=10):
            checked += 1
            faults += faults_of(publication)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} of what is published is not as it was frozen.")
        self.stdout.write(f"{checked} published versions are as they were frozen.")
