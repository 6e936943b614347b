"""The demonstration, loaded once for all tests of it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.sharing import shared_rows


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the demonstration together, whatever order the others come in.

    It is loaded anew after each test of something else.
    """
    items.sort(key=lambda item: not item.nodeid.startswith("tests/demonstration/"))


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[str]:
    """What loading printed. Loading takes longer than all tests of it, so they share it."""
    with (
        override_settings(DEMONSTRATION=True),
        shared_rows(django_db_blocker, load_demo) as printed,
    ):
        yield printed


@pytest.fixture
def demonstration(loaded: str, settings, db) -> str:
    """The demonstration, loaded; gives what its command printed."""
    settings.DEMONSTRATION = True
    return loaded


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()
