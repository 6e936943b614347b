"""Answers, their history, and the remarks on them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.models.files import Review
from cases.models.samples import Sample
from cases.states import UNRESOLVED, CaseFileState, CommentState, choices
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


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """The comments on the reviews that ``user`` sees."""
        # Asked of each comment: as a list, every review of every inspection would be read first.
        reviews = Review.objects.visible_to(user).order_by()
        return self.filter(models.Exists(reviews.filter(pk=models.OuterRef("review"))))

    def unresolved(self) -> Self:
        return self.filter(state__in=UNRESOLVED)

    def of_sample(self, sample: Sample) -> Self:
        """Those on its active files: nothing is to be done about eliminated ones."""
        return self.filter(
            review__case_file__sample=sample, review__case_file__state=CaseFileState.ACTIVE
        )


class Comment(models.Model):
    """A remark on a review, or on one answer of it when ``question`` is set.

    It begins a thread: what is said and done about it are its ``replies``.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=12, choices=choices(CommentState), default=CommentState.OPEN.value
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CommentState]),
                name="comment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Act(models.TextChoices):
    """What somebody did about a comment."""

    REPLIED = "replied", "Replied"
    RESOLVED = "resolved", "Resolved"
    REOPENED = "reopened", "Reopened"


class Reply(models.Model):
    """One step of a comment's thread: what somebody did about it, with what they said.

    Only who resolves a comment may leave ``text`` empty.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="replies")
    act = models.CharField(max_length=10, choices=Act.choices, default=Act.REPLIED)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="reply_act_known"),
            models.CheckConstraint(
                condition=Q(act=Act.RESOLVED.value) | ~Q(text=""), name="reply_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.text[:60]}"
