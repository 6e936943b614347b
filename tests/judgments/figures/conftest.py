"""lancashire-2023-25/vsa, signed off: three files, of which two have effective investigations.

Checks for repeat victims were made in two of three cases, the history was used in one of one,
three of six crimes were recorded. The one file about violence has an effective investigation.
"""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from cases.actions.signing import reopen, sign_off
from cases.models import Answer, PublishedResult, Sample
from forces.models import Force, Inspection
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import InspectionArea
from tests.cases.accepted import ready_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    CycleFactory,
    InspectionFactory,
    ReviewFactory,
    SubmissionFactory,
    SubmittedValueFactory,
    TeamMemberFactory,
)
from tests.judgments.conftest import COVERED, SMALL, area_of

VSA = "lancashire-2023-25/vsa"
PEOPLE = {"white": 1_350_000, "black": 9_000}
SEARCHED = {"white": 9_368, "black": 181}


@pytest.fixture
def signed(supervisor: User, inspector: User) -> Sample:
    sample = ready_sample(supervisor, inspector)
    sign_off(sample=sample.pk, by=supervisor, reasons=ALL_THE_SAME)
    sample.refresh_from_db()
    return sample


@pytest.fixture
def lancashire(signed: Sample) -> Inspection:
    return signed.inspection


@pytest.fixture
def covered(lancashire: Inspection, supervisor: User) -> InspectionArea:
    """The area "responding" of an inspection whose sample is signed off."""
    load_framework(source=SMALL, by=None)
    set_areas(inspection=lancashire, treatments=COVERED, by=supervisor)
    return area_of(lancashire, "responding")


@pytest.fixture
def second_reviewer(signed: Sample) -> User:
    """On the team, with a second review of a file of the sample that is not in yet."""
    reader: User = TeamMemberFactory.create(inspection=signed.inspection).user
    file = signed.case_files.first()
    ReviewFactory.create(case_file=file, position="second", counts=False, reviewer=reader)
    return reader


@pytest.fixture
def earlier_result(lancashire: Inspection, supervisor: User) -> PublishedResult:
    """85.2 percent +/- 5.1 of an earlier inspection, printed without counts."""
    cycle = CycleFactory.create(slug="2021-22", name="2021/22")
    earlier = InspectionFactory.create(
        force=lancashire.force, cycle=cycle, slug="lancashire-2021-22", lead=supervisor
    )
    return PublishedResult.objects.create(
        inspection=earlier,
        checklist="small",
        sample="stop-and-search",
        code="recorded",
        n=186,
        percent=Decimal("85.2"),
        half_width=Decimal("5.1"),
        starts=date(2021, 1, 1),
        ends=date(2021, 12, 31),
        source="The report of 2021/22, page 12",
        by=supervisor,
    )


@pytest.fixture
def sent(lancashire: Inspection) -> Force:
    """A force with an accepted list of calls, searches, uses of force and people."""
    submission = SubmissionFactory.create(force=lancashire.force, state="accepted")
    year = {"starts": date(2022, 4, 1), "ends": date(2023, 3, 31)}
    before = {"starts": date(2021, 4, 1), "ends": date(2022, 3, 31)}
    day = {"starts": date(2021, 6, 30), "ends": date(2021, 6, 30)}
    month = {"starts": date(2023, 4, 1), "ends": date(2023, 4, 30)}
    rows = [
        ("share_999_answered_in_10_seconds", "", Decimal("83.9"), year),
        ("share_emergencies_attended_in_target", "", Decimal("82.6"), month),
        ("stop_and_searches", "", Decimal(12_826), year),
        ("uses_of_force", "", Decimal(12_001), before),
        ("uses_of_force", "", Decimal(18_421), year),
        ("uses_of_force_unrecorded", "", Decimal(1_000), before),
        ("uses_of_force_unrecorded", "", Decimal(893), year),
        ("arrests", "", Decimal(30_000), before),
        ("arrests", "", Decimal(30_000), year),
        ("pre_charge_bail", "", Decimal(10_000), before),
        ("pre_charge_bail", "", Decimal(9_996), year),
        ("released_under_investigation", "", Decimal(10_000), before),
        ("released_under_investigation", "", Decimal(10_004), year),
        *(("stop_and_searches", group, Decimal(n), year) for group, n in SEARCHED.items()),
        *(("population", group, Decimal(n), day) for group, n in PEOPLE.items()),
    ]
    for number, (indicator, group, value, period) in enumerate(rows, 2):
        SubmittedValueFactory.create(
            submission=submission,
            row=number,
            indicator=indicator,
            group=group,
            value=value,
            source="The force",
            **period,
        )
    return lancashire.force


def change_an_answer(sample: Sample, lead: User) -> None:
    """Reopens the sample and makes the investigation of the last file effective."""
    reopen(sample=sample.pk, reason="An answer was wrong.", by=lead)
    answers = Answer.objects.filter(review__case_file__sample=sample, question__code="effective")
    assert answers.filter(review__case_file__reference="A-3").update(value="yes", note="") == 1


def sign_off_again(sample: Sample, lead: User) -> None:
    sign_off(sample=sample.pk, by=lead, reasons=ALL_THE_SAME)
