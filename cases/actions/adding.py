"""Putting case files into a sample, each with its first review."""

from collections.abc import Sequence

from cases.models import CaseFile, Review, Sample
from cases.relevance import progress_of

BATCH = 1_000


def add_case_files(sample: Sample, files: Sequence[CaseFile]) -> list[CaseFile]:
    """Stores new files of ``sample``. Nobody is their reviewer until they are allocated."""
    added = CaseFile.objects.bulk_create(files, batch_size=BATCH)
    asked = len(progress_of(sample.instrument, {}).asked)
    Review.objects.bulk_create(
        [Review(case_file=case_file, asked=asked) for case_file in added], batch_size=BATCH
    )
    return added
