"""Files that two inspectors reviewed, for the measurement of the moderation page."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Role, User
from cases.models import Answer, Position, Review, Sample
from cases.states import ReviewState
from checklists.instrument import NO, YES, Instrument, Question

FILES = 5
OTHERWISE = {YES: NO, NO: YES}


def files_reviewed_twice(sample: Sample, apart_from: int) -> list[int]:
    """The primary keys of files of the sample whose both reviews are in.

    They are those with the most answers among the files of others than ``apart_from``. The
    second review answers all that the first one does. It differs wherever no other question
    hangs on the answer, so that both are asked the same. It is made where it isn't there yet.
    """
    firsts = Review.objects.filter(case_file__sample=sample, position=Position.FIRST)
    chosen = firsts.exclude(reviewer=apart_from).order_by("-answered", "pk")[:FILES]
    with transaction.atomic():
        for first in chosen:
            _review_again(sample, first)
    return [first.case_file_id for first in chosen]


def _review_again(sample: Sample, first: Review) -> None:
    team = User.objects.filter(memberships__inspection=sample.inspection_id, role=Role.INSPECTOR)
    reviewer = team.exclude(reviews=first).order_by("pk")[0]
    Review.objects.filter(pk=first.pk).update(
        state=ReviewState.SUBMITTED, submitted_at=F("last_answered_at")
    )
    second, is_new = Review.objects.get_or_create(
        case_file_id=first.case_file_id,
        position=Position.SECOND,
        defaults={
            "counts": False,
            "reviewer": reviewer,
            "state": ReviewState.SUBMITTED,
            "asked": first.asked,
            "answered": first.answered,
            "submitted_at": timezone.now(),
        },
    )
    if is_new:
        Answer.objects.bulk_create(_other_answers(sample.instrument, first, second))


def _other_answers(instrument: Instrument, first: Review, second: Review) -> Iterator[Answer]:
    questions = {question.id: question for question in instrument.questions}
    parents = {question.parent for question in instrument.questions}
    for answer in Answer.objects.filter(review=first).order_by("pk"):
        question = questions[answer.question_id]
        value = answer.value if question.code in parents else _otherwise(question, answer.value)
        yield Answer(
            review=second,
            question_id=answer.question_id,
            value=value,
            count=int(value) if question.kind == "count" and value.isdecimal() else None,
            note=f"{answer.note} Seen again." if answer.note else "Seen in the log.",
            answered_by_id=second.reviewer_id or 0,
            answered_at=timezone.now(),
        )


def _otherwise(question: Question, value: str) -> str:
    if question.kind == "count":
        return str(int(value) + 1) if value.isdecimal() else "1"
    if question.kind == "text":
        return f"{value} Seen again."
    others = [option.code for option in question.options if option.code != value]
    return OTHERWISE.get(value) or others[0]
