"""Fixtures for the tests of casework."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions.signing import sign_off
from cases.models import Sample
from forces.models import Inspection
from tests.cases.accepted import ready_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    InspectionFactory,
    InspectorFactory,
    SampleFactory,
    TeamMemberFactory,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of its own for each person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def inspection(supervisor: User, inspector: User, other_inspector: User) -> Inspection:
    """Led by the supervisor, with both inspectors on its team."""
    made = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    TeamMemberFactory.create(inspection=made, user=inspector)
    TeamMemberFactory.create(inspection=made, user=other_inspector)
    return made


@pytest.fixture
def sample(inspection: Inspection) -> Sample:
    return SampleFactory.create(inspection=inspection, slug="vsa", name="Victim service")


@pytest.fixture
def reviewers(db: None) -> list[User]:
    return [InspectorFactory.create(), InspectorFactory.create()]


@pytest.fixture
def ready(supervisor: User, inspector: User) -> Sample:
    """The sample lancashire-2023-25/vsa: three accepted files, led by ``supervisor``."""
    return ready_sample(supervisor, inspector)


@pytest.fixture
def signed(ready: Sample, supervisor: User) -> Sample:
    """The sample ``ready``, signed off."""
    sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
    ready.refresh_from_db()
    return ready
