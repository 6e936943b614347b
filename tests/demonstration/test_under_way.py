"""What Cumbria's team has written so far."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import User
from cases.demonstration.people import INSPECTORS
from judgments.demonstration.under_way import UNDER_WAY, load_work_under_way
from judgments.models import Action

pytestmark = pytest.mark.usefixtures("demonstration")


def test_it_can_be_loaded_on_any_day() -> None:
    author = INSPECTORS[1]
    with time_machine.travel(datetime(2040, 2, 29, 12, tzinfo=UTC), tick=False):
        load_work_under_way({author: User.objects.get(email=author.email)})
    asked = Action.objects.filter(area__inspection__slug=UNDER_WAY).exclude(deadline=None)
    assert sorted(action.deadline.year for action in asked if action.deadline)[-1] == 2040
