"""Locks of casework, always in one order: the sample first, then a file or a review of it.

PostgreSQL brings only the locked row up to date when a lock had to be waited for; what is
joined to it may be older. So a move locks its sample in a statement of its own, and reads
the rest in the next. An answer locks its review alone: a sample is signed off only when its
reviews are in states that take no answers.
"""

from accounts.models import User
from cases.models import CaseFile, Review, Sample
from cases.states import SampleState
from forces.models import Inspection


def lock_sample(pk: int) -> Sample:
    """The sample as it stands, held until the transaction ends."""
    return (
        Sample.objects.select_related("inspection", "version")
        .select_for_update(of=("self",))
        .get(pk=pk)
    )


def lock_open_samples(inspection: Inspection, sample: Sample | None = None) -> list[Sample]:
    """The open casework of the inspection, or ``sample`` alone where it is given and open.

    They are locked in one order, so that two who lock several wait for each other.
    """
    casework = Sample.objects.casework()
    samples = casework.filter(inspection=inspection, state=SampleState.OPEN)
    if sample:
        samples = samples.filter(pk=sample.pk)
    return list(samples.select_for_update().order_by("pk"))


def lock_review(pk: int, by: User) -> Review:
    """The review and its sample. Raises Review.DoesNotExist when ``by`` does not see it."""
    seen = Review.objects.visible_to(by)
    lock_sample(seen.values_list("case_file__sample", flat=True).get(pk=pk))
    return (
        seen.select_related(
            "case_file__sample__version", "case_file__sample__inspection", "reviewer"
        )
        .select_for_update(of=("self",))
        .get(pk=pk)
    )


def lock_case_file(pk: int, by: User) -> CaseFile:
    """The file and its sample. Raises CaseFile.DoesNotExist when ``by`` does not see it."""
    seen = CaseFile.objects.visible_to(by)
    lock_sample(seen.values_list("sample", flat=True).get(pk=pk))
    return seen.select_related("sample__inspection").select_for_update(of=("self",)).get(pk=pk)
