"""The API of forces and inspections."""

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from forces.models import Inspection
from tests.factories import InspectionFactory, TeamMemberFactory


@pytest.fixture
def inspection(supervisor: User, inspector: User) -> Inspection:
    made: Inspection = InspectionFactory.create(lead=supervisor, slug="shire-2023-25")
    TeamMemberFactory.create(inspection=made, user=inspector)
    return made


def people_of(user: User, path: str) -> tuple[str | None, list[str]]:
    client = APIClient()
    client.force_login(user)
    answer = client.get(f"/api/v1/inspections/{path}").json()
    [found] = answer.get("results", [answer])
    return found["lead"], found["team"]


@pytest.mark.parametrize("path", ["", "shire-2023-25/"])
def test_who_works_on_an_inspection_is_not_told_to_observers(
    inspection: Inspection, inspector: User, observer: User, path: str
) -> None:
    assert people_of(inspector, path) == ("Supervisor 1", ["Inspector 1"])
    assert people_of(observer, path) == (None, [])


@pytest.mark.parametrize("path", ["forces/a b/", "inspections/a'b/", "inspections/é/"])
def test_an_address_that_no_slug_makes_is_nowhere(inspector: User, path: str) -> None:
    client = APIClient()
    client.force_login(inspector)
    assert client.get(f"/api/v1/{path}").status_code == 404
