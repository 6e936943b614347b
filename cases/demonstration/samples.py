"""The three inspections of the demonstration: one signed off, one under way, one empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from accounts.models import User
from cases.actions.file_draws import FileDraw, draw_from_file
from cases.actions.samples import NewCaseFile, SampleSetUp, create_sample, import_case_files
from cases.demonstration.generation import Plan, SyntheticFile, generate, review
from cases.demonstration.people import INSPECTORS, SUPERVISORS, Person
from cases.extracts.synthetic import synthetic_crimes, write_csv
from cases.models import Review, Sample
from cases.plans import plan_named
from checklists.models import Version
from checklists.versions import instrument_of
from forces import actions as forces
from forces.models import Cycle, Force, Inspection

CYCLE = "2023-25"
People = Mapping[Person, User]
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SyntheticDraw:
    """The synthetic extract that a sample is drawn from, and by what.

    Whoever has these, and no more, gets the same files: see docs/sampling.md.
    """

    records: int
    extract_seed: str
    plan: str
    seed: str
    review_seed: int


@dataclass(frozen=True, slots=True)
class SyntheticSample:
    """An inspection, its people, and the sample to make for it.

    Its files are drawn, or made up by a plan and imported, or there are none.
    """

    force: str
    starts: date
    ends: date
    lead: Person
    inspectors: tuple[Person, ...]
    set_up: SampleSetUp
    plan: Plan | None = None
    draw: SyntheticDraw | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """A sample that was made, with its synthetic files and their reviews, in one order."""

    sample: Sample
    lead: User
    inspectors: tuple[User, ...]
    files: tuple[SyntheticFile, ...]

    def reviews(self) -> list[Review]:
        reviews = Review.objects.filter(case_file__sample=self.sample)
        return list(reviews.select_related("reviewer", "case_file").order_by("case_file__position"))


LANCASHIRE_DRAW = SyntheticDraw(
    records=60_000,
    extract_seed="Lancashire 2023-25",
    plan="vsa-2023-25",
    seed="PEEL 2023-25",
    review_seed=2025,
)
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
    draw=LANCASHIRE_DRAW,
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
    """Opens the inspection with its team, makes the sample and fills it."""
    lead = people[synthetic.lead]
    inspectors = tuple(people[person] for person in synthetic.inspectors)
    inspection = _open_inspection(synthetic, lead, inspectors)
    sample = create_sample(inspection=inspection, version=version, set_up=synthetic.set_up, by=lead)
    files = tuple(_files(synthetic, sample, lead))
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


def _files(synthetic: SyntheticSample, sample: Sample, lead: User) -> list[SyntheticFile]:
    instrument = instrument_of(sample.version).without(synthetic.set_up.left_out_stages)
    if synthetic.draw:
        facts = _draw(synthetic.draw, synthetic.force, sample, lead)
        return review(instrument, facts, synthetic.draw.review_seed)
    if synthetic.plan is None:
        return []
    files = generate(instrument, synthetic.plan)
    rows = [NewCaseFile(file.reference, dict(file.facts)) for file in files]
    import_case_files(sample=sample, files=rows, by=lead)
    return files


def _draw(wanted: SyntheticDraw, force: str, sample: Sample, lead: User) -> dict[str, Facts]:
    """Draws the files from an extract that is gone afterwards; gives their facts."""
    crimes = synthetic_crimes(force=force, records=wanted.records, seed=wanted.extract_seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{force}.csv")
        with path.open("wb") as file:
            write_csv(crimes, file)
        plan = plan_named(wanted.plan)
        draw = FileDraw(sample=str(sample), path=path, plan=plan, seed=wanted.seed)
        draw_from_file(wanted=draw, by=lead)
    drawn = sample.case_files.order_by("position")
    return dict(drawn.values_list("reference", "facts"))
