"""People, forces, inspections and casework for tests. Call ``.create()``."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from accounts.models import Role, User
from cases.models import (
    Answer,
    CaseFile,
    Draw,
    DrawStratum,
    Extract,
    Review,
    Sample,
    SamplingPlan,
    Ticket,
    Withdrawal,
)
from cases.plan_drafts import new_draft
from cases.relevance import progress_of
from cases.states import ExtractState, ReviewState
from checklists import actions as checklist_actions
from checklists.instrument import Instrument
from checklists.models import Version
from checklists.versions import instrument_of
from forces.models import (
    Cycle,
    Force,
    Inspection,
    Noun,
    Region,
    Secondment,
    Submission,
    SubmittedValue,
    TeamMember,
)

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = Sequence(lambda n: f"user-{n}@example.org")
    name = Sequence(lambda n: f"User {n}")
    role = Role.INSPECTOR
    password = Password(PASSWORD)


class InspectorFactory(UserFactory):
    email = Sequence(lambda n: f"inspector-{n}@example.org")
    name = Sequence(lambda n: f"Inspector {n}")


class SupervisorFactory(UserFactory):
    email = Sequence(lambda n: f"supervisor-{n}@example.org")
    name = Sequence(lambda n: f"Supervisor {n}")
    role = Role.SUPERVISOR
    may_export = True


class AdministratorFactory(UserFactory):
    email = Sequence(lambda n: f"administrator-{n}@example.org")
    name = Sequence(lambda n: f"Administrator {n}")
    role = Role.ADMINISTRATOR


class ObserverFactory(UserFactory):
    email = Sequence(lambda n: f"observer-{n}@example.org")
    name = Sequence(lambda n: f"Observer {n}")
    role = Role.OBSERVER


class ForceFactory(DjangoModelFactory[Force]):
    class Meta:
        model = Force

    code = Sequence(lambda n: f"F{n:04}")
    slug = Sequence(lambda n: f"force-{n}")
    short_name = Sequence(lambda n: f"Shire {n}")
    name = LazyAttribute(lambda force: f"{force.short_name} Police")
    noun = Noun.FORCE
    region = Region.NORTH_WEST


class CycleFactory(DjangoModelFactory[Cycle]):
    class Meta:
        model = Cycle

    slug = Sequence(lambda n: f"cycle-{n}")
    name = Sequence(lambda n: f"Cycle {n}")
    starts = date(2023, 4, 1)
    ends = date(2025, 3, 31)


class InspectionFactory(DjangoModelFactory[Inspection]):
    class Meta:
        model = Inspection

    force = SubFactory(ForceFactory)
    cycle = SubFactory(CycleFactory)
    slug = LazyAttribute(lambda i: f"{i.force.slug}-{i.cycle.slug}")
    lead = SubFactory(SupervisorFactory)


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    class Meta:
        model = TeamMember

    inspection = SubFactory(InspectionFactory)
    user = SubFactory(InspectorFactory)


class SecondmentFactory(DjangoModelFactory[Secondment]):
    class Meta:
        model = Secondment

    user = SubFactory(InspectorFactory)
    force = SubFactory(ForceFactory)


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    force = SubFactory(ForceFactory)
    starts = date(2024, 4, 1)
    revision = 1
    received_at = LazyFunction(timezone.now)
    file_name = "list.csv"
    checksum = Sequence(lambda n: f"{n:064}")
    rows = 1


class SubmittedValueFactory(DjangoModelFactory[SubmittedValue]):
    class Meta:
        model = SubmittedValue

    submission = SubFactory(SubmissionFactory)
    row = 2
    indicator = "calls_999"
    starts = date(2024, 4, 1)
    ends = date(2024, 4, 30)
    value = Decimal(1_000)


SMALL_CHECKLIST = """
checklist: small
title: Small checklist
version: "1"
facts:
  - code: offence_group
    label: Offence group
    kind: choice
    required: yes
    breakdown: yes
    choices:
      - {code: theft, label: Theft}
      - {code: violence, label: Violence against the person}
  - code: outcome_type
    label: Outcome type
    kind: choice
    breakdown: yes
    choices:
      - {code: "8", label: 8 Community resolution}
      - {code: "18", label: "18 Investigation complete, no suspect identified"}
  - code: offence
    label: Offence
    kind: text
  - code: reported_on
    label: Reported on
    kind: date
