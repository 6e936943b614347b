"""Draws of samples from a force's extract, and the plans that they follow."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.models.samples import Sample
from checklists.models import Checklist
from forces.models import home_force


class SamplingPlanQuerySet(models.QuerySet["SamplingPlan"]):
    def visible_to(self, user: User) -> Self:
        """For those who work with plans: supervisors and administrators."""
        return self if user.is_supervisor or user.is_administrator else self.none()


class SamplingPlan(models.Model):
    """A plan under a name, to be used for any force. ``source`` is its YAML.

    A shipped plan comes with Peel and has no author.
    """

    slug = models.SlugField(max_length=60, unique=True)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="sampling_plans"
    )
    title = models.CharField(max_length=200)
    source = models.TextField()
    shipped = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(auto_now=True)

    objects = SamplingPlanQuerySet.as_manager()

    class Meta:
        ordering = ["checklist__title", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shipped=True, created_by__isnull=True)
                | Q(shipped=False, created_by__isnull=False),
                name="plan_is_shipped_or_has_an_author",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, user: User) -> Self:
        """As the files that they drew: supervisors and administrators see all but those of
        the force they come from.
        """
        if not (user.is_supervisor or user.is_administrator):
            return self.none()
        home = home_force(user)
        return self if home is None else self.exclude(sample__inspection__force=home)

    def standing(self) -> Self:
        """Those that were not withdrawn: at most one a sample."""
        return self.filter(withdrawal__isnull=True)

    def withdrawn(self) -> Self:
        """Those that were withdrawn, each with its withdrawal."""
        return self.filter(withdrawal__isnull=False).select_related("withdrawal")


class Draw(models.Model):
    """A sample as it was drawn from an extract, so that anybody can draw it again.

    ``revision`` counts the draws of the sample from 1. ``plan`` is the plan as it was then,
    ``columns`` which heading of the extract held which fact. Of the extract's rows,
    ``rejected`` could not be used and ``outside_window`` were dated before ``starts`` or after
    ``ends``; the other rows are the ``records``. Of these ``excluded`` were left out by the
    plan, ``outside`` fitted no stratum, and the rest are the records of the strata.
    ``exclusions`` is a list of ``{"reason": text, "records": number}``, ``shortfalls`` the
    sentences that were accepted.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="draws")
    revision = models.PositiveIntegerField()
    plan_title = models.CharField(max_length=200)
    plan = models.JSONField()
    seed = models.CharField(max_length=200)
    algorithm = models.CharField(max_length=10)
    extract_name = models.CharField(max_length=255)
    extract_sha256 = models.CharField(max_length=64)
    extract_rows = models.PositiveIntegerField()
    columns = models.JSONField(default=dict, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    records = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField(default=0)
    outside_window = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    exclusions = models.JSONField(default=list, blank=True)
    outside = models.PositiveIntegerField(default=0)
    shortfalls = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["sample_id", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "revision"], name="draw_revision_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.sample} draw {self.revision}"

    @property
    def is_standing(self) -> bool:
        return not hasattr(self, "withdrawal")


class Withdrawal(models.Model):
    """Why a draw does not stand any more. The draw itself stays as it was."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["draw_id"]

    def __str__(self) -> str:
        return f"{self.draw} withdrawn"


class DrawStratum(models.Model):
    """A stratum of a draw: of its ``records``, ``quota`` were drawn and ``reserve`` follow.

    It is the whole or a part of the plan's stratum ``rule``, and its records satisfy
    ``minimums``, all given by code. ``planned`` is more than the quota when the plan asked
    for more files than there were records.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="strata")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=500)
    title = models.CharField(max_length=1_000)
    rule = models.CharField(max_length=200, blank=True)
    minimums = models.JSONField(default=list, blank=True)
    records = models.PositiveIntegerField()
    planned = models.PositiveIntegerField()
    quota = models.PositiveIntegerField()
    reserve = models.PositiveIntegerField()

    class Meta:
        ordering = ["draw_id", "position"]
        verbose_name_plural = "draw strata"
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="one_draw_stratum_per_code"),
            models.CheckConstraint(
                condition=Q(records__gte=F("quota") + F("reserve")),
                name="stratum_holds_what_is_drawn",
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=F("quota")), name="no_more_is_drawn_than_planned"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def probability(self) -> float:
        """The chance of each of its records to be drawn."""
        return self.quota / self.records if self.records else 0.0

    @property
    def weight(self) -> float | None:
        """How many records each drawn one stands for; None when none was drawn."""
        return self.records / self.quota if self.quota else None


class Ticket(models.Model):
    """A record that was drawn or is in reserve, with its facts.

    ``position`` is its place among the drawn, or among the reserve, from 1: the order of
    ``ticket``, a SHA-256 in hexadecimal.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="tickets")
    stratum = models.ForeignKey(DrawStratum, on_delete=models.PROTECT, related_name="tickets")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)
    ticket = models.CharField(max_length=64)
    is_reserve = models.BooleanField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["draw_id", "is_reserve", "position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "reference"], name="drawn_once"),
            models.UniqueConstraint(
                fields=["draw", "is_reserve", "position"], name="one_ticket_per_place"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
