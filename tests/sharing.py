"""Rows that take long to write, shared by the tests of a module or package."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db.transaction import atomic, set_rollback

Built = TypeVar("Built")


@contextmanager
def shared_rows(blocker: Any, build: Callable[[], Built]) -> Iterator[Built]:
    """What ``build`` wrote, until the block ends. Each test takes back what it writes itself.

    ``blocker`` is pytest-django's ``django_db_blocker``. A fixture for one test stands between:
    it asks for ``db`` after these rows.
    """
    transaction = atomic()
    with blocker.unblock():
        transaction.__enter__()
        try:
            built = build()
        except BaseException:
            set_rollback(True)
            transaction.__exit__(None, None, None)
            raise
    yield built
    with blocker.unblock():
        set_rollback(True)
        transaction.__exit__(None, None, None)
