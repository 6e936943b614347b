"""A piece of evidence about a graded area."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from accounts.models import User
from judgments.actions.attaching import attach
from judgments.actions.evidence import Gathered, record_evidence
from judgments.models import Attachment, Evidence, InspectionArea
from tests.judgments.evidence import files

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


@pytest.fixture(autouse=True)
def attachments(settings: LazySettings, tmp_path: Path) -> Path:
    """Where attached files lie."""
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return tmp_path / "attachments"


@pytest.fixture
def attached(logged: Evidence, inspector: User) -> Attachment:
    return attach(evidence=logged, uploads=[files.upload()], by=inspector)[0]
