"""The report of an inspection: its draft, the figures its texts cite, and what was published."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q

from accounts.models import User
from forces.models import Inspection
from judgments.models.drafts import drafts_seen_by


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser) -> "ReportQuerySet":
        """The draft is seen by those who work towards it; see Publication for the public."""
        return self.filter(drafts_seen_by(user, "inspection__"))


class Report(models.Model):
    """The draft of a report. Sections come from the areas; ``summary`` is the inspector's own.

    ``edition`` goes up with every change of the summary; the record keeps each former text.
    """

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="report")
    summary = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Report of {self.inspection}"


class CitedFigure(models.Model):
    """The value that a token had when its text was last read and accepted.

    ``owner`` names the text as the record does, such as ``judgments.finding:12``. ``printed`` is
    what the token gave then, ``value`` the figure behind it.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="cited_figures"
    )
    owner = models.CharField(max_length=60)
    token = models.CharField(max_length=250)
    printed = models.TextField()
    value = models.JSONField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["inspection_id", "owner", "token"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "token"], name="citedfigure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.token}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User | AnonymousUser) -> "PublicationQuerySet":
        """What is published is public: everybody who signs in reads it."""
        return self if user.is_authenticated and user.is_active else self.none()


class Publication(models.Model):
    """A report as it was published, text and figures frozen. Never changed, never deleted.

    ``content`` is the whole document with every figure resolved, ``checksum`` the SHA-256 of it
    in hexadecimal. From the second ``number`` on it is an erratum and ``reason`` says why.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    published_on = models.DateField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["report_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="publication_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="publication_erratum_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"


def reports_of(inspection: str) -> PublicationQuerySet:
    """The published reports of the inspection that the outer field ``inspection`` names."""
    return Publication.objects.filter(report__inspection=OuterRef(inspection)).order_by()
