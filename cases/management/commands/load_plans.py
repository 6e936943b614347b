"""Loads the shipped sampling plans: ``manage.py load_plans``."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.actions.plans import load_shipped_plans


class Command(BaseCommand):
    help = "Bring the shipped sampling plans up to date. Again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped_plans()
        for plan in loaded:
            self.stdout.write(f"{plan.slug}  {plan}")
        if not loaded:
            self.stdout.write("No plan is loaded: the checklists that they are for are not there.")