stages:
  - code: call_handling
    title: Call handling
    questions:
      - code: answered_promptly
        text: Was the call answered promptly?
        guidance: Compare the times in the log.
        not_applicable: allowed
      - code: victim_checked
        text: Was a check made for a repeat victim?
        guidance: Look in the log.
        not_applicable: allowed
        note_required: [no]
      - code: repeat_victim
        text: Was it a repeat victim?
        guidance: Use the force's definition.
        asked_when: {question: victim_checked, answers: [yes]}
      - code: history_used
        text: Was the history used?
        guidance: Look at the grade of response.
        asked_when: {question: repeat_victim, answers: [yes]}
  - code: crime_recording
    title: Crime recording
    optional: yes
    questions:
      - code: crimes_reported
        text: How many crimes were reported?
        guidance: Count them.
        kind: count
      - code: crimes_recorded
        text: How many crimes were recorded?
        guidance: Count them.
        kind: count
  - code: investigation
    title: Investigation
    questions:
      - code: effective
        text: Was the investigation effective?
        guidance: Judge it as a whole.
      - code: grade
        text: Which grade of response was given?
        guidance: Take the first.
        kind: choice
        choices:
          - {code: immediate, label: Immediate}
          - {code: scheduled, label: Scheduled}
      - code: remarks
        text: What else mattered?
        guidance: Write a few words.
        kind: text
measures:
  - code: victim_checked
    stage: call_handling
    label: Checks for repeat victims
    question: victim_checked
    met: [yes]
    phrase: checks for repeat victims were made in {cases}
    headline: yes
    printed: count
  - code: history_used
    stage: call_handling
    label: Use of the history
    question: history_used
    met: [yes]
    phrase: the history was used in {cases}
    printed: count
  - code: recorded
    stage: crime_recording
    label: Crimes recorded
    kind: ratio
    numerator: crimes_recorded
    denominator: crimes_reported
    phrase: crimes were recorded in {cases}
    printed: estimate
  - code: effective
    stage: investigation
    label: Effective investigations
    question: effective
    met: [yes]
    phrase: investigations were effective in {cases}
    headline: yes
    printed: count
  - code: effective_violence
    stage: investigation
    label: Effective investigations of violence
    question: effective
    met: [yes]
    only: {offence_group: [violence]}
    phrase: investigations of violence were effective in {cases}
    printed: count
