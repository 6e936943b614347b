"""Loads what the team of Cumbria has written so far: made up, and far from complete."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from cases.demonstration.people import INSPECTORS, Person
from forces.models import Inspection
from judgments.actions import asking
from judgments.actions.evidence import Gathered, record_evidence
from judgments.actions.passages import Wording, write
from judgments.models import ActionKind, Finding, FindingKind, InspectionArea

UNDER_WAY: Final = "cumbria-2023-25"
MADE_UP: Final = "Made up, so that the pages have something to show."
LOGGED: Final = (
    Gathered("interview", date(2025, 1, 21), "Control room manager", MADE_UP,
             {"responding": "supports"}),
    Gathered("focus_group", date(2025, 1, 22), "Response constables", MADE_UP,
             {"responding": "weakens", "workforce": "weakens"}),
    Gathered("document_review", date(2025, 2, 4), "Crime registrar", MADE_UP,
             {"recording_crime": "supports"}),
)  # fmt: skip
FINDINGS: Final = (
    ("recording_crime", Wording("main", "Crime is recorded with care", MADE_UP, (3,))),
    ("responding", Wording(FindingKind.NEEDS_TO, "Callers should be told of delays",
                           "Callers were told of the delay in 12 of 17 cases.", (1, 2))),
    ("prevention", Wording("main", "Neighbourhood teams know their places", MADE_UP)),
)  # fmt: skip
"""The second has a figure that was typed; the third rests on no evidence yet."""
CONCERN: Final = asking.Wording(
    ActionKind.CAUSE_OF_CONCERN, "Emergency calls wait too long", MADE_UP
)
TIME_TO_ACT: Final = timedelta(days=180)


def load_work_under_way(people: Mapping[Person, User]) -> None:
    """Evidence, findings and a cause of concern of an inspection that goes on."""
    inspection = Inspection.objects.get(slug=UNDER_WAY)
    author = people[INSPECTORS[1]]
    for gathered in LOGGED:
        record_evidence(inspection=inspection, gathered=gathered, by=author)
    rows = InspectionArea.objects.filter(inspection=inspection).select_related("area")
    areas = {row.area.code: row for row in rows}
    for code, wording in FINDINGS:
        write(Finding, area=areas[code], wording=wording, by=author, synthetic=True)
    responding = areas["responding"]
    cause = asking.write(area=responding, wording=CONCERN, by=author, synthetic=True)
    asking.write(area=responding, wording=_recommended(), by=author, cause=cause, synthetic=True)


def _recommended() -> asking.Wording:
    """With a deadline that is still to come, whenever the demonstration is loaded."""
    deadline = timezone.localdate() + TIME_TO_ACT
    return asking.Wording(
        ActionKind.RECOMMENDATION, "Staff the control room at peak times", MADE_UP, deadline
    )
