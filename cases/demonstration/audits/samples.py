"""The audits and dip samples of Lancashire's inspection, drawn or imported, and signed off."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from accounts.models import User
from cases.actions.file_draws import FileDraw, draw_from_file
from cases.actions.samples import NewCaseFile, SampleSetUp, create_sample, import_case_files
from cases.demonstration.audits import (
    crime_data_integrity,
    dip_samples,
    stop_and_search,
    vulnerable_victims,
)
from cases.demonstration.audits.dealing import Script, review
from cases.demonstration.audits.records import Facts, Mix, synthetic_records, write_extract
from cases.demonstration.samples import Casework
from cases.models import Sample
from cases.plans import plan_named
from checklists.instrument import Instrument
from checklists.models import Version

DRAWN_WITH = "PEEL 2023-25"
READ_ONCE = (
    "Two auditors read these records together and agreed each answer, so no second review was "
    "drawn."
)
DIPPED = "A dip sample is small and gives counts alone. One inspector read it."


@dataclass(frozen=True, slots=True)
class Audit:
    """A sample, the synthetic records that it is made from, and how they are reviewed.

    ``records`` of the ``mix`` are drawn from by the shipped plan that is named; without one
    they are the sample. ``read_once`` is the reason for having no second reviews.
    """

    checklist: str
    name: str
    slug: str
    target: int
    records: int
    mix: Mix
    script: Script
    read_once: str
    plan: str = ""


AUDITS = (
    Audit(
        checklist="crime_data_integrity",
        name="Crime data integrity",
        slug="crime-data-integrity",
        target=200,
        records=6_000,
        mix=crime_data_integrity.REPORTS,
        script=crime_data_integrity.SCRIPT,
        read_once=READ_ONCE,
        plan="crime-data-integrity-2023-25",
    ),
    Audit(
        checklist="vulnerable_victims",
        name="Crimes against vulnerable victims",
        slug="vulnerable-victims",
        target=66,
        records=66,
        mix=vulnerable_victims.REPORTS,
        script=vulnerable_victims.SCRIPT,
        read_once=READ_ONCE,
    ),
    Audit(
        checklist="stop_and_search",
        name="Stop and search",
        slug="stop-and-search",
        target=191,
        records=19_100,
        mix=stop_and_search.SEARCHES,
        script=stop_and_search.SCRIPT,
        read_once=READ_ONCE,
        plan="stop-and-search-2023-25",
    ),
    Audit(
        checklist="body_worn_video",
        name="Body-worn video",
        slug="body-worn-video",
        target=21,
        records=21,
        mix=dip_samples.RECORDINGS,
        script=dip_samples.VIDEO_SCRIPT,
        read_once=DIPPED,
    ),
    Audit(
        checklist="online_child_abuse",
        name="Online child abuse",
        slug="online-child-abuse",
        target=7,
        records=7,
        mix=dip_samples.INVESTIGATIONS,
        script=dip_samples.ABUSE_SCRIPT,
        read_once=DIPPED,
    ),
)


def make(audit: Audit, version: Version, casework: Casework) -> Casework:
    """Makes the sample of an audit beside that of ``casework``, for its people, and fills it."""
    inspection, lead = casework.sample.inspection, casework.lead
    set_up = SampleSetUp(
        name=audit.name,
        slug=audit.slug,
        target=audit.target,
        starts=audit.mix.starts,
        ends=audit.mix.ends,
    )
    sample = create_sample(inspection=inspection, version=version, set_up=set_up, by=lead)
    facts = _drawn(audit, sample, lead) if audit.plan else _imported(audit, sample, lead)
    files = tuple(review(sample.instrument, facts, audit.script))
    return Casework(sample, lead, casework.inspectors, files)


def write_records(audit: Audit, instrument: Instrument, file: BinaryIO) -> None:
    """Writes all records of an audit as the CSV that its sample is drawn from."""
    records = synthetic_records(audit.mix, records=audit.records, seed=DRAWN_WITH)
    write_extract(instrument, records, file)


def _imported(audit: Audit, sample: Sample, lead: User) -> Mapping[str, Facts]:
    records = dict(synthetic_records(audit.mix, records=audit.records, seed=DRAWN_WITH))
    rows = [NewCaseFile(reference, dict(facts)) for reference, facts in records.items()]
    import_case_files(sample=sample, files=rows, by=lead)
    return records


def _drawn(audit: Audit, sample: Sample, lead: User) -> Mapping[str, Facts]:
    """Draws the files from an extract that is gone afterwards; gives their facts."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{audit.slug}.csv")
        with path.open("wb") as file:
            write_records(audit, sample.instrument, file)
        wanted = FileDraw(
            sample=str(sample), path=path, plan=plan_named(audit.plan), seed=DRAWN_WITH
        )
        draw_from_file(wanted=wanted, by=lead)
    drawn = sample.case_files.order_by("position")
    return dict(drawn.values_list("reference", "facts"))
