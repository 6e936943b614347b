"""Checklists and their versions, kept as rows so that answers can point at a question.

Rows are written by ``checklists.actions`` from a definition. Those of a published version
are frozen by the database (``checklists.triggers``).
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User


class Checklist(models.Model):
    """An instrument, such as the victim service assessment, through all its versions."""

    code = models.SlugField(max_length=50, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> VersionQuerySet:
        return self.filter(state=Version.State.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> VersionQuerySet:
        """Published versions for everybody; drafts for supervisors and administrators."""
        if not (isinstance(user, User) and user.is_active):
            return self.none()
        return self if user.is_supervisor or user.is_administrator else self.published()


class Version(models.Model):
    """One version of a checklist. ``source`` is its YAML definition, ``checksum`` its SHA-256."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    label = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.TextField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("checklist__title", "-label")
        constraints = (
            models.UniqueConstraint(fields=("checklist", "label"), name="one_version_per_label"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | Q(state="published", published_at__isnull=False),
                name="published_versions_are_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("checklists:version", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class Stage(models.Model):
    version = models.ForeignKey(Version, models.PROTECT, related_name="stages")
    code = models.SlugField(max_length=50)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    optional = models.BooleanField(default=False)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="one_stage_per_code"),
        )

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """``choices`` is a list of ``{"code", "label"}``; the other lists hold answer codes."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of a list"
        COUNT = "count", "A number"
        TEXT = "text", "Text"

    version = models.ForeignKey(Version, models.PROTECT, related_name="questions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="questions")
    code = models.SlugField(max_length=60)
    text = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    choices = models.JSONField(default=list)
    may_be_not_applicable = models.BooleanField(default=False)
    note_required_on = models.JSONField(default=list)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    asked_when = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="one_question_per_code"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="question_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Fact(models.Model):
    """``choices`` is a list of ``{"code", "label"}``, empty unless the kind is a choice."""

    class Kind(models.TextChoices):
        CHOICE = "choice", "One of a list"
        TEXT = "text", "Text"
        DATE = "date", "Date"

    version = models.ForeignKey(Version, models.PROTECT, related_name="facts")
    code = models.SlugField(max_length=50)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    required = models.BooleanField(default=False)
    breakdown = models.BooleanField(default=False)
    choices = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="one_fact_per_code"),
        )

    def __str__(self) -> str:
        return self.label


class Measure(models.Model):
    """``met`` is a list of answer codes; ``only`` maps a fact's code to a list of its values.

    ``strata`` is the code of the fact whose values an estimate can be weighted over, or "".
    ``broken_by`` is a list of the codes of rule changes.
    """

    class Kind(models.TextChoices):
        PROPORTION = "proportion", "Proportion of a question's answers"
        RATIO = "ratio", "Ratio of two counts"

    class Printed(models.TextChoices):
        COUNT = "count", "As a count"
        ESTIMATE = "estimate", "As an estimate"
        NO = "no", "Not printed"

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        NEITHER = "neither", "Neither is better"

    class Method(models.TextChoices):
        WALD = "wald", "Plain proportion"
        STRATIFIED = "stratified", "Weighted over strata"
        RATIO = "ratio", "Ratio of counts within files"
        STRATIFIED_RATIO = "stratified_ratio", "Ratio of counts, weighted over strata"

    version = models.ForeignKey(Version, models.PROTECT, related_name="measures")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="measures")
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    met = models.JSONField(default=list)
    numerator_question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+"
    )
    denominator_question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+"
    )
    only = models.JSONField(default=dict)
    phrase = models.CharField(max_length=200)
    headline = models.BooleanField(default=False)
    printed = models.CharField(max_length=10, choices=Printed)
    better = models.CharField(max_length=10, choices=Better, default=Better.HIGHER)
    method = models.CharField(max_length=20, choices=Method, default=Method.WALD)
    strata = models.SlugField(max_length=50, blank=True)
    broken_by = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="one_measure_per_code"),
            models.CheckConstraint(
                condition=Q(
                    kind="proportion",
                    question__isnull=False,
                    numerator_question=None,
                    denominator_question=None,
                )
                | Q(
                    kind="ratio",
                    question=None,
                    numerator_question__isnull=False,
                    denominator_question__isnull=False,
                ),
                name="measure_matches_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(method="wald") | Q(printed="estimate"),
                name="measure_method_is_of_an_estimate",
            ),
            models.CheckConstraint(
                condition=Q(method__in=("wald", "ratio")) | ~Q(strata=""),
                name="measure_stratified_over_strata",
            ),
            models.CheckConstraint(
                condition=Q(strata="") | Q(printed="estimate"),
                name="measure_strata_are_of_an_estimate",
            ),
        )

    def __str__(self) -> str:
        return self.label
