"""Files that are reviewed and accepted, ready for sign-off."""

from accounts.models import User
from cases.models import Review, Sample
from cases.relevance import asked_questions
from cases.states import ReviewState
from tests.factories import (
    AnswerFactory,
    CaseFileFactory,
    CycleFactory,
    ForceFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)

ANSWERS = {
    "answered_promptly": "yes",
    "victim_checked": "yes",
    "repeat_victim": "yes",
    "history_used": "yes",
    "crimes_reported": "2",
    "crimes_recorded": "1",
    "effective": "yes",
    "grade": "immediate",
    "remarks": "nothing else",
}


def accepted_file(sample: Sample, reference: str, reviewer: User, **changes: str) -> Review:
    """A file with every question answered and accepted; ``changes`` are answers by code.

    ``group`` and ``outcome`` set its facts. An answer changed to "" is left out.
    """
    facts = {
        "offence_group": changes.pop("group", "theft"),
        "outcome_type": changes.pop("outcome", "8"),
    }
    case_file = CaseFileFactory.create(
        sample=sample, reference=reference, facts=facts, position=sample.case_files.count() + 1
    )
    given = {code: value for code, value in (ANSWERS | changes).items() if value}
    asked = asked_questions(sample.instrument, given)
    review = ReviewFactory.create(
        case_file=case_file,
        reviewer=reviewer,
        state=ReviewState.ACCEPTED,
        asked=len(asked),
        answered=len(asked & given.keys()),
    )
    for code, value in given.items():
        AnswerFactory.create(
            review=review,
            code=code,
            value=value,
            count=int(value) if value.isdigit() else None,
            relevant=code in asked,
            note="No record of it" if value == "no" else "",
        )
    return review


def ready_sample(supervisor: User, inspector: User) -> Sample:
    """lancashire-2023-25/vsa: three accepted files, led by ``supervisor``."""
    force = ForceFactory.create(
        slug="lancashire", short_name="Lancashire", name="Lancashire Constabulary"
    )
    inspection = InspectionFactory.create(
        force=force, cycle=CycleFactory.create(slug="2023-25", name="2023-25"), lead=supervisor
    )
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    sample = SampleFactory.create(
        inspection=inspection, slug="vsa", name="Victim service", target=3
    )
    accepted_file(sample, "A-1", inspector)
    accepted_file(sample, "A-2", inspector, group="violence", victim_checked="no")
    accepted_file(sample, "A-3", inspector, outcome="18", effective="no", repeat_victim="no")
    return sample
