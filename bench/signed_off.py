"""A sample of 100 files that is signed off, for the measurement of a report that cites it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from cases.actions.signing import sign_off
from cases.models import Answer, CaseFile, Position, Requirement, Review, Sample
from cases.states import ReviewState
from checklists.models import Version
from forces.models import Inspection

SLUG = "vsa-signed-off"
REASONS = {str(requirement): "The measurement does without." for requirement in Requirement}
FILES = "SELECT position, reference, facts, asked FROM bench_file ORDER BY position"
ANSWERS = "SELECT position, question_id, value, count, note FROM bench_answer ORDER BY position"
Row = Sequence[Any]


def signed_off(
    inspection: Inspection, version: Version, reviewer: User, lead: User
) -> tuple[str, tuple[str, ...]]:
    """The slug of the new sample, and the codes of the measures that have cases in it."""
    sample = Sample.objects.create(
        inspection=inspection, version=version, slug=SLUG, name="Victim service, signed off"
    )
    reviews = _reviewed(sample, reviewer)
    Answer.objects.bulk_create(_answers(reviews, reviewer))
    made = sign_off(sample=sample.pk, by=lead, reasons=REASONS)
    with_cases = made.results.filter(denominator__gt=0).order_by("position")
    return SLUG, tuple(with_cases.values_list("code", flat=True))


def _reviewed(sample: Sample, reviewer: User) -> dict[int, Review]:
    """An accepted review of a copy of every file, by the position of the file."""
    rows = _rows(FILES)
    files = CaseFile.objects.bulk_create(
        CaseFile(sample=sample, position=position, reference=reference, facts=json.loads(facts))
        for position, reference, facts, _ in rows
    )
    now = timezone.now()
    reviews = Review.objects.bulk_create(
        Review(
            case_file=file,
            position=Position.FIRST,
            reviewer=reviewer,
            state=ReviewState.ACCEPTED,
            asked=asked,
            answered=asked,
            allocated_at=now,
            last_answered_at=now,
            submitted_at=now,
        )
        for file, (_, _, _, asked) in zip(files, rows, strict=True)
    )
    return {row[0]: review for row, review in zip(rows, reviews, strict=True)}


def _answers(reviews: Mapping[int, Review], reviewer: User) -> Iterator[Answer]:
    now = timezone.now()
    for position, question, value, count, note in _rows(ANSWERS):
        yield Answer(
            review=reviews[position],
            question_id=question,
            value=value,
            count=count,
            note=note,
            answered_by=reviewer,
            answered_at=now,
        )


def _rows(statement: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
