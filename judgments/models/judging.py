"""What an inspection covers of its framework, and the judgments of its areas."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection, seen_by
from judgments.models.drafts import drafts_seen_by
from judgments.models.frameworks import Area, Grade
from judgments.models.reports import reports_of
from judgments.states import CHOICES, OPEN, PUBLIC, JudgmentState

LONGEST_SOURCE = 300


class Treatment(models.TextChoices):
    """How an inspection treats an area that it covers."""

    GRADED = "graded", "Inspected and graded"
    UNGRADED = "ungraded", "Inspected without a grade"
    STANDS = "stands", "Not inspected again: an earlier grade stands"


class InspectionAreaQuerySet(models.QuerySet["InspectionArea"]):
    def visible_to(self, user: User | AnonymousUser) -> "InspectionAreaQuerySet":
        """Inspectors see what their own inspections cover, and what published ones cover.

        An inspection counts as published with its first grade, or with its report.
        """
        seen = seen_by(user, "inspection__")
        if not (isinstance(user, User) and user.is_active and user.is_inspector):
            return self.filter(seen)
        public = Q(Exists(published_in("inspection"))) | Q(Exists(reports_of("inspection")))
        return self.filter(seen | public)


class InspectionArea(models.Model):
    """An area that an inspection covers. An area that it does not cover has no row."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="inspected")
    treatment = models.CharField(max_length=20, choices=Treatment, default=Treatment.GRADED)

    objects = InspectionAreaQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "area__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "area"], name="inspectionarea_covered_once"
            ),
            models.CheckConstraint(
                condition=Q(treatment__in=Treatment.values), name="inspectionarea_treatment_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.area}"

    @property
    def is_graded(self) -> bool:
        """Whether a judgment of it has a grade."""
        return self.treatment != Treatment.UNGRADED


def judgments_seen_by(user: User | AnonymousUser) -> Q:
    """The condition that ``user`` sees a judgment: what is published is public.

    Before that, those see it who see the inspection and are neither observers nor seconded
    from the force.
    """
    if not (isinstance(user, User) and user.is_active):
        return Q(pk__in=[])
    seen = drafts_seen_by(user, "area__inspection__")
    return Q(state__in=PUBLIC) | seen if seen else Q()


class JudgmentQuerySet(models.QuerySet["Judgment"]):
    def visible_to(self, user: User | AnonymousUser) -> "JudgmentQuerySet":
        return self.filter(judgments_seen_by(user))

    def open(self) -> "JudgmentQuerySet":
        return self.filter(state__in=OPEN)

    def standing(self) -> "JudgmentQuerySet":
        """Published and not reissued since."""
        return self.filter(state=JudgmentState.PUBLISHED)

    def with_setting(self) -> "JudgmentQuerySet":
        """With grade, area, inspection, force and cycle."""
        return self.select_related(
            "grade",
            "area__area__framework__grades_stand_from",
            "area__inspection__force",
            "area__inspection__cycle",
        )


class Judgment(models.Model):
    """What is judged of an area of an inspection. A reissue has the next ``revision``.

    ``edition`` goes up with every change of grade or rationale, so that nobody overwrites what
    they have not read. ``reason`` says why a reissue was made. A judgment that was printed
    elsewhere names its ``source`` in place of who moderated it.
    """

    area = models.ForeignKey(InspectionArea, on_delete=models.PROTECT, related_name="judgments")
    revision = models.PositiveIntegerField(default=1)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="judgments")
    rationale = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=CHOICES, default=JudgmentState.DRAFT.value)
    edition = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    synthetic = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)

    objects = JudgmentQuerySet.as_manager()

    class Meta:
        ordering = ["area__inspection_id", "area__area__order", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["area", "revision"], name="judgment_revision_unique"),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="judgment_one_open",
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(state=JudgmentState.PUBLISHED.value),
                name="judgment_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in JudgmentState]),
                name="judgment_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in PUBLIC])
                | Q(published_on__isnull=False),
                name="judgment_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(moderated_by=None)
                | ~Q(moderated_by=F("proposed_by")) & ~Q(moderated_by=F("drafted_by")),
                name="judgment_moderated_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["moderated", "confirmed", "published", "superseded"])
                | Q(moderated_by__isnull=False)
                | ~Q(source=""),
                name="judgment_moderated_or_printed",
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""), name="judgment_again_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"

    def get_absolute_url(self) -> str:
        return reverse("judgments:judgment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC


def published_in(inspection: str) -> JudgmentQuerySet:
    """The published judgments of the inspection that the outer field ``inspection`` names."""
    return Judgment.objects.filter(
        area__inspection=OuterRef(inspection), state__in=PUBLIC
    ).order_by()
