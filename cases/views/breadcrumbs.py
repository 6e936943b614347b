"""The way back from a page: titles and addresses, from the top down."""

from django.urls import reverse

from cases.models import Sample
from forces.models import Inspection

Crumbs = list[tuple[str, str]]


def to_inspection(inspection: Inspection) -> Crumbs:
    """For the pages below an inspection."""
    return [
        ("Inspections", reverse("forces:inspections")),
        (str(inspection), reverse("cases:inspection", args=[inspection.slug])),
    ]


def to_sample(sample: Sample) -> Crumbs:
    """For the pages below the files of a sample."""
    files = reverse("cases:sample", args=[sample.inspection.slug, sample.slug])
    return [*to_inspection(sample.inspection), (sample.name, files)]
