"""Extracts of recorded crimes that samples are drawn from, while they are kept."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.models.draws import Draw
from cases.models.samples import Sample
from cases.states import AT_WORK, HELD, ExtractState, choices
from checklists.models import Checklist
from forces.models import Force, home_force


class ExtractQuerySet(models.QuerySet["Extract"]):
    def visible_to(self, user: User) -> Self:
        """As case files: supervisors and administrators see all but those of the force they
        come from.
        """
        if not (user.is_supervisor or user.is_administrator):
            return self.none()
        home = home_force(user)
        return self if home is None else self.exclude(sample__inspection__force=home)

    def held(self) -> Self:
        """Those whose file is kept."""
        return self.filter(state__in=HELD)

    def at_work(self) -> Self:
        """Those that a worker has, or is about to take, in hand."""
        return self.filter(state__in=AT_WORK)


class Extract(models.Model):
    """One file of a force's recorded crimes, and how far it is on its way to a draw.

    The file, its counts and its rejected rows lie in ``folder`` below ``EXTRACTS_ROOT``, and
    only until the sample is drawn, the extract is discarded or seven days are over.

    ``columns`` names the fact in each column that is read. ``counts`` are the totals that the
    pages show. ``plan`` is the plan that is being made, with the ``seed`` and, once the draw
    is ordered, who ordered it; ``plan_revision`` rises with each change, so that an old tab
    shows. ``task`` is the background task at work and ``attempt`` which of its tries this is;
    a task of an earlier attempt changes nothing. ``seen_alive_at`` is the worker's last sign
    of life, ``rows_read`` and ``percent_read`` how far it has come. ``problem`` is the sentence
    that says why the file was refused, broken off or could not be drawn from.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="extracts")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    folder = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=12, choices=choices(ExtractState), default=ExtractState.UPLOADED.value
    )
    columns = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    seed = models.CharField(max_length=200, blank=True)
    plan_revision = models.PositiveIntegerField(default=0)
    ordered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepts_shortfalls = models.BooleanField(default=False)
    task = models.UUIDField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    retried = models.BooleanField(default=False)
    waiting_since = models.DateTimeField(default=timezone.now)
    seen_alive_at = models.DateTimeField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    percent_read = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    draw = models.OneToOneField(
        Draw, on_delete=models.PROTECT, related_name="extract", null=True, blank=True
    )

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample"],
                condition=Q(state__in=sorted(state.value for state in HELD)),
                name="one_held_extract_per_sample",
            ),
            models.CheckConstraint(
                condition=Q(state=ExtractState.DRAWN.value, draw__isnull=False)
                | (~Q(state=ExtractState.DRAWN.value) & Q(draw__isnull=True)),
                name="drawn_extract_has_its_draw",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class RememberedColumns(models.Model):
    """Which column of a force's extracts held which fact last time.

    ``columns`` maps the heading, as it is compared, to the code of the fact.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)

    class Meta:
        ordering = ["force_id", "checklist_id"]
        verbose_name_plural = "remembered columns"
        constraints = [
            models.UniqueConstraint(fields=["force", "checklist"], name="columns_remembered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.force}, {self.checklist}"
