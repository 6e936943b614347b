"""Casework in Django's admin: to look things up, never to change them."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from cases.models import (
    Answer,
    AnswerHistory,
    CaseFile,
    Comment,
    FrozenAnswers,
    Result,
    Review,
    Sample,
    SignOff,
)


class CaseworkAdmin(ReadOnlyAdmin):
    """Casework changes through its actions alone, with rules and a record."""

    list_per_page = 50
    show_full_result_count = False
    actions = None


@admin.register(Sample)
class SampleAdmin(CaseworkAdmin):
    list_display = ["__str__", "name", "version", "target", "state"]
    list_filter = ["state"]
    list_select_related = ["inspection__force", "inspection__cycle", "version__checklist"]
    search_fields = ["slug", "name", "inspection__slug"]


@admin.register(CaseFile)
class CaseFileAdmin(CaseworkAdmin):
    list_display = ["reference", "sample", "position", "state", "elimination_reason"]
    list_filter = ["state", "elimination_reason"]
    list_select_related = ["sample__inspection"]
    search_fields = ["reference", "sample__inspection__slug"]


@admin.register(Review)
class ReviewAdmin(CaseworkAdmin):
    list_display = ["case_file", "position", "reviewer", "state", "answered", "asked"]
    list_filter = ["state", "position"]
    list_select_related = ["case_file", "reviewer"]
    search_fields = ["case_file__reference", "reviewer__name", "reviewer__email"]


@admin.register(Answer)
class AnswerAdmin(CaseworkAdmin):
    list_display = ["review", "question", "value", "relevant", "answered_by", "answered_at"]
    list_select_related = ["review__case_file", "question", "answered_by"]
    search_fields = ["=review__case_file__reference", "=question__code"]


@admin.register(AnswerHistory)
class AnswerHistoryAdmin(CaseworkAdmin):
    list_display = ["review", "question", "operation", "value", "revision", "recorded_at"]
    list_select_related = ["review__case_file", "question"]
    search_fields = ["=review__case_file__reference", "=question__code"]


@admin.register(Comment)
class CommentAdmin(CaseworkAdmin):
    list_display = ["review", "question", "by", "at", "resolved_at"]
    list_select_related = ["review__case_file", "question", "by"]
    search_fields = ["=review__case_file__reference"]


@admin.register(SignOff)
class SignOffAdmin(CaseworkAdmin):
    list_display = ["sample", "revision", "files", "by", "at", "reopened_at"]
    list_select_related = ["sample__inspection", "by"]
    search_fields = ["sample__inspection__slug", "sample__slug"]


@admin.register(Result)
class ResultAdmin(CaseworkAdmin):
    list_display = ["sign_off", "code", "numerator", "denominator", "sentence"]
    list_select_related = ["sign_off__sample__inspection"]
    search_fields = ["code", "sign_off__sample__inspection__slug"]


@admin.register(FrozenAnswers)
class FrozenAnswersAdmin(CaseworkAdmin):
    list_display = ["sign_off"]
    list_select_related = ["sign_off__sample__inspection"]
    search_fields = ["sign_off__sample__inspection__slug", "sign_off__sample__slug"]
    exclude = ["packed"]
