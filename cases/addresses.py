"""Samples by the name that people write: ``lancashire-2023-25/vsa``."""

from .models import Sample


class UnknownSample(LookupError):
    """There is no such sample; the message is one line that says what to do."""


def sample_at(address: str) -> Sample:
    """The sample with its inspection and version. Raises UnknownSample."""
    inspection, _, slug = address.strip("/").partition("/")
    samples = Sample.objects.casework().select_related(
        "inspection__force", "inspection__cycle", "version__checklist"
    )
    try:
        return samples.get(inspection__slug=inspection, slug=slug)
    except Sample.DoesNotExist:
        raise UnknownSample(_hint(address, inspection)) from None


def _hint(address: str, inspection: str) -> str:
    slugs = list(
        Sample.objects.casework()
        .filter(inspection__slug=inspection)
        .order_by("slug")
        .values_list("slug", flat=True)
    )
    if slugs:
        known = ", ".join(f"{inspection}/{slug}" for slug in slugs)
        return f"There is no sample {address}. This inspection has {known}."
    return f"There is no sample {address}. Name it as inspection/sample: lancashire-2023-25/vsa."
