"""What quality assurance keeps stays as it was written, and a file's reviewers differ."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DatabaseError

from accounts.models import User
from cases.models import Choice, Decision, Reading, Review, SecondReviewDraw
from tests.factories import InspectorFactory, ReviewFactory, SupervisorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(inspector: User) -> Review:
    return ReviewFactory.create(reviewer=inspector)


def decide(review: Review, chose: Choice, revision: int, **fields: str) -> Decision:
    file = review.case_file
    return Decision.objects.create(
        case_file=file,
        question=file.sample.version.questions.get(code=fields.pop("code", "effective")),
        revision=revision,
        chose=chose,
        reason=fields.pop("reason", "The log says so."),
        by=SupervisorFactory.create(),
        **fields,
    )


def drawn(review: Review) -> SecondReviewDraw:
    return SecondReviewDraw.objects.create(
        sample=review.case_file.sample,
        revision=1,
        share=10,
        seed="seed",
        algorithm="1",
        plan={},
        by=SupervisorFactory.create(),
    )


def reading(review: Review) -> Reading:
    return Reading.objects.create(review=review, reader=InspectorFactory.create())


def decision(review: Review) -> Decision:
    return decide(review, Choice.FIRST, 1, value="yes")


RECORDS = [drawn, reading, decision]


@pytest.mark.parametrize("make", RECORDS)
def test_a_record_never_changes(first: Review, make: Callable[[Review], models.Model]) -> None:
    made = make(first)
    rows = type(made)._default_manager.filter(pk=made.pk)
    for change in (lambda: rows.update(id=made.pk + 1), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert rows.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("make", RECORDS)
def test_a_record_is_not_replaced(first: Review, make: Callable[[Review], models.Model]) -> None:
    fields = type(make(first))._meta
    columns = ", ".join(str(f.column) for f in fields.concrete_fields if f.name != "id")
    again = (
        f"INSERT OR REPLACE INTO {fields.db_table} ({columns}) "
        f"SELECT {columns} FROM {fields.db_table}"
    )
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(again)


def test_the_last_decision_on_a_question_stands(first: Review) -> None:
    decide(first, Choice.FIRST, 1, value="yes")
    last = decide(first, Choice.THIRD, 2, value="no")
    decide(first, Choice.SECOND, 1, value="yes", code="grade")
    decide(first, Choice.OPEN, 2, code="grade", reason="")
    assert list(Decision.objects.standing()) == [last]


def test_a_decision_needs_a_reason(first: Review) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(first, Choice.SECOND, 1, value="no", reason="")


def test_nobody_reviews_a_file_twice(first: Review) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory.create(
            case_file=first.case_file, reviewer=first.reviewer, position="second", counts=False
        )
    ReviewFactory.create(case_file=first.case_file, position="second", counts=False)
