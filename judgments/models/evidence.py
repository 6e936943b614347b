"""The evidence log of an inspection, and the files attached to it."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection
from judgments.models.drafts import drafts_seen_by
from judgments.models.judging import InspectionArea


class EvidenceKind(models.TextChoices):
    """How a piece of evidence was gathered."""

    INTERVIEW = "interview", "Interview"
    FOCUS_GROUP = "focus_group", "Focus group"
    REALITY_TESTING = "reality_testing", "Reality testing"
    OBSERVATION = "observation", "Observation"
    DOCUMENT_REVIEW = "document_review", "Document review"
    FORCE_DATA = "force_data", "Force data"
    CASE_FILES = "case_files", "Case-file figures"


class Bearing(models.TextChoices):
    """What a piece of evidence does to the case for a good grade of an area."""

    SUPPORTS = "supports", "Supports"
    WEAKENS = "weakens", "Weakens"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User | AnonymousUser) -> "EvidenceQuerySet":
        """Evidence is never published: only those see it who work towards the report."""
        return self.filter(drafts_seen_by(user, "inspection__"))

    def standing(self) -> "EvidenceQuerySet":
        return self.filter(withdrawn=False)

    def with_setting(self) -> "EvidenceQuerySet":
        """With inspection, force, cycle, and who recorded it."""
        return self.select_related("inspection__force", "inspection__cycle", "recorded_by")


class Evidence(models.Model):
    """One piece of evidence. ``number`` counts within the inspection, as in "E12".

    ``source_role`` is a role, such as "response sergeant", never a name. ``edition`` goes up with
    every change; the record keeps each former text.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    gathered_on = models.DateField()
    source_role = models.CharField(max_length=150)
    summary = models.TextField()
    areas = models.ManyToManyField(InspectionArea, through="EvidenceArea", related_name="evidence")
    withdrawn = models.BooleanField(default=False)
    edition = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "number"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="evidence_number_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"E{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("judgments:evidence", args=[self.inspection.slug, self.number])


class EvidenceArea(models.Model):
    """An area that a piece of evidence bears on, and which way."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="bearings")
    area = models.ForeignKey(InspectionArea, on_delete=models.PROTECT, related_name="bearings")
    bearing = models.CharField(max_length=10, choices=Bearing)

    class Meta:
        ordering = ["evidence_id", "area__area__order"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "area"], name="evidencearea_once"),
            models.CheckConstraint(
                condition=Q(bearing__in=Bearing.values), name="evidencearea_bearing_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_bearing_display()} {self.area}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> "AttachmentQuerySet":
        return self.filter(drafts_seen_by(user, "evidence__inspection__"))

    def standing(self) -> "AttachmentQuerySet":
        return self.filter(withdrawn=False)


class Attachment(models.Model):
    """A file of a piece of evidence. Its bytes lie outside the web root, as ``stored_as``.

    ``size`` is in bytes, ``sha256`` in hexadecimal, ``content_type`` what the bytes are, whatever
    the name said.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    withdrawn = models.BooleanField(default=False)
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["evidence_id", "pk"]

    def __str__(self) -> str:
        return self.name
