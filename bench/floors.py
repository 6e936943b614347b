"""The least that each operation could cost: what the figures are compared with."""

import json

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from cases.models import Answer, Review

SAVE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
RESULTS = """
SELECT answer.question_id, answer.value, COUNT(*)
FROM cases_answer answer
JOIN cases_review review ON review.id = answer.review_id
JOIN cases_casefile file ON file.id = review.case_file_id
WHERE file.sample_id = %s AND file.state = 'active' AND review.counts AND answer.relevant
GROUP BY answer.question_id, answer.value
"""


@login_required
def save(request: HttpRequest) -> JsonResponse:
    """A bare view behind a session: one SELECT of the review and one upsert of the answer.

    It writes the same table as Peel does, with the trigger that keeps history.
    """
    sent = json.loads(request.body)
    review = Review.objects.get(pk=sent["review"])
    answer = Answer(
        review=review,
        question_id=sent["question"],
        value=sent["value"],
        answered_by_id=sent["user"],
        answered_at=timezone.now(),
    )
    Answer.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=["review", "question"],
        update_fields=["value", "answered_by", "answered_at"],
    )
    return JsonResponse({"review": review.pk, "state": review.state})


def results(sample: int) -> int:
    """The bare GROUP BY over the answers of a sample; gives the number of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(RESULTS, [sample])
        return len(cursor.fetchall())