"""


def small_version() -> Version:
    """The small checklist, published: nine questions over three stages, one of them optional."""
    checksum = checklist_actions.checksum_of(SMALL_CHECKLIST)
    if published := Version.objects.filter(checksum=checksum, state="published").first():
        return published
    version = checklist_actions.load(source=SMALL_CHECKLIST, by=None)
    return checklist_actions.publish(version=version, by=None)


def small_instrument() -> Instrument:
    """The small checklist as plain values."""
    return instrument_of(small_version())


class SampleFactory(DjangoModelFactory[Sample]):
    class Meta:
        model = Sample

    inspection = SubFactory(InspectionFactory)
    version = LazyFunction(small_version)
    slug = Sequence(lambda n: f"sample-{n}")
    name = Sequence(lambda n: f"Sample {n}")
    target = 10


class CaseFileFactory(DjangoModelFactory[CaseFile]):
    """A case file without a review; most tests want ``ReviewFactory``."""

    class Meta:
        model = CaseFile

    sample = SubFactory(SampleFactory)
    reference = Sequence(lambda n: f"REF-{n:04}")
    facts = LazyFunction(lambda: {"offence_group": "theft"})
    position = Sequence(lambda n: n + 1)


class ReviewFactory(DjangoModelFactory[Review]):
    """An unallocated review; with a ``reviewer`` it is allocated unless a state is given."""

    class Meta:
        model = Review

    class Params:
        sample = None
        facts = None

    case_file = LazyAttribute(
        lambda review: CaseFileFactory.create(
            **{name: getattr(review, name) for name in ("sample", "facts") if getattr(review, name)}
        )
    )
    reviewer = None
    state = LazyAttribute(
        lambda review: ReviewState.ALLOCATED if review.reviewer else ReviewState.UNALLOCATED
    )
    asked = LazyAttribute(
        lambda review: len(progress_of(review.case_file.sample.instrument, {}).asked)
    )


class AnswerFactory(DjangoModelFactory[Answer]):
    """An answer as a row of its own: the counts of its review stay as they are.

    ``code`` names the question. Use ``cases.actions.answering`` where those counts matter.
    """

    class Meta:
        model = Answer

    class Params:
        code = "effective"

    review = SubFactory(ReviewFactory, reviewer=SubFactory(InspectorFactory))
    question = LazyAttribute(
        lambda answer: answer.review.case_file.sample.version.questions.get(code=answer.code)
    )
    value = "yes"
    answered_by = LazyAttribute(lambda answer: answer.review.reviewer)
    answered_at = LazyFunction(timezone.now)


class DrawFactory(DjangoModelFactory[Draw]):
    """A draw as a row of its own: the sample has no files of it."""

    class Meta:
        model = Draw

    sample = SubFactory(SampleFactory)
    revision = 1
    plan_title = "Plan"
    plan = LazyFunction(dict)
    seed = "seed"
    algorithm = "1"
    extract_name = "extract.csv"
    extract_sha256 = "0" * 64
    extract_rows = 100
    records = 100
    by = SubFactory(SupervisorFactory)


class DrawStratumFactory(DjangoModelFactory[DrawStratum]):
    class Meta:
        model = DrawStratum

    draw = SubFactory(DrawFactory)
    position = Sequence(lambda n: n + 1)
    code = Sequence(lambda n: f"stratum-{n}")
    title = Sequence(lambda n: f"Stratum {n}")
    records = 100
    planned = LazyAttribute(lambda stratum: stratum.quota)
    quota = 10
    reserve = 10


class TicketFactory(DjangoModelFactory[Ticket]):
    class Meta:
        model = Ticket

    stratum = SubFactory(DrawStratumFactory)
    draw = LazyAttribute(lambda ticket: ticket.stratum.draw)
    position = Sequence(lambda n: n + 1)
    reference = Sequence(lambda n: f"DRAWN-{n:04}")
    ticket = "0" * 64
    is_reserve = False
    facts = LazyFunction(lambda: {"offence_group": "theft"})


class WithdrawalFactory(DjangoModelFactory[Withdrawal]):
    class Meta:
        model = Withdrawal

    draw = SubFactory(DrawFactory)
    reason = "A slip."
    by = SubFactory(SupervisorFactory)


class SamplingPlanFactory(DjangoModelFactory[SamplingPlan]):
    class Meta:
        model = SamplingPlan

    slug = Sequence(lambda n: f"plan-{n}")
    checklist = LazyFunction(lambda: small_version().checklist)
    title = Sequence(lambda n: f"Plan {n}")
    source = LazyAttribute(
        lambda plan: "\n".join(
            [
                f"code: {plan.slug}",
                f"title: {plan.title}",
                f"checklist: {plan.checklist.code}",
                "target: 10",
            ]
        )
    )
    created_by = SubFactory(SupervisorFactory)


class ExtractFactory(DjangoModelFactory[Extract]):
    """An extract that was read and is being planned, as a row of its own: its file is not there."""

    class Meta:
        model = Extract

    sample = SubFactory(SampleFactory)
    uploaded_by = SubFactory(SupervisorFactory)
    name = "extract.csv"
    size = 1_000
    sha256 = "0" * 64
    state = ExtractState.READ
    seed = "seed"
    counts = LazyFunction(
        lambda: {
            "rows": 12,
            "records": 10,
            "rejected": 2,
            "outside_window": 0,
            "reasons": [["Reference", "Fill in the reference.", 2]],
            "facts": {"offence_group": [["theft", 6], ["violence", 4]]},
            "months": {"2024-03": 10},
        }
    )
    plan = LazyFunction(lambda: new_draft(code="plan", title="Plan", checklist="small", target=10))
