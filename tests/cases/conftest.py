"""Fixtures for the tests of casework."""

import pytest

from accounts.models import User
from tests.factories import InspectorFactory


@pytest.fixture
def reviewers(db: None) -> list[User]:
    return [InspectorFactory.create(), InspectorFactory.create()]
