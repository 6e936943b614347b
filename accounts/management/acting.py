"""Commands that act for a person, such as loading a list as a supervisor does on a page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from peel.lib.errors import Conflict, Invalid, Refused


def person_named(address: str) -> User:
    """Who signs in with this e-mail address. Raises CommandError for nobody."""
    person = User.objects.active().filter(email=address.strip().lower()).first()
    if person is None:
        raise CommandError(f"Nobody with the address {address} can sign in.")
    return person


class ListCommand(BaseCommand):
    """Loads a list for a person, all of it or nothing."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of a supervisor")

    def handle(self, *args: Any, file: Path, by: str, **options: Any) -> None:
        person = person_named(by)
        try:
            loaded = self.load(file.read_bytes(), person)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        except (Conflict, Invalid, Refused) as error:
            lines = error.messages if isinstance(error, Invalid) else [str(error)]
            raise CommandError("\n".join((*lines, "Nothing was loaded."))) from None
        self.stdout.write(loaded)

    def load(self, content: bytes, by: User) -> str:
        """Load it, and say what was. Raises Conflict, Invalid and Refused."""
        raise NotImplementedError
