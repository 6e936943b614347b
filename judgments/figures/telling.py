"""What the figure check finds wrong, in sentences for one person."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse

from accounts.models import User
from cases.blindness import samples_kept_from
from forces.models import Inspection
from judgments.consistency import Point
from judgments.figures.checking import Line, check_texts

WITHHELD: Final = (
    "A figure is wrong that you can't be told while you have a second review of its sample. "
    "Somebody else of the team looks at it."
)


def told(errors: Sequence[Line], inspection: Inspection, reader: User | None) -> Iterator[Point]:
    """A sentence or two for each error, and its place among the figures of the inspection.

    What is kept from the reader is not told, and has no place.
    """
    page = reverse("judgments:figures", args=[inspection.slug])
    seen = errors
    if errors and reader and samples_kept_from(reader):
        texts = dict.fromkeys(line.text for line in errors)
        seen = check_texts(inspection, texts, reader=reader).errors
    reasons = {line.anchor: line.reason for line in seen}
    for line in errors:
        if reasons.get(line.anchor) == line.reason:
            sentence = f"{line.text.where}: {line.written}. {line.reason}"
            yield Point(sentence, f"{page}#{line.anchor}")
        else:
            yield Point(WITHHELD)
