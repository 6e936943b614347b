"""``manage.py document_states``: writes ``docs/states.md`` from the state tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.states_document import document


class Command(BaseCommand):
    help = "Write docs/states.md from the tables of states."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "states.md"
        page.write_text(document(), encoding="utf-8")
        self.stdout.write("docs/states.md is written.")
