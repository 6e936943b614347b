"""Findings and practice about an area that two people work on."""

from datetime import date

import pytest

from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.passages import Wording
from judgments.models import (
    Bearing,
    Evidence,
    EvidenceArea,
    EvidenceKind,
    Finding,
    InspectionArea,
    Practice,
)

PROMPT = Wording("main", "Calls are answered promptly", "Staff answer **nearly all** calls.")
SLOW = Wording("needs_to", "Calls wait at night", "Callers wait when few are on duty.")
SHARED = Wording("promising", "A shared desk", "Two forces share one desk.")


@pytest.fixture
def finding(responding: InspectionArea, inspector: User) -> Finding:
    return passages.write(Finding, area=responding, wording=PROMPT, by=inspector)


@pytest.fixture
def practice(responding: InspectionArea, inspector: User) -> Practice:
    return passages.write(Practice, area=responding, wording=SHARED, by=inspector)


def evidence_of(
    inspection: Inspection, number: int, by: User, *, area: InspectionArea | None = None
) -> Evidence:
    """A piece of evidence of the log, bearing on ``area`` where one is given."""
    made = Evidence.objects.create(
        inspection=inspection,
        number=number,
        kind=EvidenceKind.INTERVIEW,
        gathered_on=date(2024, 5, number),
        source_role="response sergeant",
        summary=f"What was said on day {number}.",
        recorded_by=by,
    )
    if area:
        EvidenceArea.objects.create(evidence=made, area=area, bearing=Bearing.SUPPORTS)
    return made
