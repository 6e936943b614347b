"""Forces with figures beside each other."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from cases.actions.publishing import enter_published_result
from cases.models import PublishedResult
from cases.published.figures import PublishedFigure
from forces.models import Cycle, Force, Inspection
from tests.factories import CycleFactory, ForceFactory, InspectionFactory, small_version

Publish = Callable[..., PublishedResult]


@pytest.fixture
def cycle(db: None) -> Cycle:
    return CycleFactory.create(slug="2023-25", name="2023-25", starts=date(2023, 1, 1))


@pytest.fixture
def forces(db: None) -> list[Force]:
    names = ("Avonshire", "Borset", "Cranfordshire", "Dunshire")
    return [ForceFactory.create(slug=name.lower(), short_name=name) for name in names]


@pytest.fixture
def publish(supervisor: User) -> Publish:
    """Enters a published estimate of a force in a cycle; other fields by name."""
    small_version()

    def publish(force: Force, cycle: Cycle, percent: str | None, **more: object) -> PublishedResult:
        inspection = Inspection.objects.filter(force=force, cycle=cycle).first()
        inspection = inspection or InspectionFactory.create(
            force=force, cycle=cycle, lead=supervisor
        )
        fields = {
            "checklist": "small",
            "sample": "small",
            "code": "recorded",
            "starts": date(2023, 6, 1),
            "ends": date(2024, 5, 31),
            "source": "A report, page 1",
            "percent": percent and Decimal(percent),
            "half_width": Decimal("4.0") if percent else None,
        }
        figure = PublishedFigure(**(fields | more))  # type: ignore[arg-type]
        return enter_published_result(inspection=inspection, figure=figure, by=supervisor)

    return publish
