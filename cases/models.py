"""Casework: samples of case files, their reviews and answers, and signed-off results."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from checklists.instrument import Instrument
from checklists.models import Question, Version
from checklists.versions import instrument_of
from forces.models import Inspection, home_force, seen_by

from .states import CaseFileState, ReviewState, SampleState, choices

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


class EliminationReason(models.TextChoices):
    """Why a case file cannot be reviewed."""

    WRONG_OFFENCE = "wrong_offence", "Wrong offence"
    SUB_JUDICE = "sub_judice", "Sub judice"
    MISSING = "missing", "File missing"
    DUPLICATE = "duplicate", "Same case as another file"
    OUTSIDE_WINDOW = "outside_window", "Outside the sample's dates"
    OTHER = "other", "Other"


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> Self:
        """Samples of the inspections that ``user`` sees; an observer sees signed-off ones."""
        if user.is_observer:
            return self.filter(pk__in=SignOff.objects.values("sample"))
        return self.filter(seen_by(user, "inspection__"))

    def with_counts(self) -> Self:
        """Adds ``files``, ``accepted``, ``submitted``, ``returned``, ``open_files``,
        ``unallocated``, ``questions_asked`` and ``questions_answered`` over counted reviews.
        """
        counted = Q(
            case_files__state=CaseFileState.ACTIVE,
            case_files__reviews__counts=True,
        )
        reviews = "case_files__reviews"

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
    ``{"fact": code, "value": value, "files": number}``.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="samples")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    target = models.PositiveIntegerField(default=100, help_text="How many files are to be reviewed")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    minimums = models.JSONField(default=list, blank=True)
    left_out_stages = models.JSONField(default=list, blank=True)
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


def _without_home_force(rows: Rows, user: User, path: str) -> Rows:
    """``path`` leads from the rows to the force of their inspection."""
    home = home_force(user)
    return rows if home is None else rows.exclude(**{path: home})


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators every file but those of the force they come
        from; an inspector's own; none otherwise.
        """
        if user.is_supervisor or user.is_administrator:
            return _without_home_force(self, user, "sample__inspection__force")
        return self.filter(pk__in=Review.objects.visible_to(user).values("case_file"))

    def active(self) -> Self:
        return self.filter(state=CaseFileState.ACTIVE)


class CaseFile(models.Model):
    """One crime or incident of a sample: a reference and coded facts, never a name."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="case_files")
    reference = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    position = models.PositiveIntegerField(help_text="Its place in the list it came from")
    state = models.CharField(
        max_length=12, choices=choices(CaseFileState), default=CaseFileState.ACTIVE.value
    )
    elimination_reason = models.CharField(
        max_length=20, choices=EliminationReason.choices, blank=True
    )
    elimination_note = models.TextField(blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["sample_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "reference"], name="reference_is_unique_in_sample"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseFileState.ACTIVE.value, elimination_reason="")
                | (Q(state=CaseFileState.ELIMINATED.value) & ~Q(elimination_reason="")),
                name="eliminated_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_active(self) -> bool:
        return self.state == CaseFileState.ACTIVE


class Position(models.TextChoices):
    """Which of a file's reviews this is."""

    FIRST = "first", "First review"
    SECOND = "second", "Second review"
    AGREED = "agreed", "Agreed review"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators every review but those of the force they come
        from; an inspector's own; none otherwise.
        """
        if user.is_supervisor or user.is_administrator:
            return _without_home_force(self, user, "case_file__sample__inspection__force")
        if user.is_inspector:
            return self.filter(seen_by(user, "case_file__sample__inspection__"), reviewer=user)
        return self.none()

    def counted(self) -> Self:
        """The one review of each active file that counts in the figures."""
        return self.filter(counts=True, case_file__state=CaseFileState.ACTIVE)

    def with_casework(self) -> Self:
        """Joins what a page about a review names: its file, sample, inspection and people."""
        return self.select_related(
            "case_file__sample__inspection__force",
            "case_file__sample__version__checklist",
            "reviewer",
        )


class Review(models.Model):
    """One person's reading of one case file.

    ``asked`` and ``answered`` are the counts of ``relevance.progress_of`` as of the last
    recorded answer, kept here so that a list of files costs no more than its rows.
    """

    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="reviews")
    position = models.CharField(
        max_length=8, choices=Position.choices, default=Position.FIRST.value
    )
    counts = models.BooleanField(default=True)
    reviewer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True
    )
    state = models.CharField(
        max_length=12, choices=choices(ReviewState), default=ReviewState.UNALLOCATED.value
    )
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    allocated_at = models.DateTimeField(null=True, blank=True)
    last_answered_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["case_file_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "position"], name="one_review_per_position"
            ),
            models.UniqueConstraint(
                fields=["case_file"], condition=Q(counts=True), name="one_review_counts"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.UNALLOCATED.value, reviewer__isnull=True)
                | (Q(reviewer__isnull=False) & ~Q(state=ReviewState.UNALLOCATED.value)),
                name="allocated_review_has_reviewer",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "state"], name="review_by_reviewer")]

    def __str__(self) -> str:
        return f"{self.case_file} ({self.get_position_display().lower()})"

    @property
    def is_started(self) -> bool:
        return self.last_answered_at is not None


class Answer(models.Model):
    """The present answer of a review to a question.

    ``value`` is the canonical text of the answer, "" when it was cleared; ``count`` its
    number when the question asks for one. ``relevant`` is false when the question is not
    asked any more: the answer is kept and does not count. ``revision`` starts at 1 and
    rises with every recorded change; ``key`` is the sender's name for the last one, so
    that a repeated request is recognised.

    Only the indexes that something reads by are kept, as every save writes them all: the
    constraint below is the one by review.
    """

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.TextField(blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    relevant = models.BooleanField(default=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["review_id", "question__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="one_answer_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.value}"


class AnswerHistory(models.Model):
    """Every version of every answer, written by database triggers and never changed.

    A row holds the answer as it stood after an insert or update, or before a deletion.
    """

    answer_id = models.BigIntegerField()
    operation = models.CharField(max_length=6)
    recorded_at = models.DateTimeField()
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="history")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    count = models.PositiveIntegerField(null=True)
    note = models.TextField()
    relevant = models.BooleanField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    key = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "answer history"

    def __str__(self) -> str:
        return f"{self.operation} {self.question_id}: {self.value}"


class Comment(models.Model):
    """A remark on a review, or on one answer of it when ``question`` is set."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


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
    """One frozen figure of a sign-off."""

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

    class Meta:
        ordering = ["sign_off_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sign_off", "code"], name="one_result_per_measure"),
        ]

    def __str__(self) -> str:
        return self.sentence
