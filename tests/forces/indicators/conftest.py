"""A force, and lists that it sends."""

from collections.abc import Callable
from typing import Any

import pytest

from forces.indicators.actions import File, accept, receive
from forces.indicators.periods import HalfYear
from forces.models import Force, Submission
from tests.factories import ForceFactory
from tests.forces.indicators.lists import SPRING, checked, listed


@pytest.fixture
def force(db: None) -> Force:
    return ForceFactory.create(
        slug="lancashire", name="Lancashire Constabulary", short_name="Lancashire"
    )


@pytest.fixture
def received(force: Force) -> Callable[..., Submission]:
    """Takes in a list of rows, by nobody in particular unless ``by`` says who."""
    numbers = iter(range(1_000))

    def take_in(
        *rows: str, half_year: HalfYear = SPRING, of: Force = force, **given: Any
    ) -> Submission:
        found = checked(listed(*rows), half_year)
        assert found.problems == []
        file = File("list.csv", f"{next(numbers):064}")
        arguments = {"file": file, "by": None} | given
        return receive(force=of, half_year=half_year, values=found.values, **arguments)

    return take_in


@pytest.fixture
def accepted(received: Callable[..., Submission]) -> Callable[..., Submission]:
    def take_in(*rows: str, **given: Any) -> Submission:
        return accept(submission=received(*rows, **given), by=None)

    return take_in
