"""Frameworks: what is judged in a cycle, and the grades that can be given."""

from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User
from forces.models import Cycle
from judgments import framework as pure
from judgments.definition import parse


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def visible_to(self, user: User | AnonymousUser) -> "FrameworkQuerySet":
        """What is judged is public; everybody who signs in sees it."""
        return self if user.is_authenticated and user.is_active else self.none()

    def with_cycles(self) -> "FrameworkQuerySet":
        """With the cycle, and the one whose grades stand."""
        return self.select_related("cycle", "grades_stand_from")


class Framework(models.Model):
    """What is judged in one cycle. ``source`` is its definition, ``checksum`` the SHA-256 of it."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="framework")
    title = models.CharField(max_length=200)
    grades_stand_from = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.TextField()
    checksum = models.CharField(max_length=64)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__starts"]

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> pure.Framework:
        """The framework as plain values, without a query."""
        return _parsed(self.source)


@lru_cache(maxsize=32)
def _parsed(source: str) -> pure.Framework:
    return parse(source)


class Grade(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="grades")
    code = models.CharField(max_length=50)
    text = models.CharField(max_length=40)
    colour = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(help_text="1 for the best.")

    class Meta:
        ordering = ["framework_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="grade_code_unique"),
            models.UniqueConstraint(fields=["framework", "order"], name="grade_order_unique"),
        ]

    def __str__(self) -> str:
        return self.text


class Area(models.Model):
    """Something that is judged. ``graded`` says whether it usually is graded."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="areas")
    pillar = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    code = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    graded = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="area_code_unique"),
            models.UniqueConstraint(fields=["framework", "order"], name="area_order_unique"),
        ]

    def __str__(self) -> str:
        return self.title
