"""Quality assurance: who reviews a file a second time, and what is agreed in the end."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.files import CaseFile, Position, Review
from cases.models.samples import Sample
from checklists.models import Question
from forces.models import home_force


class SecondReviewDrawQuerySet(models.QuerySet["SecondReviewDraw"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators: all but those of the force they come from."""
        if not (user.is_supervisor or user.is_administrator):
            return self.none()
        home = home_force(user)
        return self if home is None else self.exclude(sample__inspection__force=home)


class SecondReviewDraw(models.Model):
    """Files of a sample that were drawn for a second review, so that anybody can draw again.

    ``revision`` counts those of the sample from 1. ``share`` is in percent of the files in
    ``frame``, which gives the values of ``facts`` for every file that could be drawn, by
    reference. ``plan`` and ``seed`` are those of the draw, ``files`` what was drawn: a list of
    ``{"reference": text, "stratum": code, "ticket": SHA-256}``, lowest ticket first.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="second_review_draws")
    revision = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=200)
    algorithm = models.CharField(max_length=10)
    plan = models.JSONField()
    facts = models.JSONField(default=list)
    frame = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = SecondReviewDrawQuerySet.as_manager()

    class Meta:
        ordering = ["sample_id", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "revision"], name="second_review_draw_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} second review draw {self.revision}"


class Choice(models.TextChoices):
    """Whose answer is agreed. ``OPEN`` takes an earlier decision back."""

    FIRST = "first", "First review"
    SECOND = "second", "Second review"
    THIRD = "third", "Another answer"
    OPEN = "open", "Not decided"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Those of the files that ``user`` sees. Who reviewed a file sees them while its agreed
        review counts, and not before.
        """
        agreed = Review.objects.visible_to(user).filter(position=Position.AGREED, counts=True)
        own = Review.objects.originals().filter(reviewer=user).order_by()
        return self.filter(case_file__in=CaseFile.objects.visible_to(user)).filter(
            Q(case_file__in=agreed.order_by().values("case_file"))
            | ~Q(case_file__in=own.values("case_file"))
        )

    def standing(self) -> Self:
        """The last decision on each question of a file, unless it took the others back."""
        later = Decision.objects.filter(
            case_file=models.OuterRef("case_file"),
            question=models.OuterRef("question"),
            revision__gt=models.OuterRef("revision"),
        )
        return self.filter(~models.Exists(later.order_by())).exclude(chose=Choice.OPEN)


class Decision(models.Model):
    """What a moderator decided on one question of a file. A later one takes its place.

    ``revision`` counts those on the question from 1. ``value``, ``count`` and ``note`` are
    the agreed answer, as an ``Answer`` holds them. ``first_value`` and ``second_value`` are
    the answers that the moderator saw, "" where a review has none.
    """

    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="decisions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    chose = models.CharField(max_length=8, choices=Choice.choices)
    value = models.TextField(blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    first_value = models.TextField(blank=True)
    second_value = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["case_file_id", "question__order", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "question", "revision"], name="decision_revision_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(chose=Choice.OPEN.value) | ~Q(reason=""),
                name="decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(chose__in=Choice.values), name="decision_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} {self.question.code}: {self.value}"
