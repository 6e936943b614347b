"""An inspection of two graded areas that is ready to be published, with figures that it cites."""

from datetime import date

import pytest

from accounts.models import User
from cases.models import Sample
from forces.models import Inspection
from judgments.actions import asking, judging, passages
from judgments.actions.asking import Wording
from judgments.actions.judging import Opinion
from judgments.actions.reporting import publish, write_summary
from judgments.models import Finding, InspectionArea, Judgment, Publication
from tests.factories import SupervisorFactory
from tests.judgments.conftest import area_of
from tests.judgments.figures.conftest import (
    VSA,
    covered,
    lancashire,
    second_reviewer,
    sent,
    signed,
)

__all__ = ["covered", "lancashire", "second_reviewer", "sent", "signed"]
EFFECTIVE = f"{{{{{VSA}/effective}}}}"
COUNT = f"{{{{{VSA}/effective count}}}}"
CHART = f"{{{{{VSA}/effective chart}}}}"
TEXT = f"We found that {EFFECTIVE}. That is {COUNT}.\n\n{CHART}\n"


@pytest.fixture
def finding(covered: InspectionArea, supervisor: User) -> Finding:
    wording = passages.Wording("main", "Investigations are thorough", TEXT)
    return passages.write(Finding, area=covered, wording=wording, by=supervisor)


@pytest.fixture
def ready(finding: Finding, lancashire: Inspection, supervisor: User) -> Inspection:
    """Both areas are confirmed, the summary is written, and there is something to act on."""
    for code in ("responding", "leadership"):
        confirm(area_of(lancashire, code), "good", supervisor)
    cause = asking.write(
        area=finding.area,
        wording=Wording("cause_of_concern", "Calls wait", "Too many callers wait."),
        by=supervisor,
    )
    asking.write(
        area=finding.area,
        wording=Wording("recommendation", "Answer", "Answer in time.", date(2099, 3, 31)),
        cause=cause,
        by=supervisor,
    )
    write_summary(inspection=lancashire, text=f"In {COUNT}.", edition=0, by=supervisor)
    return lancashire


@pytest.fixture
def publication(ready: Inspection, supervisor: User) -> Publication:
    return publish(inspection=ready, by=supervisor)


def confirm(area: InspectionArea, grade: str, lead: User) -> None:
    """Judge an area, up to where it only has to be published."""
    made = judging.draft(area=area, opinion=Opinion(grade, "What was seen."), by=lead)
    judging.propose(judgment=made, by=lead)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    judging.confirm(judgment=made, by=lead)


def reissue(judgment: Judgment, grade: str, lead: User) -> Judgment:
    """Publish another judgment in its place."""
    opinion = Opinion(grade, "What was seen after all.")
    made = judging.reissue(judgment=judgment, opinion=opinion, reason="It was wrong.", by=lead)
    judging.propose(judgment=made, by=lead)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    judging.confirm(judgment=made, by=lead)
    return judging.publish(judgment=made, by=lead)


def sample_of(inspection: Inspection) -> Sample:
    return Sample.objects.get(inspection=inspection, slug="vsa")
