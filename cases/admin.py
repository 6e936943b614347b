"""Casework in Django's admin: to look things up, never to change them."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin
from accounts.models import User
from cases.blindness import still_reviews
from cases.models import (
    Answer,
    AnswerHistory,
    CalibrationRound,
    CaseFile,
    Comment,
    Decision,
    Draw,
    DrawStratum,
    Extract,
    FrozenAnswers,
    IssuedFile,
    Notice,
    PublishedResult,
    Reading,
    ReferenceAnswer,
    ReferenceFile,
    RememberedColumns,
    Reply,
    Result,
    Retirement,
    Review,
    Sample,
    SamplingPlan,
    SecondReviewDraw,
    SignOff,
    Ticket,
    Waiver,
    Withdrawal,
)


class CaseworkAdmin(ReadOnlyAdmin):
    """Casework changes through its actions alone, with rules and a record."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not for who still reviews files themselves: here every review of them shows."""
        allowed = super().has_view_permission(request, obj)
        return allowed and isinstance(request.user, User) and not still_reviews(request.user)


@admin.register(Sample)
class SampleAdmin(CaseworkAdmin):
    list_display = ["__str__", "name", "kind", "version", "target", "state"]
    list_filter = ["kind", "state"]
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
    list_display = ["review", "question", "by", "at", "state"]
    list_filter = ["state"]
    list_select_related = ["review__case_file", "question", "by"]
    search_fields = ["=review__case_file__reference"]


@admin.register(Reply)
class ReplyAdmin(CaseworkAdmin):
    list_display = ["comment", "act", "by", "at"]
    list_filter = ["act"]
    list_select_related = ["comment", "by"]
    search_fields = ["=comment__review__case_file__reference"]


@admin.register(Notice)
class NoticeAdmin(CaseworkAdmin):
    list_display = ["person", "kind", "sample", "at", "read_at", "mailed_at"]
    list_filter = ["kind"]
    list_select_related = ["person", "sample__inspection"]
    search_fields = ["person__name", "person__email"]


@admin.register(SignOff)
class SignOffAdmin(CaseworkAdmin):
    list_display = ["sample", "revision", "files", "by", "at", "reopened_at"]
    list_select_related = ["sample__inspection", "by"]
    search_fields = ["sample__inspection__slug", "sample__slug"]


@admin.register(Waiver)
class WaiverAdmin(CaseworkAdmin):
    list_display = ["sign_off", "requirement", "finding", "reason"]
    list_filter = ["requirement"]
    list_select_related = ["sign_off__sample__inspection"]
    search_fields = ["sign_off__sample__inspection__slug", "sign_off__sample__slug"]


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


@admin.register(SamplingPlan)
class SamplingPlanAdmin(CaseworkAdmin):
    list_display = ["title", "slug", "checklist", "shipped", "created_by", "at"]
    list_filter = ["shipped"]
    list_select_related = ["checklist", "created_by"]
    search_fields = ["slug", "title"]


@admin.register(Draw)
class DrawAdmin(CaseworkAdmin):
    list_display = ["__str__", "plan_title", "seed", "records", "by", "at"]
    list_select_related = ["sample__inspection", "by"]
    search_fields = ["sample__inspection__slug", "sample__slug", "=extract_sha256"]


@admin.register(Withdrawal)
class WithdrawalAdmin(CaseworkAdmin):
    list_display = ["draw", "by", "at"]
    list_select_related = ["draw__sample__inspection", "by"]
    search_fields = ["draw__sample__inspection__slug", "draw__sample__slug"]


@admin.register(DrawStratum)
class DrawStratumAdmin(CaseworkAdmin):
    list_display = ["draw", "position", "title", "records", "quota", "reserve"]
    list_select_related = ["draw__sample__inspection"]
    search_fields = ["title", "draw__sample__inspection__slug", "draw__sample__slug"]


@admin.register(Ticket)
class TicketAdmin(CaseworkAdmin):
    list_display = ["reference", "draw", "stratum", "is_reserve", "position", "ticket"]
    list_filter = ["is_reserve"]
    list_select_related = ["draw__sample__inspection", "stratum"]
    search_fields = ["=reference", "=ticket"]


@admin.register(Extract)
class ExtractAdmin(CaseworkAdmin):
    list_display = ["name", "sample", "state", "uploaded_by", "at"]
    list_filter = ["state"]
    list_select_related = ["sample__inspection", "uploaded_by"]
    search_fields = ["name", "sample__inspection__slug", "sample__slug", "=sha256"]


@admin.register(RememberedColumns)
class RememberedColumnsAdmin(CaseworkAdmin):
    list_display = ["force", "checklist"]
    list_select_related = ["force", "checklist"]
    search_fields = ["force__name", "checklist__title"]


@admin.register(ReferenceFile)
class ReferenceFileAdmin(CaseworkAdmin):
    list_display = ["code", "version", "by", "at"]
    list_select_related = ["version__checklist", "by"]
    search_fields = ["=pk", "by__name"]


@admin.register(ReferenceAnswer)
class ReferenceAnswerAdmin(CaseworkAdmin):
    list_display = ["reference_file", "question", "value"]
    list_select_related = ["reference_file", "question"]
    search_fields = ["=reference_file__pk", "=question__code"]


@admin.register(Retirement)
class RetirementAdmin(CaseworkAdmin):
    list_display = ["reference_file", "reason", "by", "at"]
    list_select_related = ["reference_file", "by"]
    search_fields = ["=reference_file__pk", "by__name"]


@admin.register(CalibrationRound)
class CalibrationRoundAdmin(CaseworkAdmin):
    list_display = ["__str__", "due", "by", "at"]
    list_select_related = ["sample", "by"]
    search_fields = ["sample__name", "sample__inspection__slug"]


@admin.register(IssuedFile)
class IssuedFileAdmin(CaseworkAdmin):
    list_display = ["case_file", "reference_file"]
    list_select_related = ["case_file", "reference_file"]
    search_fields = ["=case_file__reference"]


@admin.register(SecondReviewDraw)
class SecondReviewDrawAdmin(CaseworkAdmin):
    list_display = ["__str__", "share", "seed", "by", "at"]
    list_select_related = ["sample__inspection", "by"]
    search_fields = ["sample__inspection__slug", "sample__slug"]


@admin.register(Reading)
class ReadingAdmin(CaseworkAdmin):
    list_display = ["review", "reader", "at"]
    list_select_related = ["review__case_file", "reader"]
    search_fields = ["=review__case_file__reference", "reader__email"]


@admin.register(PublishedResult)
class PublishedResultAdmin(CaseworkAdmin):
    list_display = ["__str__", "revision", "percent", "half_width", "source", "by", "at"]
    list_filter = ["checklist", "synthetic", "withdrawn"]
    list_select_related = ["inspection", "by"]
    search_fields = ["inspection__slug", "code", "source"]


@admin.register(Decision)
class DecisionAdmin(CaseworkAdmin):
    list_display = ["case_file", "question", "revision", "chose", "value", "by", "at"]
    list_filter = ["chose"]
    list_select_related = ["case_file", "question", "by"]
    search_fields = ["=case_file__reference", "=question__code"]
