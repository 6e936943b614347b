"""Setting up a sample and importing its case files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.adding import add_case_files
from cases.actions.locking import lock_sample
from cases.duplicates import known_references
from cases.models import CaseFile, Sample
from checklists.models import Version
from checklists.versions import instrument_of
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require

RESERVED_SLUGS = frozenset({"hand-over", "samples", "team"})


@dataclass(frozen=True, slots=True)
class SampleSetUp:
    """What a supervisor decides about a sample before its files come in."""

    name: str
    slug: str
    target: int
    starts: date | None = None
    ends: date | None = None
    minimums: list[dict[str, object]] = field(default_factory=list)
    left_out_stages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewCaseFile:
    """A validated row of a list: a normalised reference and its coded facts."""

    reference: str
    facts: dict[str, str]


def create_sample(
    *, inspection: Inspection, version: Version, set_up: SampleSetUp, by: User
) -> Sample:
    """Makes an empty sample. Raises Refused, or Invalid when the set-up is not possible."""
    require(permissions.lead_casework(by, inspection))
    if not version.is_published:
        raise Invalid("Choose a published version of the checklist.")
    sample = Sample(
        inspection=inspection,
        version=version,
        name=set_up.name,
        slug=set_up.slug,
        target=set_up.target,
        starts=set_up.starts,
        ends=set_up.ends,
        minimums=set_up.minimums,
        left_out_stages=set_up.left_out_stages,
    )
    _refuse_slug(sample)
    _validate(sample)
    with transaction.atomic():
        sample.save()
        record(target=sample, verb="created", by=by, details={"checklist": str(version)})
    return sample


def import_case_files(
    *, sample: Sample, files: Sequence[NewCaseFile], by: User, checksum: str = ""
) -> int:
    """Adds ``files`` to the sample, all or none; returns how many.

    ``checksum`` is the SHA-256 of the list they came from, where there was one.

    Raises Refused, Conflict when the sample is signed off or was drawn, Invalid when a
    reference is in the sample already.
    """
    require(permissions.lead_casework(by, sample.inspection))
    with transaction.atomic():
        locked = lock_sample(sample.pk)
        if not locked.is_open:
            raise Conflict("This sample is signed off. Reopen it before adding files.")
        if reason := permissions.import_into(locked):
            raise Conflict(reason)
        _refuse_known(locked, files)
        added = _add(locked, files)
        details = {"files": len(added), "checksum": checksum}
        record(target=locked, verb="imported files", by=by, details=details)
    return len(added)


def _refuse_slug(sample: Sample) -> None:
    if sample.slug in RESERVED_SLUGS:
        raise Invalid(f"“{sample.slug}” is used by Peel itself. Choose another address.")
    if Sample.objects.filter(inspection=sample.inspection, slug=sample.slug).exists():
        raise Invalid(
            f"This inspection has a sample at “{sample.slug}” already. Choose another address."
        )


def _validate(sample: Sample) -> None:
    try:
        instrument_of(sample.version).without(sample.left_out_stages)
    except ValueError as error:
        raise Invalid(str(error)) from None
    try:
        sample.full_clean()
    except ValidationError as error:
        raise Invalid(*error.messages) from None


def _refuse_known(sample: Sample, files: Sequence[NewCaseFile]) -> None:
    known = known_references(sample)
    again = [file.reference for file in files if file.reference in known]
    if again:
        raise Invalid(f"{again[0]} is in this sample already. Nothing was imported.")


def _add(sample: Sample, files: Sequence[NewCaseFile]) -> list[CaseFile]:
    first = CaseFile.objects.filter(sample=sample).count() + 1
    new = [
        CaseFile(sample=sample, reference=file.reference, facts=file.facts, position=position)
        for position, file in enumerate(files, start=first)
    ]
    return add_case_files(sample, new)
