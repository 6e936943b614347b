"""Case files and their reviews."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import User
from cases.models.draws import Ticket
from cases.models.samples import Sample, SampleKind
from cases.states import IN, CaseFileState, ReviewState, choices
from forces.models import home_force, seen_by

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


class EliminationReason(models.TextChoices):
    """Why a case file cannot be reviewed."""

    WRONG_OFFENCE = "wrong_offence", "Wrong offence"
    SUB_JUDICE = "sub_judice", "Sub judice"
    MISSING = "missing", "File missing"
    DUPLICATE = "duplicate", "Same case as another file"
    OUTSIDE_WINDOW = "outside_window", "Outside the sample's dates"
    OTHER = "other", "Other"
    NOT_NEEDED = "not_needed", "Not needed any more"
    DRAW_WITHDRAWN = "draw_withdrawn", "Draw withdrawn"

    @classmethod
    def for_people(cls) -> list[Self]:
        """Those that a person chooses from: the others follow from what was done elsewhere."""
        return [reason for reason in cls if reason not in {cls.NOT_NEEDED, cls.DRAW_WITHDRAWN}]


def without_home_force(rows: Rows, user: User, path: str) -> Rows:
    """``path`` leads from the rows to the force of their inspection."""
    home = home_force(user)
    return rows if home is None else rows.exclude(**{path: home})


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def casework(self) -> Self:
        """All but the copies of reference files."""
        return self.filter(sample__kind=SampleKind.CASEWORK)

    def visible_to(self, user: User) -> Self:
        """Casework alone. For supervisors and administrators every file but those of the force
        they come from; an inspector's own; none otherwise.
        """
        if user.is_supervisor or user.is_administrator:
            return without_home_force(self.casework(), user, "sample__inspection__force")
        if user.is_inspector:
            seen = seen_by(user, "sample__inspection__")
            return self.casework().filter(seen, reviews__reviewer=user)
        return self.none()

    def active(self) -> Self:
        return self.filter(state=CaseFileState.ACTIVE)

    def of_standing_draws(self) -> Self:
        """All but the files of draws that were withdrawn: those may be in the sample again."""
        return self.exclude(elimination_reason=EliminationReason.DRAW_WITHDRAWN)


NOT_WITHDRAWN = ~Q(case_file__elimination_reason=EliminationReason.DRAW_WITHDRAWN)
"""Of a review: its file is none of a draw that was withdrawn."""


class CaseFile(models.Model):
    """One crime or incident of a sample: a reference and coded facts, never a name.

    A file that was drawn, or taken from the reserve, has the ``ticket`` that won it its
    place; ``replaces`` is the eliminated file whose place one from the reserve took.
    """

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
    ticket = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, related_name="case_file", null=True, blank=True
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["sample_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "reference"],
                condition=~Q(elimination_reason=EliminationReason.DRAW_WITHDRAWN.value),
                name="reference_is_unique_in_sample",
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

    @property
    def replacement(self) -> "CaseFile | None":
        """The file from the reserve that took its place, if one did."""
        return getattr(self, "replaced_by", None)


class Position(models.TextChoices):
    """Which of a file's reviews this is."""

    FIRST = "first", "First review"
    SECOND = "second", "Second review"
    AGREED = "agreed", "Agreed review"
    EXERCISE = "exercise", "Exercise"


ORIGINALS = (Position.FIRST, Position.SECOND)
"""The reviews in which a file is read; the agreed one is made of them.

An exercise, which is for calibration or practice, is none of them and never counts.
"""


AGREED_WORK = "Agreed after second review"
"""Whose work an agreed review is: that of the file's two reviewers, and not the moderator's."""


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators every review but those of the force they come
        from; an inspector's own, and the others of the same files; none otherwise.

        Reviews are blind: who holds the first or the second of a file sees no other review of
        it until both are in. What they have read before they go on seeing. An exercise is seen
        by who does it and nobody else.
        """
        path = "case_file__sample__inspection__"
        if user.is_supervisor or user.is_administrator:
            apart = Review.objects.kept_apart(user).values("case_file")
            seen = without_home_force(self, user, f"{path}force")
            seen = seen.filter(~Q(position=Position.EXERCISE) | Q(reviewer=user))
            return seen.filter(~Q(case_file__in=apart) | Q(reviewer=user) | _read_by(user))
        if user.is_inspector:
            # A person holds one review of a file at most, so the join doubles no row.
            seen = self.filter(seen_by(user, path), case_file__reviews__reviewer=user)
            return seen.filter(Q(reviewer=user) | ~Exists(_waiting()) | _read_by(user))
        return self.none()

    def held_by(self, user: User) -> Self:
        """The user's own, of those that they see: it asks less than ``visible_to``."""
        path = "case_file__sample__inspection__"
        if user.is_supervisor or user.is_administrator:
            return without_home_force(self.filter(reviewer=user), user, f"{path}force")
        if user.is_inspector:
            return self.filter(seen_by(user, path), reviewer=user)
        return self.none()

    def casework(self) -> Self:
        """All but exercises."""
        return self.exclude(position=Position.EXERCISE)

    def exercises(self) -> Self:
        return self.filter(position=Position.EXERCISE)

    def originals(self) -> Self:
        """The first and second reviews, whichever of a file's reviews counts."""
        return self.filter(position__in=ORIGINALS)

    def to_moderate(self) -> Self:
        """The second reviews of files whose reviews are both in and not agreed on."""
        first = Review.objects.filter(position=Position.FIRST, counts=True, state__in=IN)
        return self.filter(
            Exists(first.filter(case_file=OuterRef("case_file"))),
            position=Position.SECOND,
            state__in=IN,
            case_file__state=CaseFileState.ACTIVE,
        )

    def kept_apart(self, user: User) -> Self:
        """Those that ``user`` holds while the first or the second of their file is not in."""
        # Not Exists: PostgreSQL would join it, and a plan for any person reads every review then.
        first_waiting = Subquery(_waiting().order_by().values("pk")[:1])
        return (
            self.originals()
            .filter(reviewer=user)
            .alias(waits=first_waiting)
            .filter(waits__isnull=False)
        )

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


def _waiting() -> ReviewQuerySet:
    """The reviews that are not in of the file of an outer query of reviews."""
    originals = Review.objects.originals().filter(case_file=OuterRef("case_file"))
    return originals.exclude(state__in=IN)


def _read_by(user: User) -> Exists:
    return Exists(Reading.objects.filter(review=OuterRef("pk"), reader=user))


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
            models.UniqueConstraint(
                fields=["case_file", "reviewer"], name="reviewers_of_a_file_differ"
            ),
            models.CheckConstraint(
                condition=~Q(position=Position.EXERCISE.value) | Q(counts=False),
                name="exercise_never_counts",
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
    def is_exercise(self) -> bool:
        return self.position == Position.EXERCISE

    @property
    def work_of(self) -> str:
        """Whose work it is, by name; "" while it is nobody's."""
        if self.position == Position.AGREED:
            return AGREED_WORK
        return self.reviewer.name if self.reviewer else ""

    @property
    def is_started(self) -> bool:
        return self.last_answered_at is not None

    def title_for(self, reader: User) -> str:
        """What it is called. Nobody is told which of a file's reviews their own is."""
        is_own = self.reviewer_id == reader.pk and self.position != Position.AGREED
        return "Your review" if is_own else self.get_position_display()


class Reading(models.Model):
    """The first time that a reviewer of a file read another review of it.

    Whoever has read a review goes on seeing it, though it may be returned afterwards.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "reader"], name="one_first_reading"),
        ]

    def __str__(self) -> str:
        return f"{self.review} by {self.reader}"
