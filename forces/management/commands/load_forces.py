from typing import Any

from django.core.management.base import BaseCommand

from forces.reference import load_reference


class Command(BaseCommand):
    help = "Load the 43 forces and the cycles. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference(by=None)
        self.stdout.write(f"{loaded.forces} forces and {loaded.cycles} cycles are loaded.")
