"""The least that each operation could cost: what the figures are compared with."""

import json

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, JsonResponse

SAVE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
SAVE_TABLE = """
CREATE TABLE IF NOT EXISTS bench_saved (
    review_id BIGINT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (review_id, question))
"""
READ = "SELECT id, state, reviewer_id FROM cases_review WHERE id = %s"
UPSERT = """
INSERT INTO bench_saved (review_id, question, value) VALUES (%s, %s, %s)
ON CONFLICT (review_id, question) DO UPDATE SET value = excluded.value
"""
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
    """A bare view behind a session: one SELECT and one upsert, which is committed."""
    sent = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(READ, [sent["review"]])
        review, state, _ = cursor.fetchone()
        cursor.execute(UPSERT, [review, sent["question"], sent["value"]])
    return JsonResponse({"review": review, "state": state})


def results(sample: int) -> int:
    """The bare GROUP BY over the answers of a sample; gives the number of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(RESULTS, [sample])
        return len(cursor.fetchall())
