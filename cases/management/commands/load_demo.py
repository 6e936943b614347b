"""manage.py load_demo"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.demonstration.loading import load_demonstration
from cases.demonstration.people import ONE_OF_EACH_ROLE, PASSWORD
from peel.lib.errors import Refused


class Command(BaseCommand):
    help = "Load the synthetic demonstration into an empty database. Again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demonstration()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Sign in as any of these:")
        for person in ONE_OF_EACH_ROLE:
            self.stdout.write(f"  {person.role.label:14} {person.email}")
        self.stdout.write(f"The password of each is {PASSWORD}")
