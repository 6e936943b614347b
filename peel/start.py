"""Prepares what a server needs before it serves: ``python -m peel.start``."""

import hashlib
import os
import sys
from io import StringIO
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError, connection

from peel.environment import MissingSetting


class Unreachable(Exception):
    """The database in DATABASE_URL doesn't answer."""


def prepare() -> None:
    """Bring database and static files up to date; in a demonstration, load its data."""
    require_database()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("check", databases=["default"], fail_level="WARNING", stdout=StringIO())
    collect_static_files()
    if settings.DEMONSTRATION:
        call_command("load_demo")
    # A newer Peel may ship other plans and frameworks than the one that ran before.
    call_command("load_plans", stdout=StringIO())
    call_command("load_frameworks", stdout=StringIO())


def require_database() -> None:
    """Raise Unreachable, in a sentence without the password, unless the database answers."""
    try:
        _connect_once()
    except OperationalError as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise Unreachable(
            f"The database can't be reached ({reason}). Check DATABASE_URL."
        ) from error


def _connect_once() -> None:
    if connection.vendor == "postgresql":
        _connect_without_pool()
    else:
        connection.ensure_connection()


def _connect_without_pool() -> None:
    """The pool would try again and again, and only then say that it timed out."""
    parameters = connection.get_connection_params()
    for name in ("pool", "cursor_factory", "context"):
        parameters.pop(name, None)
    with connection.wrap_database_errors:
        psycopg.connect(**{"connect_timeout": 5, **parameters}).close()


def collect_static_files() -> None:
    """Collect the static files, unless they are those collected last."""
    stamp = Path(settings.STATIC_ROOT) / "collected.txt"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    sources = sorted(
        storage.path(name) for finder in get_finders() for name, storage in finder.list([])
    )
    digest = hashlib.sha256()
    for source in sources:
        about = Path(source).stat()
        digest.update(f"{source}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> None:
    """Prepare, or exit with the reason in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peel.settings")
    try:
        django.setup()
        prepare()
    except (MissingSetting, Unreachable, SystemCheckError, CommandError) as reason:
        sys.exit(f"Peel can't start. {reason}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
