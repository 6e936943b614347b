"""Reading a database as it stands at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything that is read inside belongs to one moment, and nobody waits for it.

    Inside a transaction it adds nothing: what that sees was settled when it began.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        yield from _reading_sqlite()
    else:
        with transaction.atomic():
            _run(REPEATABLE)
            yield


def _reading_sqlite() -> Iterator[None]:
    # Not atomic(): its transactions take the one lock for writing when they begin.
    _run("BEGIN DEFERRED")
    try:
        yield
    finally:
        _run("ROLLBACK")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
