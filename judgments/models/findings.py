"""What an inspection found, area by area: findings and practice, in Markdown."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from judgments.models.drafts import drafts_seen_by
from judgments.models.evidence import Evidence
from judgments.models.judging import InspectionArea

P = TypeVar("P", bound="Passage")


class PassageQuerySet(models.QuerySet[P]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Findings and practice are drafts: what the public reads is the frozen report."""
        return self.filter(drafts_seen_by(user, "area__inspection__"))

    def standing(self) -> Self:
        return self.filter(withdrawn=False)

    def with_setting(self) -> Self:
        """With area, inspection, force, cycle and author."""
        return self.select_related(
            "area__area", "area__inspection__force", "area__inspection__cycle", "written_by"
        )


class Passage(models.Model):
    """What is written about an area. ``heading`` and ``text`` are printed; ``text`` is Markdown.

    ``order`` counts within the area. ``edition`` goes up with every change; the record keeps each
    former text.
    """

    area = models.ForeignKey(InspectionArea, on_delete=models.PROTECT, related_name="%(class)ss")
    order = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()
    withdrawn = models.BooleanField(default=False)
    edition = models.PositiveIntegerField(default=1)
    synthetic = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["area__area__order", "order", "pk"]

    def __str__(self) -> str:
        return self.heading


class FindingKind(models.TextChoices):
    """What a finding says: what was found, what works well, what has to get better."""

    MAIN = "main", "Main finding"
    EFFECTIVE_PRACTICE = "effective_practice", "Effective practice"
    NEEDS_TO = "needs_to", "Needs to"


class FindingQuerySet(PassageQuerySet["Finding"]):
    pass


class Finding(Passage):
    """A finding about an area, with the evidence that it rests on."""

    kind = models.CharField(max_length=20, choices=FindingKind, default=FindingKind.MAIN)
    evidence = models.ManyToManyField(Evidence, through="Citation", related_name="findings")
    noun = "finding"
    kinds = FindingKind

    objects = FindingQuerySet.as_manager()

    class Meta(Passage.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FindingKind.values), name="finding_kind_known"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("judgments:finding", args=[self.pk])

    @property
    def is_without_evidence(self) -> bool:
        """Whether all evidence that it cites is withdrawn, or it cites none."""
        return all(citation.evidence.withdrawn for citation in self.citations.all())


class Citation(models.Model):
    """A piece of evidence that a finding rests on."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")

    class Meta:
        ordering = ["finding_id", "evidence__number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "evidence"], name="citation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.evidence}"


class PracticeKind(models.TextChoices):
    PROMISING = "promising", "Promising practice"
    INNOVATIVE = "innovative", "Innovative practice"


class PracticeQuerySet(PassageQuerySet["Practice"]):
    pass


class Practice(Passage):
    """Something that other forces could learn from."""

    kind = models.CharField(max_length=20, choices=PracticeKind)
    noun = "practice"
    kinds = PracticeKind

    objects = PracticeQuerySet.as_manager()

    class Meta(Passage.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PracticeKind.values), name="practice_kind_known"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("judgments:practice", args=[self.pk])
