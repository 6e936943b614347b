"""Judgments in Django's admin: to look things up, never to change them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin
from accounts.models import User
from forces.models import home_force
from judgments.models import (
    Action,
    Area,
    Attachment,
    Evidence,
    Finding,
    FollowUp,
    Framework,
    Grade,
    InspectionArea,
    Judgment,
    Practice,
    Publication,
    Report,
    StatusEntry,
)


class JudgmentsAdmin(ReadOnlyAdmin):
    """Judgments change through their actions alone, with rules and a record."""

    list_per_page = 50
    show_full_result_count = False
    actions = None


@admin.register(Framework)
class FrameworkAdmin(JudgmentsAdmin):
    list_display = ["title", "cycle", "grades_stand_from", "checksum"]
    list_select_related = ["cycle", "grades_stand_from"]


@admin.register(Grade)
class GradeAdmin(JudgmentsAdmin):
    list_display = ["text", "framework", "order", "colour"]
    list_select_related = ["framework"]


@admin.register(Area)
class AreaAdmin(JudgmentsAdmin):
    list_display = ["title", "framework", "pillar", "graded", "order"]
    list_select_related = ["framework", "pillar"]
    search_fields = ["title"]


@admin.register(InspectionArea)
class InspectionAreaAdmin(JudgmentsAdmin):
    list_display = ["inspection", "area", "treatment"]
    list_filter = ["treatment", "inspection__cycle"]
    list_select_related = ["inspection__force", "inspection__cycle", "area"]
    search_fields = ["inspection__slug"]


@admin.register(Judgment)
class JudgmentAdmin(JudgmentsAdmin):
    list_display = ["area", "revision", "grade", "state", "published_on", "synthetic"]
    list_filter = ["state", "synthetic", "area__inspection__cycle"]
    list_select_related = [
        "area__inspection__force", "area__inspection__cycle", "area__area", "grade",
    ]  # fmt: skip
    search_fields = ["area__inspection__slug"]


class DraftsAdmin(JudgmentsAdmin):
    """What is not published. Administrators seconded from the force don't see it here either."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        seen: QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        return seen


@admin.register(Evidence)
class EvidenceAdmin(DraftsAdmin):
    list_display = ["__str__", "inspection", "kind", "gathered_on", "source_role", "withdrawn"]
    list_filter = ["kind", "withdrawn", "inspection__cycle"]
    list_select_related = ["inspection__force", "inspection__cycle"]
    search_fields = ["inspection__slug", "summary", "source_role"]


@admin.register(Attachment)
class AttachmentAdmin(DraftsAdmin):
    list_display = ["name", "evidence", "content_type", "size", "sha256", "withdrawn"]
    list_filter = ["content_type", "withdrawn"]
    list_select_related = ["evidence"]
    search_fields = ["name", "sha256", "evidence__inspection__slug"]


@admin.register(Action)
class ActionAdmin(DraftsAdmin):
    list_display = ["title", "area", "number", "kind", "state", "deadline", "published_on"]
    list_filter = ["kind", "state", "accelerated", "synthetic", "area__inspection__cycle"]
    list_select_related = [
        "area__inspection__force", "area__inspection__cycle", "area__area",
    ]  # fmt: skip
    search_fields = ["title", "area__inspection__slug"]


@admin.register(StatusEntry)
class StatusEntryAdmin(JudgmentsAdmin):
    list_display = ["action", "sequence", "status", "on", "recorded_by", "recorded_at"]
    list_filter = ["status"]
    list_select_related = ["action", "recorded_by"]
    search_fields = ["action__title", "action__area__inspection__slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusEntry]:
        """Without the notes about the force that the administrator is seconded from."""
        home = home_force(request.user) if isinstance(request.user, User) else None
        entries: QuerySet[StatusEntry] = super().get_queryset(request)
        return entries.exclude(action__area__inspection__force=home) if home else entries


@admin.register(FollowUp)
class FollowUpAdmin(DraftsAdmin):
    list_display = ["action", "inspection", "revision", "outcome", "published_on"]
    list_filter = ["outcome", "inspection__cycle"]
    list_select_related = ["action", "inspection__force", "inspection__cycle"]
    search_fields = ["action__title", "inspection__slug"]


@admin.register(Finding, Practice)
class PassageAdmin(DraftsAdmin):
    list_display = ["heading", "area", "kind", "order", "edition", "withdrawn"]
    list_filter = ["kind", "withdrawn", "synthetic", "area__inspection__cycle"]
    list_select_related = [
        "area__inspection__force", "area__inspection__cycle", "area__area",
    ]  # fmt: skip
    search_fields = ["heading", "area__inspection__slug"]


@admin.register(Report)
class ReportAdmin(DraftsAdmin):
    list_display = ["inspection", "edition", "written_by", "written_at"]
    list_filter = ["inspection__cycle"]
    list_select_related = ["inspection__force", "inspection__cycle", "written_by"]
    search_fields = ["inspection__slug"]


@admin.register(Publication)
class PublicationAdmin(JudgmentsAdmin):
    """Without the frozen content, which its own page prints."""

    list_display = ["report", "number", "published_on", "published_by", "reason", "checksum"]
    list_filter = ["report__inspection__cycle"]
    list_select_related = [
        "report__inspection__force", "report__inspection__cycle", "published_by",
    ]  # fmt: skip
    search_fields = ["report__inspection__slug", "checksum"]
    exclude = ["content"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        published: QuerySet[Publication] = super().get_queryset(request)
        return published.defer("content", "report__summary")
