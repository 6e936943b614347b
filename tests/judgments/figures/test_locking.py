"""What checks figures and then prints them keeps them as they are in between."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from judgments.actions import asking, judging
from judgments.actions.asking import Wording
from judgments.models import Action, InspectionArea
from tests.judgments.figures.test_rationales import EFFECTIVE, confirmed
from tests.judgments.test_asking import RECOMMENDATION

TEXT = f"Good in {EFFECTIVE}."
CAUSE = Wording("cause_of_concern", "Calls are lost", TEXT)
needs_locks = pytest.mark.skipif(
    not connection.features.has_select_for_update, reason="SQLite has one writer at a time."
)


def locked_by(act: Callable[[], object]) -> list[str]:
    """The tables whose rows are locked before a figure is looked up, in their order."""
    with CaptureQueriesContext(connection) as queries:
        act()
    found = []
    for query in queries:
        if 'FROM "judgments_citedfigure"' in query["sql"]:
            break
        if "FOR UPDATE" in query["sql"]:
            found.append(query["sql"].split('FROM "')[1].split('"')[0])
    return list(dict.fromkeys(found))


FIRST = ["forces_inspection", "judgments_inspectionarea", "cases_sample"]


@needs_locks
def test_a_judgment_is_published_with_the_samples_of_its_force_locked(
    covered: InspectionArea, inspector: User, supervisor: User
) -> None:
    made = confirmed(covered, TEXT, inspector, supervisor)
    locked = locked_by(lambda: judging.publish(judgment=made, by=supervisor))
    assert locked == [*FIRST, "judgments_judgment"]


@needs_locks
def test_an_action_is_published_and_corrected_with_them_locked(
    covered: InspectionArea, supervisor: User
) -> None:
    cause = asking.write(area=covered, wording=CAUSE, by=supervisor)
    asking.write(area=covered, wording=RECOMMENDATION, cause=cause, by=supervisor)
    early = locked_by(lambda: asking.publish_early(action=cause, by=supervisor))
    assert early == [*FIRST, "judgments_action"]
    standing = Action.objects.get(pk=cause.pk)
    corrected = locked_by(
        lambda: asking.correct(
            action=standing, wording=CAUSE, edition=1, reason="A slip.", by=supervisor
        )
    )
    assert corrected == [*FIRST, "judgments_action"]
