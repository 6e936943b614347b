"""Case files that stand somewhere already: in their sample, or in another of the same force."""

from collections.abc import Collection
from dataclasses import dataclass

from cases.models import CaseFile, Sample

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Twin:
    """A reference that is in another sample too."""

    reference: str
    sample: str


def known_references(sample: Sample) -> frozenset[str]:
    """The references in the sample, of active and eliminated files alike."""
    files = CaseFile.objects.filter(sample=sample).of_standing_draws().order_by()
    return frozenset(files.values_list("reference", flat=True))


def elsewhere(sample: Sample, references: Collection[str]) -> list[Twin]:
    """Which of the references are in other samples of the same force, by reference."""
    wanted = sorted(references)
    batches = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    return [twin for batch in batches for twin in _in_other_samples(sample, batch)]


def _in_other_samples(sample: Sample, references: list[str]) -> list[Twin]:
    files = (
        CaseFile.objects.casework()
        .of_standing_draws()
        .filter(reference__in=references, sample__inspection__force=sample.inspection.force_id)
        .exclude(sample=sample)
        .select_related("sample__inspection__force", "sample__inspection__cycle")
        .order_by("reference", "sample_id")
    )
    return [Twin(f.reference, f"{f.sample.inspection}: {f.sample.name}") for f in files]
