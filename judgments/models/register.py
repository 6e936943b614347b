"""What a force has to act on, the register of how far it is, and what the next inspection says."""

from datetime import date
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection
from judgments.action_states import CHOICES, ActionState
from judgments.models.drafts import drafts_seen_by
from judgments.models.evidence import Evidence
from judgments.models.judging import LONGEST_SOURCE, InspectionArea


class ActionKind(models.TextChoices):
    """What an inspection asks of a force."""

    AREA_FOR_IMPROVEMENT = "area_for_improvement", "Area for improvement"
    CAUSE_OF_CONCERN = "cause_of_concern", "Cause of concern"
    RECOMMENDATION = "recommendation", "Recommendation"


STILL_OPEN: Final = (
    Q(state=ActionState.PUBLISHED.value)
    & ~Q(status="complete")
    & (Q(outcome=None) | ~Q(outcome="superseded"))
)
"""The condition that a force still has to act. Wants ``with_standing``."""


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> "ActionQuerySet":
        """What is published is public; drafts are seen by those who work towards the report."""
        if not (isinstance(user, User) and user.is_active):
            return self.none()
        drafts = drafts_seen_by(user, "area__inspection__")
        return self.filter(Q(published_on__isnull=False) | drafts if drafts else Q())

    def not_withdrawn(self) -> "ActionQuerySet":
        return self.exclude(state=ActionState.WITHDRAWN.value)

    def with_setting(self) -> "ActionQuerySet":
        """With cause, area, inspection, force and cycle."""
        return self.select_related(
            "cause", "area__area", "area__inspection__force", "area__inspection__cycle"
        )

    def with_standing(self) -> "ActionQuerySet":
        """With ``status`` and ``status_on`` as the register says, None before publication.

        ``outcome`` is what the latest inspection that published something on it says, or None.
        """
        entries = StatusEntry.objects.filter(action=OuterRef("pk")).order_by("-on", "-sequence")
        said = FollowUp.objects.published().filter(action=OuterRef("pk"))
        said = said.order_by("-inspection__cycle__starts", "-revision")
        return self.annotate(
            status=Subquery(entries.values("status")[:1]),
            status_on=Subquery(entries.values("on")[:1]),
            outcome=Subquery(said.values("outcome")[:1]),
        )

    def with_sees_drafts(self, user: User) -> "ActionQuerySet":
        """With ``sees_drafts``: whether ``user`` sees drafts of the inspection."""
        drafts = drafts_seen_by(user, "area__inspection__")
        # An empty condition holds always, and SQL can't say it.
        seen = Case(When(drafts, then=True), default=False) if drafts else Value(True)
        return self.annotate(sees_drafts=seen)

    def still_open(self) -> "ActionQuerySet":
        """Published, and neither complete nor superseded. Wants ``with_standing``."""
        return self.filter(STILL_OPEN)

    def overdue(self, today: date) -> "ActionQuerySet":
        """Still open after the deadline. Wants ``with_standing``."""
        return self.still_open().filter(deadline__lt=today)


class Action(models.Model):
    """Something that a force has to act on. ``number`` counts within the inspection.

    A recommendation belongs to a ``cause`` of concern and has a ``deadline``. An ``accelerated``
    cause of concern is published before the report. One that an earlier report printed names its
    ``source``. ``text`` is Markdown, in which figures may be cited, and ``printed`` the Markdown
    that was published of it last, with the figures of that moment; "" before.
    """

    area = models.ForeignKey(InspectionArea, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=25, choices=ActionKind)
    cause = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    printed = models.TextField(blank=True)
    deadline = models.DateField(null=True, blank=True)
    accelerated = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=CHOICES, default=ActionState.DRAFT.value)
    published_on = models.DateField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    synthetic = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["area__inspection_id", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ActionKind.values), name="action_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ActionState]),
                name="action_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="recommendation")
                | Q(cause__isnull=False, deadline__isnull=False),
                name="action_recommendation_has_cause_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(cause=None) | Q(kind="recommendation"),
                name="action_only_recommendation_has_cause",
            ),
            models.CheckConstraint(
                condition=Q(accelerated=False) | Q(kind="cause_of_concern"),
                name="action_only_cause_accelerated",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False),
                name="action_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(printed="") | Q(published_on__isnull=False),
                name="action_printed_once_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("judgments:action", args=[self.pk])

    @property
    def read_text(self) -> str:
        """What people read of it: once it is published what was printed, a draft as it stands."""
        return self.printed or self.text


