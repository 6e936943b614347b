"""Answers, their history, and the remarks on them."""

from django.db import models

from accounts.models import User
from cases.models.files import Review
from checklists.models import Question


class Answer(models.Model):
    """The present answer of a review to a question.

    ``value`` is the canonical text of the answer, "" when it was cleared; ``count`` its
    number when the question asks for one. ``relevant`` is false when the question is not
    asked any more: the answer is kept and does not count. ``revision`` starts at 1 and
    rises with every recorded change; ``key`` is the sender's name for the last one, so
    that a repeated request is recognised.

    Only the indexes that something reads by are kept, as every save writes them all: the
    constraint below is the one by review.
    """

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.TextField(blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    relevant = models.BooleanField(default=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["review_id", "question__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="one_answer_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.value}"


class AnswerHistory(models.Model):
    """Every version of every answer, written by database triggers and never changed.

    A row holds the answer as it stood after an insert or update, or before a deletion.
    """

    answer_id = models.BigIntegerField()
    operation = models.CharField(max_length=6)
    recorded_at = models.DateTimeField()
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="history")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    count = models.PositiveIntegerField(null=True)
    note = models.TextField()
    relevant = models.BooleanField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    key = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "answer history"

    def __str__(self) -> str:
        return f"{self.operation} {self.question_id}: {self.value}"


class Comment(models.Model):
    """A remark on a review, or on one answer of it when ``question`` is set."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
