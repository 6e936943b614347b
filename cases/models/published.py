"""Results that were printed elsewhere: a figure with its source, and no cases behind it."""

from decimal import Decimal
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from forces.models import Inspection

IDENTITY = ("inspection", "checklist", "sample", "code")
"""What makes two rows the same figure."""


class PublishedResultQuerySet(models.QuerySet["PublishedResult"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What was published is public; everybody who signs in sees it."""
        return self if user.is_authenticated and user.is_active else self.none()

    def standing(self) -> Self:
        """The last revision of each figure, unless it took the figure back."""
        same = {name: models.OuterRef(name) for name in IDENTITY}
        later = PublishedResult.objects.filter(**same, revision__gt=models.OuterRef("revision"))
        return self.filter(~models.Exists(later.order_by()), withdrawn=False)


class PublishedResult(models.Model):
    """A printed figure of one inspection. A correction is a row with the next ``revision``.

    ``numerator``, ``denominator`` and ``n`` are counts; ``percent`` and ``half_width`` are as
    they were printed, in percent and percentage points; what was not printed is None. The
    window from ``starts`` to ``ends`` is that of the records, both days included. ``source``
    names the report and the page. A revision that is ``withdrawn`` takes the figure back.
    ``reason`` says why a figure was corrected or withdrawn.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="published_results"
    )
    checklist = models.SlugField(max_length=50, db_index=False)
    sample = models.SlugField(max_length=60, db_index=False)
    code = models.SlugField(max_length=60, db_index=False)
    revision = models.PositiveIntegerField(default=1)
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    half_width = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    source = models.CharField(max_length=300)
    synthetic = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PublishedResultQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "checklist", "sample", "code", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=[*IDENTITY, "revision"], name="published_revision_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="published_window_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__gte=1)
                & Q(numerator__lte=F("denominator")),
                name="published_counts_fit",
            ),
            models.CheckConstraint(
                condition=Q(percent=None, half_width=None)
                | Q(percent__isnull=False, percent__gte=Decimal(0), percent__lte=Decimal(100))
                & (Q(half_width=None) | Q(half_width__gte=Decimal(0))),
                name="published_percentage_fits",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=False) | Q(denominator__isnull=False),
                name="published_with_a_figure",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="published_with_a_source"),
            models.CheckConstraint(
                condition=Q(revision=1, withdrawn=False) | ~Q(reason=""),
                name="published_again_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection.slug}/{self.sample} {self.code}"