class Status(models.TextChoices):
    """How far a force is with what it has to act on, as the register says."""

    AWAITING_REVIEW = "awaiting_review", "Awaiting review"
    BEING_PROGRESSED = "being_progressed", "Being progressed"
    COMPLETE = "complete", "Complete"


class StatusEntryQuerySet(models.QuerySet["StatusEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> "StatusEntryQuerySet":
        """The register is public; ``permissions.read_notes`` says who reads its comments."""
        return self.filter(action__in=Action.objects.visible_to(user).order_by())

    def in_time(self) -> "StatusEntryQuerySet":
        """The day that each was so, and on one day the order in which they were written."""
        return self.order_by("on", "sequence")


class StatusEntry(models.Model):
    """One line of the register: never changed, never deleted. The last ``in_time`` stands.

    ``on`` is the day that it was so, ``recorded_at`` when it was written down. ``comment`` alone,
    with the status as it was, is an entry too. ``confirmed_by`` saw the ``evidence`` that it is
    complete.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Status)
    on = models.DateField()
    comment = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StatusEntryQuerySet.as_manager()

    class Meta:
        ordering = ["action_id", "sequence"]
        verbose_name_plural = "status entries"
        constraints = [
            models.UniqueConstraint(fields=["action", "sequence"], name="statusentry_sequence"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="statusentry_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="complete") | Q(confirmed_by__isnull=False) & ~Q(evidence=""),
                name="statusentry_complete_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} on {self.on}"


class Outcome(models.TextChoices):
    """What a later inspection says of something that a force had to act on."""

    ADDRESSED = "addressed", "Addressed"
    PARTLY = "partly", "Partly addressed"
    NOT_ADDRESSED = "not_addressed", "Not addressed"
    SUPERSEDED = "superseded", "Superseded"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User | AnonymousUser) -> "FollowUpQuerySet":
        """What is published is public; before that those see it who work towards the report."""
        if not (isinstance(user, User) and user.is_active):
            return self.none()
        drafts = drafts_seen_by(user, "inspection__")
        return self.filter(Q(published_on__isnull=False) | drafts if drafts else Q())

    def published(self) -> "FollowUpQuerySet":
        return self.filter(published_on__isnull=False)

    def last_said(self) -> "FollowUpQuerySet":
        """Of each action and inspection the last revision."""
        later = FollowUp.objects.filter(
            action=OuterRef("action"),
            inspection=OuterRef("inspection"),
            revision__gt=OuterRef("revision"),
        )
        return self.filter(~Exists(later.order_by()))


class FollowUp(models.Model):
    """What ``inspection`` says of an action of an earlier one. The latest ``revision`` stands.

    It is public from the day ``published_on``, when the report of the inspection is. ``note`` is
    Markdown, in which figures may be cited, and ``printed`` the Markdown that was published of it
    last, with the figures of that moment; "" before.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="follow_ups")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="follow_ups")
    revision = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=20, choices=Outcome)
    note = models.TextField()
    printed = models.TextField(blank=True)
    superseded_by = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    published_on = models.DateField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["action_id", "inspection_id", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "inspection", "revision"], name="followup_revision_unique"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="followup_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None)
                | Q(outcome="superseded") & ~Q(superseded_by=F("action")),
                name="followup_superseded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(printed="") | Q(published_on__isnull=False),
                name="followup_printed_once_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        address = reverse("judgments:follow_up", args=[self.inspection.slug])
        return f"{address}#action-{self.action_id}"

    @property
    def read_text(self) -> str:
        """What people read of it: once it is published what was printed, a draft as it stands."""
        return self.printed or self.note

    @property
    def edition(self) -> int:
        """What every other text of a report calls its revision."""
        return self.revision
