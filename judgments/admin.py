"""Judgments in Django's admin: to look things up, never to change them."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from judgments.models import Area, Framework, Grade, InspectionArea, Judgment


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
