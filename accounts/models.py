"""People, their roles and tokens, and the record of who did what."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Role(models.TextChoices):
    INSPECTOR = "inspector", "Inspector"
    SUPERVISOR = "supervisor", "Supervisor"
    ADMINISTRATOR = "administrator", "Administrator"
    OBSERVER = "observer", "Observer"


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def administrators(self) -> "UserQuerySet":
        return self.active().filter(role=Role.ADMINISTRATOR)

    def visible_to(self, user: "User | AnonymousUser") -> "UserQuerySet":
        """Supervisors and administrators see everybody; others see themselves."""
        if not (isinstance(user, User) and user.is_active):
            return self.none()
        if user.is_supervisor or user.is_administrator:
            return self
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def administrators(self) -> UserQuerySet:
        return self.get_queryset().administrators()

    def visible_to(self, user: "User | AnonymousUser") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(
        self, email: str, name: str, role: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Store a user; without a password nobody can sign in until one is set."""
        user = User(email=email.strip().lower(), name=name, role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, name: str, password: str | None = None, **fields: Any
    ) -> "User":
        """What Django's ``createsuperuser`` calls: an administrator."""
        return self.create_user(email, name, Role.ADMINISTRATOR, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "Another user already has this e-mail address."},
    )
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=Role, default=Role.INSPECTOR)
    is_active = models.BooleanField("active", default=True)
    may_export = models.BooleanField(
        "may export casework",
        default=False,
        help_text="May take answers, notes and files out of Peel, of whatever they may read in it.",
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="Write the e-mail address in lower case.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_inspector(self) -> bool:
        return self.role == Role.INSPECTOR

    @property
    def is_supervisor(self) -> bool:
        return self.role == Role.SUPERVISOR

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_observer(self) -> bool:
        return self.role == Role.OBSERVER

    @property
    def is_staff(self) -> bool:
        """Who may open Django's admin."""
        return self.is_administrator

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.is_active and self.is_administrator

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_administrator


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User | AnonymousUser) -> "EventQuerySet":
        """The whole record is for administrators; pages show the history of one thing."""
        if isinstance(user, User) and user.is_active and user.is_administrator:
            return self
        return self.none()


class Event(models.Model):
    """One thing that was done to one target. Written by ``accounts.events`` alone."""

    target = models.CharField(max_length=100)
    sequence = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    verb = models.CharField(max_length=50)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    at = models.DateTimeField(db_index=True)
    details = models.JSONField(default=dict, blank=True)
    previous_checksum = models.CharField(max_length=64, blank=True)
    checksum = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["target", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "sequence"], name="event_target_sequence_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.verb}"


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: User | AnonymousUser) -> "TokenQuerySet":
        """A token is its owner's alone."""
        if not (isinstance(user, User) and user.is_active):
            return self.none()
        return self.filter(user=user)

    def usable(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)


class Token(models.Model):
    """A personal key to the API. Only its SHA-256 digest is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
