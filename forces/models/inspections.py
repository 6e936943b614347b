"""Forces, cycles, inspections and their teams."""

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import User


class Region(models.TextChoices):
    NORTH_EAST = "north-east", "North East"
    NORTH_WEST = "north-west", "North West"
    YORKSHIRE_AND_THE_HUMBER = "yorkshire-and-the-humber", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east-midlands", "East Midlands"
    WEST_MIDLANDS = "west-midlands", "West Midlands"
    EASTERN = "eastern", "Eastern"
    LONDON = "london", "London"
    SOUTH_EAST = "south-east", "South East"
    SOUTH_WEST = "south-west", "South West"
    WALES = "wales", "Wales"


class Noun(models.TextChoices):
    CONSTABULARY = "constabulary", "the constabulary"
    FORCE = "force", "the force"


class ForceQuerySet(models.QuerySet["Force"]):
    def visible_to(self, user: User | AnonymousUser) -> "ForceQuerySet":
        """Which forces there are is public; everybody who signs in sees them."""
        return self if user.is_authenticated and user.is_active else self.none()


class Force(models.Model):
    code = models.CharField(max_length=20, unique=True, help_text="The police force area code.")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, unique=True)
    short_name = models.CharField(max_length=60, unique=True)
    noun = models.CharField(max_length=20, choices=Noun, default=Noun.FORCE)
    region = models.CharField(max_length=30, choices=Region)
    most_similar = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="most_similar_of"
    )

    objects = ForceQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        constraints = [
            models.CheckConstraint(condition=Q(noun__in=Noun.values), name="force_noun_known"),
        ]

    def __str__(self) -> str:
        return self.name


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, user: User | AnonymousUser) -> "CycleQuerySet":
        """Which cycles there are is public; everybody who signs in sees them."""
        return self if user.is_authenticated and user.is_active else self.none()


class Cycle(models.Model):
    """A round of inspections. The decimals are those its estimates are printed with."""

    slug = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40, unique=True)
    starts = models.DateField()
    ends = models.DateField()
    rate_decimals = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(4)])
    interval_decimals = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(4)]
    )

    agreement_level = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="How far two reviewers of the same files are to agree: the least Gwet's AC1 "
        "over a sample, from 0 to 1. A sample below it is signed off with a reason alone. Left "
        "empty, no level is set.",
    )

    estimate_threshold = models.PositiveSmallIntegerField(
        default=30,
        help_text="An estimate from fewer cases is not printed: there are too few to estimate. "
        "For crimes within incidents, the cases are the crimes.",
    )
    finite_population = models.BooleanField(
        default=False,
        help_text="Whether intervals are narrowed by the share of all records that was drawn, "
        "where the number of records is known.",
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="cycle_ends_after_start",
                violation_error_message="The cycle must not end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(agreement_level__gte=0, agreement_level__lte=1),
                name="cycle_agreement_level_is_a_share",
                violation_error_message="Enter a level of agreement from 0 to 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def seen_by(user: User | AnonymousUser, path: str = "") -> Q:
    """The condition that ``user`` sees an inspection.

    ``path`` leads there from the rows that are filtered, such as ``"sample__inspection__"``.
    It joins, because a subquery takes Django longer to write than the database to answer.
    """
    if not (isinstance(user, User) and user.is_active):
        return Q(pk__in=[])
    if not user.is_inspector:
        return Q()
    joined = TeamMember.objects.filter(user=user).order_by().values("inspection")
    return Q(**{f"{path}pk__in": joined}) | Q(**{f"{path}lead": user})


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User | AnonymousUser) -> "InspectionQuerySet":
        """Inspectors see those they work on; every other role sees all inspections."""
        return self.filter(seen_by(user))


class Inspection(models.Model):
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="inspections")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="inspections")
    slug = models.SlugField(max_length=90, unique=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections_led"
    )
    team = models.ManyToManyField(User, through="TeamMember", related_name="inspections_joined")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__starts", "force__short_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "cycle"],
                name="inspection_force_cycle_unique",
                violation_error_message="This force already has an inspection in this cycle.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="inspection_ends_after_start",
                violation_error_message="The inspection must not end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force.short_name} {self.cycle.name}"


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def visible_to(self, user: User | AnonymousUser) -> "TeamMemberQuerySet":
        inspections = Inspection.objects.visible_to(user)
        return self.filter(inspection__in=inspections.order_by())


class TeamMember(models.Model):
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"],
                name="teammember_inspection_user_unique",
                violation_error_message="This person is already on the team.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.inspection}"


class SecondmentQuerySet(models.QuerySet["Secondment"]):
    def visible_to(self, user: User | AnonymousUser) -> "SecondmentQuerySet":
        return self.filter(user__in=User.objects.visible_to(user).order_by())


class Secondment(models.Model):
    """The force that a person comes from and must not inspect."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="secondment")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="secondments")

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self) -> str:
        return f"{self.user.name}, seconded from {self.force.name}"


def home_force(user: User) -> int | None:
    """The primary key of the force that ``user`` is seconded from; asked once for each object."""
    secondment: Secondment | None = getattr(user, "secondment", None)
    return secondment.force_id if secondment else None
