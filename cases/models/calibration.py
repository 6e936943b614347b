"""Calibration: files whose right answers are known, and reviewing them to compare.

A calibration or practice review is an exercise: a review of its own case file, in a sample
that is no casework. It never counts.
"""

from typing import Self

from django.db import models

from accounts.models import User
from cases.models.files import CaseFile, Position, Review, without_home_force
from cases.models.samples import Sample, SampleKind
from checklists.instrument import Instrument
from checklists.models import Question, Version
from checklists.versions import instrument_of
from forces.models import seen_by

SOURCE_FORCE = "source__case_file__sample__inspection__force"


class ReferenceFileQuerySet(models.QuerySet["ReferenceFile"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators every one but those made from a file of the force
        they come from: who sees one sees its answers.
        """
        if user.is_supervisor or user.is_administrator:
            return without_home_force(self, user, SOURCE_FORCE)
        return self.none()

    def in_use(self) -> Self:
        return self.filter(retirement=None)

    def with_checklist(self) -> Self:
        return self.select_related("version__checklist")


class ReferenceFile(models.Model):
    """A copy of a reviewed file without anything that says whose it is.

    ``source`` is the review whose answers were taken. ``left_out_stages`` are those that its
    sample left out, so that there is no answer to their questions.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reference_files")
    source = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reference_files")
    facts = models.JSONField(default=dict)
    left_out_stages = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ReferenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What it is called in place of the reference of the file that it was made from."""
        return f"R{self.pk:04}"

    @property
    def is_in_use(self) -> bool:
        return not hasattr(self, "retirement")

    @property
    def instrument(self) -> Instrument:
        """The checklist as the file was reviewed with it: without the stages left out."""
        instrument = instrument_of(self.version)
        return instrument.without(self.left_out_stages) if self.left_out_stages else instrument

    @property
    def facts_in_words(self) -> str:
        """Its facts, as far as the checklist knows them, for a line in a list."""
        facts = self.instrument.facts
        known = [fact.label_of(self.facts[fact.code]) for fact in facts if fact.code in self.facts]
        return ", ".join(filter(None, known))


class ReferenceAnswer(models.Model):
    """The right answer to one question about a reference file, as an ``Answer`` holds one."""

    reference_file = models.ForeignKey(
        ReferenceFile, on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    count = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["reference_file_id", "question__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_file", "question"], name="one_reference_answer_per_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.value}"


class Retirement(models.Model):
    """That a reference file is not issued any more. What was issued stays."""

    reference_file = models.OneToOneField(
        ReferenceFile, on_delete=models.PROTECT, related_name="retirement"
    )
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.reference_file} retired"


class CalibrationRoundQuerySet(models.QuerySet["CalibrationRound"]):
    def visible_to(self, user: User) -> Self:
        """For supervisors and administrators all but those of the force they come from."""
        if user.is_supervisor or user.is_administrator:
            return without_home_force(self, user, "sample__inspection__force")
        return self.none()


class CalibrationRound(models.Model):
    """The same reference files for several people of one team, each by themselves.

    Its ``sample`` holds a case file for each person and reference file; the round is open
    while the sample is. ``due`` is the last day on which reviews are expected.
    """

    sample = models.OneToOneField(
        Sample, on_delete=models.PROTECT, related_name="calibration_round"
    )
    due = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = CalibrationRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sample.name


class IssuedFileQuerySet(models.QuerySet["IssuedFile"]):
    def visible_to(self, user: User) -> Self:
        """One's own alone, for everybody: others read a round as a whole."""
        path = "case_file__sample__inspection__"
        return self.filter(seen_by(user, path), case_file__reviews__reviewer=user)

    def of_rounds(self) -> Self:
        return self.filter(case_file__sample__kind=SampleKind.CALIBRATION)

    def held_by(self, reviewer: User) -> Self:
        return self.filter(
            case_file__reviews__position=Position.EXERCISE, case_file__reviews__reviewer=reviewer
        )


class IssuedFile(models.Model):
    """Which reference file the case file of an exercise is a copy of."""

    case_file = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="issued")
    reference_file = models.ForeignKey(
        ReferenceFile, on_delete=models.PROTECT, related_name="issued"
    )

    objects = IssuedFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.case_file.reference
