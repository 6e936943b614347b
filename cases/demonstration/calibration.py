"""A calibration round of synthetic files: moderated ones, read again by another team."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from cases.actions.calibrating import RoundSetUp, mark_as_reference, start_round
from cases.demonstration.progress import submit_with
from cases.demonstration.samples import Casework
from cases.demonstration.second_reviews import questions_to_slip_on, slipped
from cases.models import Position, ReferenceFile, Review

FILES_OF_EACH_PAIR = 2
SLIPS = (1, 6)
"""The fewest and the most questions that a person answers otherwise than the reference."""


def calibrate(moderated: Casework, team: Casework) -> None:
    """Issues moderated files to a team; all exercises are submitted but the last."""
    references = [
        mark_as_reference(review=review.pk, texts={}, by=moderated.lead)
        for review in _agreed_of_each_pair(moderated)
    ]
    due = timezone.localdate() + timedelta(days=14)
    set_up = RoundSetUp("Calibration 1", due, references, team.inspectors)
    started = start_round(inspection=team.sample.inspection, set_up=set_up, by=team.lead)
    issued = Review.objects.filter(case_file__sample=started.sample_id)
    *exercises, _ = issued.select_related("reviewer", "case_file").order_by("pk")
    for exercise in exercises:
        _read(exercise, ReferenceFile.objects.get(issued__case_file=exercise.case_file), moderated)


def _agreed_of_each_pair(moderated: Casework) -> Iterator[Review]:
    """Agreed reviews, as many of each pair of reviewers, so that nobody knows all of them."""
    taken: dict[frozenset[int | None], int] = {}
    agreed = Review.objects.filter(case_file__sample=moderated.sample, position=Position.AGREED)
    for review in agreed.order_by("case_file__position"):
        originals = Review.objects.originals().filter(case_file=review.case_file_id)
        pair = frozenset(originals.values_list("reviewer", flat=True))
        taken[pair] = taken.get(pair, 0) + 1
        if taken[pair] <= FILES_OF_EACH_PAIR:
            yield review


def _read(exercise: Review, reference: ReferenceFile, moderated: Casework) -> None:
    dealt = {file.reference: file for file in moderated.files}
    file = dealt[reference.source.case_file.reference]
    chance = random.Random(f"{exercise.reviewer}, {file.reference}")  # noqa: S311
    questions = list(questions_to_slip_on(reference.instrument, file))
    slips = chance.sample(questions, chance.randint(*SLIPS))
    submit_with(exercise, slipped(reference.instrument, file, slips, chance))
