"""Samples, and their results as they were signed off."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.states import CaseFileState, ReviewState, SampleState, choices
from checklists.instrument import Instrument
from checklists.models import Version
from checklists.versions import instrument_of
from forces.models import Inspection, seen_by


class SampleKind(models.TextChoices):
    """What a sample is for. Only casework counts, and only casework is shown as a sample."""

    CASEWORK = "casework", "Casework"
    CALIBRATION = "calibration", "Calibration"
    PRACTICE = "practice", "Practice"


class SampleQuerySet(models.QuerySet["Sample"]):
    def casework(self) -> Self:
        """Those with files of a force, whose figures may be published."""
        return self.filter(kind=SampleKind.CASEWORK)

    def visible_to(self, user: User) -> Self:
        """Casework of the inspections that ``user`` sees; an observer sees signed-off samples."""
        if user.is_observer:
            return self.casework().filter(pk__in=SignOff.objects.values("sample"))
        return self.casework().filter(seen_by(user, "inspection__"))

    def with_counts(self, reader: User) -> Self:
        """Adds ``files``, ``accepted``, ``submitted``, ``returned``, ``open_files``,
        ``unallocated``, ``questions_asked`` and ``questions_answered`` over counted reviews.

        Of a file whose counted review is kept from ``reader`` their own is taken instead, so
        that no number tells how far the other reviewer is.
        """
        reviews = "case_files__reviews"
        apart = reader.reviews.kept_apart(reader).filter(counts=False)
        own = dict(apart.values_list("case_file", "pk"))
        counted = Q(case_files__state=CaseFileState.ACTIVE) & (
            Q(case_files__reviews__counts=True) & ~Q(case_files__in=own.keys())
            | Q(case_files__reviews__in=own.values())
        )

        def reviews_in(*states: ReviewState) -> models.Count:
            return models.Count(reviews, filter=counted & Q(case_files__reviews__state__in=states))

        return self.annotate(
            files=models.Count(reviews, filter=counted),
            accepted=reviews_in(ReviewState.ACCEPTED),
            submitted=reviews_in(ReviewState.SUBMITTED),
            returned=reviews_in(ReviewState.RETURNED),
            open_files=reviews_in(ReviewState.ALLOCATED, ReviewState.RETURNED),
            unallocated=reviews_in(ReviewState.UNALLOCATED),
            questions_asked=models.Sum(f"{reviews}__asked", filter=counted, default=0),
            questions_answered=models.Sum(f"{reviews}__answered", filter=counted, default=0),
        )


class Sample(models.Model):
    """The case files of one inspection that are reviewed against one checklist version.

    ``minimums`` are overlapping minimums, a list of
    ``{"fact": code, "value": value, "files": number}``. ``stratum_sizes`` are the records in
    the population by the values of facts, ``{fact code: {value: records}}``, as far as they were
    entered.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="samples")
    kind = models.CharField(
        max_length=12, choices=SampleKind.choices, default=SampleKind.CASEWORK.value
    )
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    target = models.PositiveIntegerField(default=100, help_text="How many files are to be reviewed")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    minimums = models.JSONField(default=list, blank=True)
    left_out_stages = models.JSONField(default=list, blank=True)
    stratum_sizes = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=12, choices=choices(SampleState), default=SampleState.OPEN.value
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "slug"], name="sample_slug_is_unique"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="sample_window_ends_after_start",
                violation_error_message="The window must end on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SampleKind.values), name="sample_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection.slug}/{self.slug}"

    @property
    def is_open(self) -> bool:
        return self.state == SampleState.OPEN

    @property
    def instrument(self) -> Instrument:
        """The checklist as this sample uses it: without the stages that were left out."""
        instrument = instrument_of(self.version)
        return instrument.without(self.left_out_stages) if self.left_out_stages else instrument


class SignOff(models.Model):
    """A sample's results as they stood when they were signed off.

    ``checksum`` is the SHA-256 of the canonical answers (``cases.checksum``) and
    ``history_mark`` the last row of the answer history at that moment, so that any later
    change of an answer can be named.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="sign_offs")
    revision = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    history_mark = models.BigIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reopened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    class Meta:
        verbose_name = "sign-off"
        ordering = ["sample_id", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "revision"], name="sign_off_revision_is_unique"
            ),
            models.UniqueConstraint(
                fields=["sample"],
                condition=Q(reopened_at__isnull=True),
                name="one_sign_off_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} revision {self.revision}"


class Requirement(models.TextChoices):
    """What has to be clear before a sign-off, or explained."""

    QUESTIONS = "questions", "Outstanding questions"
    COMMENTS = "comments", "Comments"
    SECOND_REVIEWS = "second_reviews", "Second reviews"
    QUOTAS = "quotas", "Quotas"
    AGREEMENT = "agreement", "Agreement between reviewers"
    ESTIMATES = "estimates", "Estimates"


class Waiver(models.Model):
    """A requirement that was not clear at a sign-off: what was found, and why that was enough."""

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="waivers")
    requirement = models.CharField(max_length=20, choices=Requirement.choices)
    finding = models.TextField()
    reason = models.TextField()

    class Meta:
        ordering = ["sign_off_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_off", "requirement"], name="one_waiver_per_requirement"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waived_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_requirement_display()}: {self.reason[:60]}"


class FrozenAnswers(models.Model):
    """The canonical answers behind a sign-off, compressed (``cases.checksum.pack``).

    They stay when the sample is reopened, so a revision can always be held against the
    answers it was made of. Apart from ``SignOff`` because only a verification reads them.
    """

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="answers")
    packed = models.BinaryField()

    class Meta:
        verbose_name_plural = "frozen answers"

    def __str__(self) -> str:
        return f"Answers of {self.sign_off_id}"


class Result(models.Model):
    """One frozen figure of a sign-off.

    ``estimate`` is as ``cases.estimates.storing`` writes it, None where a count is printed.
    """

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="results")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    stage = models.CharField(max_length=80)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    not_applicable = models.PositiveIntegerField()
    not_asked = models.PositiveIntegerField()
    outstanding = models.PositiveIntegerField()
    sentence = models.TextField()
    estimate = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["sign_off_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sign_off", "code"], name="one_result_per_measure"),
        ]

    def __str__(self) -> str:
        return self.sentence
