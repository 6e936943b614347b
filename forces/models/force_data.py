"""What forces send twice a year: lists of values, and the queries about them."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from forces.indicators.indicator import Indicator
from forces.indicators.periods import HalfYear, Period
from forces.indicators.shipped import shipped_indicators
from forces.indicators.states import LABELS, OPEN, SubmissionState

from .inspections import Force

MAX_TEXT = 1_000
STATES = [(state.value, label) for state, label in LABELS.items()]


def submissions_seen_by(user: User | AnonymousUser, path: str = "") -> Q:
    """The condition that ``user`` sees a submission: observers see accepted ones alone."""
    if not (isinstance(user, User) and user.is_active):
        return Q(pk__in=[])
    return Q(**{f"{path}state": SubmissionState.ACCEPTED}) if user.is_observer else Q()


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User | AnonymousUser) -> "SubmissionQuerySet":
        return self.filter(submissions_seen_by(user))

    def accepted(self) -> "SubmissionQuerySet":
        return self.filter(state=SubmissionState.ACCEPTED)

    def open(self) -> "SubmissionQuerySet":
        return self.filter(state__in=OPEN)


class Submission(models.Model):
    """One list of a force for one half-year. A later list supersedes it and leaves it here."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="submissions")
    starts = models.DateField(help_text="The first day of the half-year, 1 April or 1 October.")
    revision = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=STATES, default=SubmissionState.RECEIVED.value)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    file_name = models.CharField(max_length=200, blank=True)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal.")
    rows = models.PositiveIntegerField()
    synthetic = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "force__short_name", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "starts", "revision"], name="submission_revision_unique"
            ),
            models.UniqueConstraint(
                fields=["force", "starts"],
                condition=Q(state=SubmissionState.ACCEPTED.value),
                name="submission_one_accepted",
            ),
            models.UniqueConstraint(
                fields=["force", "starts"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="submission_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SubmissionState]),
                name="submission_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force.short_name}, {self.half_year.name}"

    def get_absolute_url(self) -> str:
        return reverse("forces:submission", args=[self.pk])

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.starts)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class _OfAnIndicator(models.Model):
    """A row about one indicator, named by its code, over one period."""

    indicator = models.CharField(max_length=50)
    group = models.CharField(max_length=50, blank=True)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

    @property
    def definition(self) -> Indicator | None:
        """None for an indicator that is no longer asked for."""
        return shipped_indicators().by_code.get(self.indicator)

    @property
    def label(self) -> str:
        """The indicator and its group, in words."""
        definition = self.definition
        if definition is None:
            return self.indicator
        groups = definition.grouping.groups if definition.grouping else ()
        group = next((g.label for g in groups if g.code == self.group), self.group)
        return f"{definition.label}: {group}" if group else definition.label


class SubmittedValueQuerySet(models.QuerySet["SubmittedValue"]):
    def visible_to(self, user: User | AnonymousUser) -> "SubmittedValueQuerySet":
        return self.filter(submissions_seen_by(user, "submission__"))

    def accepted(self) -> "SubmittedValueQuerySet":
        return self.filter(submission__state=SubmissionState.ACCEPTED)


class SubmittedValue(_OfAnIndicator):
    """One value as a list gave it. It never changes: a correction comes in another list."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="values")
    row = models.PositiveIntegerField(help_text="The row of the list, headings included.")
    value = models.DecimalField(max_digits=17, decimal_places=4)
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    illustrative = models.BooleanField(default=False)

    objects = SubmittedValueQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "group", "starts", "ends"],
                name="submittedvalue_unique",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="submittedvalue_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="submittedvalue_not_negative"),
        ]
        indexes = [
            models.Index(fields=["indicator", "submission"], name="submittedvalue_by_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.period.name}"


class DataQueryQuerySet(models.QuerySet["DataQuery"]):
    def visible_to(self, user: User | AnonymousUser) -> "DataQueryQuerySet":
        return self.filter(submissions_seen_by(user, "submission__"))

    def unanswered(self) -> "DataQueryQuerySet":
        return self.filter(answered_at=None)


class DataQuery(_OfAnIndicator):
    """What a force is asked about a value, and what it answered.

    ``before`` is the value that it moved from; it is null where a person asked.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="queries")
    before = models.DecimalField(max_digits=17, decimal_places=4, null=True, blank=True)
    before_starts = models.DateField(null=True, blank=True)
    before_ends = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=17, decimal_places=4)
    question = models.CharField(max_length=MAX_TEXT)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=MAX_TEXT, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DataQueryQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name_plural = "data queries"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="dataquery_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.period.name}"
