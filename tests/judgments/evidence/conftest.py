"""A piece of evidence about a graded area."""

from datetime import date

import pytest

from accounts.models import User
from judgments.actions.evidence import Gathered, record_evidence
from judgments.models import Evidence, InspectionArea

SEEN = Gathered(
    kind="interview",
    gathered_on=date(2024, 3, 5),
    source_role="Response sergeant",
    summary="Three of four sergeants had no time to supervise.",
    bearings={"responding": "weakens"},
)


@pytest.fixture
def logged(responding: InspectionArea, inspector: User) -> Evidence:
    return record_evidence(inspection=responding.inspection, gathered=SEEN, by=inspector)
