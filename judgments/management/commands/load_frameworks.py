"""manage.py load_frameworks [FILE ...]"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from judgments.actions.frameworks import load_framework, load_shipped_frameworks
from judgments.models import Framework
from peel.lib.errors import Conflict, Invalid


class Command(BaseCommand):
    help = "Load frameworks: the files that are named, or else those that Peel ships."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="a YAML file")

    def handle(self, *, files: Sequence[Path], **options: Any) -> None:
        if files:
            self._say(_load(files), "is loaded")
            return
        loaded = load_shipped_frameworks()
        self._say(loaded.frameworks, "is loaded")
        self._say(loaded.kept, "is in use and stays as it is")
        if not (loaded.frameworks or loaded.kept):
            self.stdout.write("No framework is loaded: their cycles are not there.")

    def _say(self, frameworks: Sequence[Framework], what: str) -> None:
        for framework in frameworks:
            self.stdout.write(f"{framework} {what}.")


@transaction.atomic
def _load(files: Sequence[Path]) -> list[Framework]:
    return [_load_file(file) for file in files]


def _load_file(file: Path) -> Framework:
    try:
        return load_framework(source=file.read_text(encoding="utf-8-sig"), by=None)
    except Invalid as broken:
        problems = "\n".join(broken.messages)
        raise CommandError(f"{file} can't be loaded:\n{problems}") from broken
    except Conflict as conflict:
        raise CommandError(str(conflict)) from conflict
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} isn't UTF-8 text. Save it as UTF-8.") from error
