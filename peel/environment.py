"""What the environment must say before Peel serves real casework."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured

HINTS = {
    "SECRET_KEY": "a long random value that stays the same",
    "ALLOWED_HOSTS": "the host names Peel answers to, with commas between them",
    "DATABASE_URL": "postgres://user:password@host/name",
}
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"


class MissingSetting(ImproperlyConfigured):
    """The environment lacks a variable, or holds a value that can't be used."""


def require(environment: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise MissingSetting, naming every variable of ``names`` that is absent or empty."""
    missing = [name for name in names if not environment.get(name, "").strip()]
    if missing:
        wanted = "; ".join(f"{name} ({HINTS[name]})" for name in missing)
        raise MissingSetting(
            f"Set in the environment: {wanted}. To look around first, use './run demo'."
        )


def tuned(database: Mapping[str, Any], *, pool_size: int) -> dict[str, Any]:
    """The Django database setting ``database`` with what its engine needs to be fast and durable.

    Raises MissingSetting for an engine that Peel doesn't support.
    """
    if database["ENGINE"] == SQLITE:
        return _tuned_sqlite(database)
    if database["ENGINE"] == POSTGRESQL:
        return _tuned_postgresql(database, pool_size)
    raise MissingSetting("DATABASE_URL must begin with postgres:// or sqlite:///.")


def _tuned_sqlite(database: Mapping[str, Any]) -> dict[str, Any]:
    options = {
        # A transaction that takes the write lock at its start waits its turn;
        # one that upgrades later fails at once with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, so that an acknowledged answer survives a power cut.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
            "PRAGMA mmap_size=268435456;"
        ),
    }
    return {"CONN_MAX_AGE": None, **database, "OPTIONS": options | database.get("OPTIONS", {})}


def _tuned_postgresql(database: Mapping[str, Any], pool_size: int) -> dict[str, Any]:
    # The pool keeps connections, so Django itself must keep none.
    options = {
        "pool": {"min_size": min(2, pool_size), "max_size": pool_size, "timeout": 10},
        # Each connection plans a statement once. Planning costs more than running most of ours.
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    return {
        **database,
        "CONN_MAX_AGE": 0,
        "OPTIONS": options | database.get("OPTIONS", {}),
    }
