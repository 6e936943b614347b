"""A small crime data integrity sample: incidents with counts, over two recording routes."""

from accounts.models import User
from cases.models import Sample
from cases.relevance import asked_questions
from cases.states import ReviewState
from checklists import actions as checklist_actions
from checklists.models import Version
from forces.models import Inspection
from tests.factories import AnswerFactory, CaseFileFactory, ReviewFactory, SampleFactory

INCIDENTS_CHECKLIST = """
checklist: incidents
title: Incidents
version: "1"
facts:
  - code: route
    label: Recording route
    kind: choice
    required: yes
    breakdown: yes
    choices:
      - {code: phone, label: Telephone}
      - {code: online, label: Online}
stages:
  - code: recording
    title: Crime recording
    questions:
      - code: crimes
        text: How many crimes should have been recorded?
        guidance: Count them.
        kind: count
      - code: recorded
        text: How many of them were recorded?
        guidance: Count them.
        kind: count
      - code: victim_told
        text: Was the victim told?
        guidance: Look in the log.
        not_applicable: allowed
measures:
  - code: all_crime
    stage: recording
    label: All crime
    kind: ratio
    numerator: recorded
    denominator: crimes
    phrase: the force recorded {cases} of reported crime
    headline: yes
    printed: estimate
    method: stratified_ratio
    strata: route
  - code: crimes_plain
    stage: recording
    label: All crime, unweighted
    kind: ratio
    numerator: recorded
    denominator: crimes
    phrase: the force recorded {cases} of reported crime
    printed: estimate
  - code: told
    stage: recording
    label: Victims told
    question: victim_told
    met: [yes]
    phrase: "{cases} of victims were told"
    printed: estimate
  - code: told_online
    stage: recording
    label: Victims told online
    question: victim_told
    met: [yes]
    only: {route: [online]}
    phrase: victims were told in {cases}
    printed: count
"""


def incidents_version() -> Version:
    version = checklist_actions.load(source=INCIDENTS_CHECKLIST, by=None)
    return version if version.is_published else checklist_actions.publish(version=version, by=None)


def incident(
    sample: Sample, reviewer: User, route: str, recorded: int, crimes: int, told: str = "yes"
) -> None:
    """An accepted file."""
    place = sample.case_files.count() + 1
    case_file = CaseFileFactory.create(
        sample=sample, reference=f"I-{place}", facts={"route": route}, position=place
    )
    given = {"crimes": str(crimes), "recorded": str(recorded), "victim_told": told}
    asked = asked_questions(sample.instrument, given)
    review = ReviewFactory.create(
        case_file=case_file,
        reviewer=reviewer,
        state=ReviewState.ACCEPTED,
        asked=len(asked),
        answered=len(given),
    )
    for code, value in given.items():
        count = int(value) if value.isdigit() else None
        AnswerFactory.create(review=review, code=code, value=value, count=count)


def incidents_sample(inspection: Inspection, reviewer: User) -> Sample:
    """48 incidents: of 40 crimes 36 were recorded, by telephone 24 of 25 and online 12 of 15."""
    sample = SampleFactory.create(
        inspection=inspection, version=incidents_version(), slug="cdi", name="Crime data integrity"
    )
    for route, of_crimes, missed, none in (("phone", 25, 1, 4), ("online", 15, 3, 4)):
        for place in range(of_crimes):
            incident(sample, reviewer, route, int(place >= missed), 1)
        for _ in range(none):
            incident(sample, reviewer, route, 0, 0, told="not_applicable")
    return sample
