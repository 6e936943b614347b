"""manage.py load_checklist FILE [--publish]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from checklists import actions
from checklists.models import Version
from peel.lib.errors import Conflict, Invalid


class Command(BaseCommand):
    help = "Load a checklist definition as a draft, and publish it if asked to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the definition, a YAML file")
        parser.add_argument("--publish", action="store_true", help="freeze the version for good")

    def handle(self, *, file: Path, publish: bool, **options: Any) -> None:
        source = _read(file)
        try:
            version = _load(source, publish=publish)
        except Invalid as broken:
            problems = "\n".join(broken.messages)
            raise CommandError(f"{file} can't be loaded:\n{problems}") from broken
        except Conflict as conflict:
            raise CommandError(str(conflict)) from conflict
        self.stdout.write(f"{version} is loaded. State: {version.get_state_display().lower()}.")


@transaction.atomic
def _load(source: str, *, publish: bool) -> Version:
    version = actions.load(source=source, by=None)
    if publish and not version.is_published:
        return actions.publish(version=version, by=None)
    return version


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} isn't UTF-8 text. Save it as UTF-8.") from error
