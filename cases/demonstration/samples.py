"""The three inspections of the demonstration: one signed off, one under way, one empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cases.actions.samples import NewCaseFile, SampleSetUp, create_sample, import_case_files
from cases.demonstration.generation import Plan, SyntheticFile, generate
from cases.demonstration.people import INSPECTORS, SUPERVISORS, Person
from cases.models import Review, Sample
from checklists.models import Version
from checklists.versions import instrument_of
from forces import actions as forces
from forces.models import Cycle, Force, Inspection

CYCLE = "2023-25"
People = Mapping[Person, User]


@dataclass(frozen=True, slots=True)
class SyntheticSample:
    """An inspection, its people, and the sample to make for it; ``plan`` None leaves it empty."""

    force: str
    starts: date
    ends: date
    lead: Person
    inspectors: tuple[Person, ...]
    set_up: SampleSetUp
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """A sample that was made, with its synthetic files and their reviews, in one order."""

    sample: Sample
    lead: User
    inspectors: tuple[User, ...]
    files: tuple[SyntheticFile, ...]

    def reviews(self) -> list[Review]:
        reviews = Review.objects.filter(case_file__sample=self.sample)
        return list(reviews.select_related("reviewer").order_by("case_file__position"))


LANCASHIRE = SyntheticSample(
    force="lancashire",
    starts=date(2024, 6, 3),
    ends=date(2024, 8, 30),
    lead=SUPERVISORS[0],
    inspectors=INSPECTORS[:3],
    set_up=SampleSetUp(
        name="Victim service assessment",
        slug="vsa",
        target=100,
        starts=date(2023, 9, 1),
        ends=date(2024, 5, 31),
        minimums=[{"fact": "outcome_type", "value": "8", "files": 20}],
    ),
    plan=Plan("LANC", 100, date(2023, 9, 1), date(2024, 2, 29), seed=2023),
)
CUMBRIA = SyntheticSample(
    force="cumbria",
    starts=date(2025, 1, 13),
    ends=date(2025, 3, 14),
    lead=SUPERVISORS[0],
    inspectors=(INSPECTORS[0], INSPECTORS[1], INSPECTORS[3]),
    set_up=SampleSetUp(
        name="Victim service assessment",
        slug="vsa",
        target=40,
        starts=date(2024, 6, 1),
        ends=date(2024, 12, 31),
        minimums=[{"fact": "outcome_type", "value": "8", "files": 8}],
        left_out_stages=["crime_recording"],
    ),
    plan=Plan("CUMB", 40, date(2024, 6, 1), date(2024, 9, 30), seed=2024),
)
KENT = SyntheticSample(
    force="kent",
    starts=date(2025, 6, 2),
    ends=date(2025, 8, 29),
    lead=SUPERVISORS[1],
    inspectors=(INSPECTORS[2], INSPECTORS[3]),
    set_up=SampleSetUp(name="Victim service assessment", slug="vsa", target=100),
)


def make(synthetic: SyntheticSample, version: Version, people: People) -> Casework:
    """Opens the inspection with its team, makes the sample and imports its files."""
    lead = people[synthetic.lead]
    inspectors = tuple(people[person] for person in synthetic.inspectors)
    inspection = _open_inspection(synthetic, lead, inspectors)
    sample = create_sample(inspection=inspection, version=version, set_up=synthetic.set_up, by=lead)
    files = tuple(_files(synthetic, sample))
    if files:
        rows = [NewCaseFile(file.reference, dict(file.facts)) for file in files]
        import_case_files(sample=sample, files=rows, by=lead)
    return Casework(sample, lead, inspectors, files)


def _open_inspection(
    synthetic: SyntheticSample, lead: User, inspectors: tuple[User, ...]
) -> Inspection:
    inspection = forces.create_inspection(
        force=Force.objects.get(slug=synthetic.force),
        cycle=Cycle.objects.get(slug=CYCLE),
        starts=synthetic.starts,
        ends=synthetic.ends,
        lead=lead,
        by=None,
    )
    for inspector in inspectors:
        forces.add_member(inspection=inspection, member=inspector, by=lead)
    return inspection


def _files(synthetic: SyntheticSample, sample: Sample) -> list[SyntheticFile]:
    if synthetic.plan is None:
        return []
    instrument = instrument_of(sample.version).without(synthetic.set_up.left_out_stages)
    return generate(instrument, synthetic.plan)
