"""Saving one answer costs the same few queries, whatever else the review holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions.answering import Entry, Recorded, record_answer
from cases.models import Answer, Review
from tests.factories import ReviewFactory, TeamMemberFactory


@pytest.fixture
def review(inspector: User) -> Review:
    review = ReviewFactory.create(reviewer=inspector)
    TeamMemberFactory.create(inspection=review.case_file.sample.inspection, user=inspector)
    return review


def save(review: Review, code: str, value: str, base: int = 0) -> Recorded:
    assert review.reviewer is not None
    return record_answer(review=review.pk, entry=Entry(code, value, "", base), by=review.reviewer)


def queries_of_changing(review: Review, code: str, value: str, base: int) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        save(review, code, value, base)
    return [query["sql"] for query in captured.captured_queries]


def test_cost_does_not_grow_with_the_answers(review):
    save(review, "effective", "yes")
    alone = queries_of_changing(review, "effective", "no", 1)
    for code, value in (("grade", "immediate"), ("answered_promptly", "yes"), ("remarks", "None")):
        save(review, code, value)
    among_others = queries_of_changing(review, "effective", "yes", 2)
    assert len(among_others) == len(alone) <= 7


def test_source_of_the_checklist_is_not_read(review):
    save(review, "effective", "yes")
    statements = queries_of_changing(review, "effective", "no", 1)
    assert not any('"source"' in statement for statement in statements)


def test_only_the_answers_named_come_back(review):
    save(review, "grade", "immediate")
    recorded = save(review, "effective", "yes")
    assert list(recorded.answers) == ["effective"]
    assert recorded.changed == {"effective"}


def test_follow_ups_lose_and_regain_relevance_with_their_parents(review):
    for code in ("victim_checked", "repeat_victim", "history_used"):
        save(review, code, "yes")
    save(review, "victim_checked", "not_applicable", 1)
    assert relevance() == {"victim_checked": True, "repeat_victim": False, "history_used": False}
    back = save(review, "victim_checked", "yes", 2)
    assert set(relevance().values()) == {True}
    assert {"repeat_victim", "history_used"}.isdisjoint(back.progress.unanswered)


def test_answer_to_a_question_that_is_not_asked_is_kept_and_does_not_count(review):
    recorded = save(review, "history_used", "yes")
    assert recorded.answers["history_used"].relevant is False
    assert relevance() == {"history_used": False}
    assert recorded.progress.answered == 0


def relevance() -> dict[str, bool]:
    return dict(Answer.objects.values_list("question__code", "relevant"))
