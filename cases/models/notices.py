"""What people are told of, one line a thing."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from cases.models.answers import Comment
from cases.models.files import Review
from cases.models.samples import Sample


class NoticeKind(models.TextChoices):
    """What happened. The label is what a mail counts it under."""

    ALLOCATED = "allocated", "Allocated to you"
    HANDED_OVER = "handed_over", "Handed over to you"
    TAKEN_BACK = "taken_back", "No longer yours"
    RETURNED = "returned", "Returned to you"
    STEPPED_BACK = "stepped_back", "Stepped back"
    RESUBMITTED = "resubmitted", "Submitted again"
    ACCEPTED = "accepted", "Accepted"
    TO_MODERATE = "to_moderate", "Files to moderate"
    AGREED = "agreed", "Answers agreed"
    COMMENTED = "commented", "New comments"
    REPLIED = "replied", "Replies to comments"
    RESOLVED = "resolved", "Comments resolved"
    REOPENED = "reopened", "Comments reopened"
    ELIMINATED = "eliminated", "Taken out of a sample"
    RESTORED = "restored", "Put back into a sample"
    REPLACED = "replaced", "Files from the reserve"
    SIGNED_OFF = "signed_off", "Samples signed off"
    SAMPLE_REOPENED = "sample_reopened", "Samples reopened"
    CALIBRATION = "calibration", "For calibration"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """A person's own, about what they see now: what became unseen concerns them no more."""
        # Asked of each notice: as lists, every review and sample would be read first.
        reviews = Review.objects.visible_to(user).order_by().filter(pk=OuterRef("review"))
        samples = Sample.objects.visible_to(user).order_by().filter(pk=OuterRef("sample"))
        about = Exists(reviews) | (Q(review=None) & Exists(samples))
        return self.filter(about, person=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def to_mail(self) -> Self:
        """Those that were neither read nor mailed."""
        return self.unread().filter(mailed_at=None)


class Notice(models.Model):
    """Something that was done and concerns ``person``.

    It is about ``files`` files of the sample. Where it is about one alone, ``reference`` names
    it and ``review`` leads there, as long as they see it.

    A notice is no evidence: the record of events is. So it goes with what it is about.
    """

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="+", db_index=False)
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    reference = models.CharField(max_length=60, blank=True)
    files = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_by_person"),
            models.Index(
                fields=["person"],
                condition=Q(read_at__isnull=True, mailed_at__isnull=True),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reference or self.files}"
