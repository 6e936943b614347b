"""Fixtures for every test: the plumbing of database, triggers and caches."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from checklists import versions
from peel.lib import triggers
from tests.factories import (
    AdministratorFactory,
    InspectorFactory,
    ObserverFactory,
    SupervisorFactory,
)

# A busy machine is slow by chance, and that is no finding.
hypothesis_settings.register_profile("peel", deadline=None)
hypothesis_settings.load_profile("peel")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks a database, so that a second engine need not repeat all the rest."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker("database")


def all_triggers() -> list[triggers.Trigger]:
    """The triggers of every app, in the order in which the apps are installed."""
    modules = (f"{config.name}.triggers" for config in apps.get_app_configs())
    return [t for m in modules if find_spec(m) for t in import_module(m).TRIGGERS]


def _flushes(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    transactional = bool(marker and marker.kwargs.get("transaction"))
    return transactional or {"transactional_db", "live_server"} & set(request.fixturenames) != set()


@pytest.fixture(autouse=True)
def evidence_gives_way_to_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the triggers while a test that commits is cleaned up.

    Such a test ends with every table emptied, which append-only tables refuse. Emptying
    them sends post_migrate, and that installs the triggers again.
    """
    if not _flushes(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    # Not a model's table, so nothing else empties it.
    cache.clear()
    triggers.remove(connection, all_triggers())


@pytest.fixture(autouse=True)
def instruments_forgotten() -> Iterator[None]:
    """Primary keys come round again from test to test; what was cached under them must not."""
    versions.forget_instruments()
    yield
    versions.forget_instruments()


@pytest.fixture
def inspector(db: None) -> User:
    return InspectorFactory.create(name="Inspector 1", email="inspector1@example.org")


@pytest.fixture
def other_inspector(db: None) -> User:
    return InspectorFactory.create(name="Inspector 2", email="inspector2@example.org")


@pytest.fixture
def supervisor(db: None) -> User:
    return SupervisorFactory.create(name="Supervisor 1", email="supervisor1@example.org")


@pytest.fixture
def other_supervisor(db: None) -> User:
    return SupervisorFactory.create(name="Supervisor 2", email="supervisor2@example.org")


@pytest.fixture
def administrator(db: None) -> User:
    return AdministratorFactory.create(name="Administrator 1", email="administrator1@example.org")


@pytest.fixture
def observer(db: None) -> User:
    return ObserverFactory.create(name="Observer 1", email="observer1@example.org")
