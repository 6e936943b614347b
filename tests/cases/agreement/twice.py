"""Files that two people reviewed, for tests."""

from datetime import UTC, datetime

from accounts.models import User
from cases.models import CaseFile, Position, Review, Sample
from cases.relevance import asked_questions
from cases.states import ReviewState
from tests.cases.accepted import ANSWERS
from tests.factories import AnswerFactory, CaseFileFactory, ReviewFactory

MAY = datetime(2024, 5, 14, 12, tzinfo=UTC)


def reviewed_twice(
    sample: Sample,
    first: User,
    second: User,
    changes: dict[str, str] | None = None,
    *,
    at: datetime = MAY,
    both: dict[str, str] | None = None,
) -> CaseFile:
    """A file with two submitted reviews: ``both`` as well, but for the second's ``changes``."""
    file = CaseFileFactory.create(sample=sample)
    answers = ANSWERS | (both or {})
    answer_all(file, Position.FIRST, first, answers, at)
    answer_all(file, Position.SECOND, second, answers | (changes or {}), at)
    return file


def answer_all(
    file: CaseFile, position: Position, reviewer: User, answers: dict[str, str], at: datetime
) -> Review:
    """A submitted review; an answer to what is not asked is kept and is not relevant."""
    review = ReviewFactory.create(
        case_file=file,
        position=position,
        counts=position == Position.FIRST,
        reviewer=reviewer,
        state=ReviewState.SUBMITTED,
        submitted_at=at,
    )
    asked = asked_questions(file.sample.instrument, answers)
    for code, value in answers.items():
        AnswerFactory.create(
            review=review,
            code=code,
            value=value,
            count=int(value) if value.isdigit() else None,
            relevant=code in asked,
        )
    return review
