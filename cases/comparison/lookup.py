"""Finding what an address names among what is compared; what there isn't is a 404."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404

from cases.comparison.measures import ComparedMeasure, measure_called
from forces.models import Cycle, Force

Named = TypeVar("Named", Cycle, Force)


def called(things: Sequence[Named], slug: str) -> Named:
    """The cycle or force at the slug. Raises Http404."""
    found = next((thing for thing in things if thing.slug == slug), None)
    if found is None:
        raise Http404
    return found


def compared_measure(checklist: str, code: str) -> ComparedMeasure:
    """The measure of a checklist. Raises Http404."""
    measure = measure_called(checklist, code)
    if measure is None:
        raise Http404
    return measure
