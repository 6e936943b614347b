"""What waits for whom to be moderated."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forces.models import Cycle
from judgments.actions import judging
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Judgment
from judgments.moderation import to_moderate
from tests.factories import InspectionFactory, SecondmentFactory, SupervisorFactory
from tests.judgments.conftest import COVERED, GOOD, SMALL, SignIn, area_of

PAGE = "/judgments/to-moderate/"


def test_a_proposed_judgment_waits_for_every_supervisor_but_its_authors(
    proposed: Judgment, inspector: User, supervisor: User, other_supervisor: User
) -> None:
    assert [each.judgment for each in to_moderate(supervisor)] == [proposed]
    assert [each.judgment for each in to_moderate(other_supervisor)] == [proposed]
    assert to_moderate(inspector) == []
    judging.send_back(judgment=proposed, reason="Say why.", by=other_supervisor)
    assert to_moderate(supervisor) == []
    proposed.refresh_from_db()
    judging.revise(judgment=proposed, opinion=GOOD, edition=proposed.edition, by=supervisor)
    judging.propose(judgment=proposed, by=inspector)
    assert to_moderate(supervisor) == []
    assert [each.judgment for each in to_moderate(other_supervisor)] == [proposed]


def test_nobody_moderates_the_force_that_they_come_from(proposed: Judgment) -> None:
    seconded = SupervisorFactory.create()
    SecondmentFactory.create(user=seconded, force=proposed.area.inspection.force)
    assert to_moderate(User.objects.get(pk=seconded.pk)) == []


def test_the_page_lists_them_and_leads_to_each(
    proposed: Judgment, other_supervisor: User, sign_in: SignIn
) -> None:
    page = sign_in(other_supervisor).get(PAGE).content.decode()
    assert f'href="{proposed.get_absolute_url()}"' in page
    assert "Inspector 1" in page
    assert PAGE in sign_in(other_supervisor).get("/judgments/", follow=True).content.decode()


def test_a_colour_of_several_words_is_one_class(
    cycle: Cycle, supervisor: User, other_supervisor: User, sign_in: SignIn
) -> None:
    load_framework(source=SMALL.replace("colour: green", "colour: deep green"), by=None)
    inspection = InspectionFactory.create(lead=supervisor, cycle=cycle)
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    drafted = judging.draft(area=area_of(inspection, "responding"), opinion=GOOD, by=supervisor)
    judging.propose(judgment=drafted, by=supervisor)
    page = sign_in(other_supervisor).get(PAGE).content.decode()
    assert "judgments-grade--deep-green" in page


def test_the_page_says_when_nothing_waits(
    drafted: Judgment, other_supervisor: User, sign_in: SignIn
) -> None:
    assert "Nothing waits for you" in sign_in(other_supervisor).get(PAGE).content.decode()


@pytest.mark.parametrize("areas", [["responding"], ["responding", "leadership"]])
def test_any_number_takes_two_queries(
    proposed: Judgment, inspector: User, other_supervisor: User, areas: list[str]
) -> None:
    for code in areas[1:]:
        area = area_of(proposed.area.inspection, code)
        drafted = judging.draft(area=area, opinion=GOOD, by=inspector)
        judging.propose(judgment=drafted, by=inspector)
    reader = User.objects.select_related("secondment").get(pk=other_supervisor.pk)
    with CaptureQueriesContext(connection) as queries:
        assert len(to_moderate(reader)) == len(areas)
    assert len(queries) <= 3
