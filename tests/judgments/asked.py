"""What forces have to act on, for tests: drafts, and what earlier reports printed."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from forces.models import Inspection
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.actions.register import begin_register
from judgments.models import Action, ActionKind, InspectionArea
from tests.factories import CycleFactory, InspectionFactory
from tests.judgments.conftest import SMALL, area_of

TODAY = timezone.localdate()
IMPROVEMENT = Wording(ActionKind.AREA_FOR_IMPROVEMENT, "Answer calls in time", "Many are *lost*.")
CAUSE = Wording(ActionKind.CAUSE_OF_CONCERN, "Calls are lost", "Nobody knows how many.")
COUNT = Wording(ActionKind.RECOMMENDATION, "Count calls", "Every day.", TODAY + timedelta(days=90))


def earlier_inspection(of: Inspection, lead: User) -> Inspection:
    """An inspection of the same force, years before, of the one area “responding”."""
    cycle = CycleFactory.create(
        slug="2010", name="2010", starts=date(2010, 1, 1), ends=date(2010, 12, 31)
    )
    load_framework(source=SMALL.replace("2023-25", '"2010"'), by=None)
    made = InspectionFactory.create(
        force=of.force, cycle=cycle, lead=lead, slug=f"{of.force.slug}-2010"
    )
    set_areas(inspection=made, treatments={"responding": "graded"}, by=lead)
    return made


def published_action(
    inspection: Inspection, by: User, wording: Wording = IMPROVEMENT, on: date = date(2017, 3, 1)
) -> Action:
    """An action that the report of the inspection printed on a day long ago."""
    made = asking.write(area=area_of(inspection, "responding"), wording=wording, by=by)
    made.state, made.published_on, made.printed = "published", on, made.text
    made.save(update_fields=["state", "published_on", "printed"])
    begin_register([made], on=on, by=by)
    return made


def drafted_cause(area: InspectionArea, by: User) -> Action:
    """A cause of concern with one recommendation, both drafts."""
    cause = asking.write(area=area, wording=CAUSE, by=by)
    asking.write(area=area, wording=COUNT, cause=cause, by=by)
    return cause
