"""An inspection that is judged in two graded areas, and the people who judge it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from forces.models import Cycle, Inspection
from judgments.actions import judging
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import Opinion
from judgments.models import Framework, InspectionArea, Judgment
from tests.factories import CycleFactory, InspectionFactory, SupervisorFactory, TeamMemberFactory

SMALL = """
cycle: 2023-25
title: Small framework
grades:
  - {code: good, text: Good, colour: green}
  - {code: requires_improvement, text: Requires improvement, colour: amber}
areas:
  - {code: victim_service, title: Service to victims, graded: no}
  - {code: responding, title: Responding}
  - code: leadership
    title: Leadership
    questions:
      - {code: planning, title: Planning}
"""
COVERED = {"victim_service": "ungraded", "responding": "graded", "leadership": "graded"}
GOOD = Opinion("good", "Calls are answered in time.")
SignIn = Callable[[User], Client]


@pytest.fixture
def cycle(db: None) -> Cycle:
    return CycleFactory.create(slug="2023-25", name="2023-25")


@pytest.fixture
def framework(cycle: Cycle) -> Framework:
    return load_framework(source=SMALL, by=None)


@pytest.fixture
def inspection(framework: Framework, supervisor: User, inspector: User) -> Inspection:
    """Led by the supervisor, with the inspector on its team. Nothing is covered yet."""
    made = InspectionFactory.create(lead=supervisor, cycle=framework.cycle, slug="shire-2023-25")
    TeamMemberFactory.create(inspection=made, user=inspector)
    return made


@pytest.fixture
def responding(inspection: Inspection, supervisor: User) -> InspectionArea:
    """A graded area; leadership is the other one, and the service to victims has no grade."""
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    return area_of(inspection, "responding")


@pytest.fixture
def drafted(responding: InspectionArea, inspector: User) -> Judgment:
    return judging.draft(area=responding, opinion=GOOD, by=inspector)


@pytest.fixture
def proposed(drafted: Judgment, inspector: User) -> Judgment:
    return judging.propose(judgment=drafted, by=inspector)


@pytest.fixture
def moderated(proposed: Judgment, other_supervisor: User) -> Judgment:
    return judging.moderate(judgment=proposed, by=other_supervisor)


@pytest.fixture
def confirmed(moderated: Judgment, supervisor: User) -> Judgment:
    return judging.confirm(judgment=moderated, by=supervisor)


@pytest.fixture
def published(confirmed: Judgment, supervisor: User) -> Judgment:
    return judging.publish(judgment=confirmed, by=supervisor)


@pytest.fixture
def earlier(db: None) -> Cycle:
    return CycleFactory.create(
        slug="2016", name="2016", starts=date(2016, 1, 1), ends=date(2016, 12, 31)
    )


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of its own for each person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def area_of(inspection: Inspection, code: str) -> InspectionArea:
    return InspectionArea.objects.get(inspection=inspection, area__code=code)


def publish_new(area: InspectionArea, grade: str, lead: User) -> Judgment:
    """A judgment of the area, brought all the way by the lead and a moderator."""
    made = judging.draft(area=area, opinion=Opinion(grade, "What was seen."), by=lead)
    judging.propose(judgment=made, by=lead)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    judging.confirm(judgment=made, by=lead)
    return judging.publish(judgment=made, by=lead)
