"""The review page, and what is done with a review as a whole."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import reviewing
from cases.actions.answering import PersonalDataWarning
from cases.actions.second_reviews import note_reading
from cases.models import Position, Review
from cases.moderation import Abilities, abilities_of, next_submitted, submitted_neighbours
from cases.overrides import Override, overrides_in
from cases.remarks import REPLY
from cases.review_sheet import ALL, NONE, Typed, facts_of, sheet_of
from cases.states import IN, LABELS, ReviewState, progress_state
from cases.views.lookup import visible_review
from peel.lib.errors import Invalid

VIEW_COOKIE = "review_view"
KEEPING = "X-Peel-Keep"
"""Sent by the service worker, which asks for pages that nobody chose to see."""
COMMENT = "comment-"
KEEP = "keep_personal_data"


@require_safe
@never_cache
def review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One stage of a review, or all of it; who may not answer it reads it."""
    found = visible_review(request, pk)
    if found.reviewer_id != request.user.pk:
        note_reading(reviews=[found.pk], by=request.user)
    asked_for = request.GET.get("stage", "")
    response = show_review(request, found, stage=asked_for)
    if asked_for and KEEPING not in request.headers:
        view = ALL if asked_for == ALL else ""
        response.set_cookie(VIEW_COOKIE, view, samesite="Lax", httponly=True)
    return response


def show_review(
    request: AuthenticatedRequest,
    found: Review,
    *,
    stage: str = "",
    typed: Mapping[str, Typed] = NONE,
    drafts: Mapping[str, str] = NONE,
    problems: Sequence[str] = (),
    personal: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a review. ``typed`` are refused answers, ``drafts`` refused comments.

    ``personal`` says that a comment was refused because it looks like personal data.
    """
    may = abilities_of(request.user, found)
    state = progress_state(found.state, is_started=found.is_started)
    chosen = stage or _view(request, found, may)
    before, after = submitted_neighbours(found, request.user) if may.resolve else (None, None)
    context = {
        "review": found,
        "title": found.title_for(request.user),
        "state": state,
        "state_label": LABELS[state],
        "sheet": sheet_of(found, chosen, typed, drafts),
        "facts": facts_of(found),
        "may": may,
        "may_mark": _may_mark(request, found),
        "before": before,
        "after": after,
        "drafts": drafts,
        "problems": problems,
        "personal": personal,
        "overridden": _overridden(request, found),
    }
    return render(request, "cases/review.html", context, status=status)


def _may_mark(request: AuthenticatedRequest, found: Review) -> bool:
    """Whether to offer that the review becomes a reference file."""
    if found.state != ReviewState.ACCEPTED or not found.counts:
        return False
    return permissions.lead_casework(request.user, found.case_file.sample.inspection) is None


def _overridden(request: AuthenticatedRequest, found: Review) -> dict[str, Override]:
    """What was agreed instead, by question code. Who reviewed the file learns it here."""
    first_counts = found.counts and found.position == Position.FIRST
    if found.state not in IN or first_counts:
        return {}
    overrides = {override.question.code: override for override in overrides_in(found)}
    if overrides:
        read = Review.objects.filter(case_file=found.case_file_id).order_by("pk")
        note_reading(reviews=read.values_list("pk", flat=True), by=request.user)
    return overrides


def _view(request: AuthenticatedRequest, found: Review, may: Abilities) -> str:
    """Every stage, or "" for the one where there is something to do."""
    if may.accept:
        # Comments on any stage go back together, so they are written on one page.
        return ALL
    if found.state == ReviewState.RETURNED:
        return ""
    return request.COOKIES.get(VIEW_COOKIE, "")


def review_address(found: Review, stage: str = "") -> str:
    address = reverse("cases:review", args=[found.pk])
    return f"{address}?stage={stage}" if stage else address


@require_POST
def submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Submit the review; when it is not complete, its page says what is missing."""
    found = visible_review(request, pk)
    try:
        reviewing.submit(review=pk, by=request.user)
    except Invalid as error:
        stage = request.POST.get("stage", "")
        return show_review(request, found, stage=stage, problems=error.messages, status=400)
    if found.is_exercise:
        messages.success(request, f"{found.case_file} is submitted. Here are the answers.")
        return redirect("cases:exercise", pk)
    messages.success(request, f"{found.case_file} is submitted to your supervisor.")
    return redirect("cases:my_work")


@require_POST
def accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Accept the review and lead on to the next one that waits."""
    found = visible_review(request, pk)
    reviewing.accept(review=pk, by=request.user)
    messages.success(request, f"{found.case_file} is accepted.")
    return _to_next_submitted(request, found)


@require_POST
def return_review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Return the review with a reason, comments on single answers, or both."""
    found = visible_review(request, pk)
    reason, comments = request.POST.get("reason", ""), _comments(request)
    try:
        reviewing.return_to_reviewer(
            review=pk,
            reason=reason,
            comments=comments,
            by=request.user,
            keep_personal_data=keeps_personal_data(request),
        )
    except Invalid as error:
        return with_drafts(request, found, error)
    messages.success(request, f"{found.case_file} is returned to {found.reviewer}.")
    return _to_next_submitted(request, found)


@require_POST
def step_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take the review one state back, with a reason."""
    found = visible_review(request, pk)
    try:
        made = reviewing.step_back(
            review=pk, reason=request.POST.get("reason", ""), by=request.user
        )
    except Invalid as error:
        return with_drafts(request, found, error)
    state = made.get_state_display().lower()
    messages.success(request, f"{found.case_file} is stepped back. It is {state} now.")
    return redirect(review_address(found))


def _to_next_submitted(request: AuthenticatedRequest, found: Review) -> HttpResponse:
    """On to the next file that waits for a supervisor, or back to the sample."""
    if waiting := next_submitted(found, request.user):
        return redirect("cases:review", waiting.pk)
    sample = found.case_file.sample
    return redirect("cases:sample", sample.inspection.slug, sample.slug)


def with_drafts(request: AuthenticatedRequest, found: Review, error: Invalid) -> HttpResponse:
    """The page again with every comment and reply that was being written."""
    replies = {name: str(text) for name, text in request.POST.items() if name.startswith(REPLY)}
    drafts = {
        **_comments(request),
        **replies,
        "reason": request.POST.get("reason", ""),
        "whole": request.POST.get(COMMENT, ""),
    }
    stage = request.POST.get("stage", "")
    return show_review(
        request,
        found,
        stage=stage,
        problems=error.messages,
        drafts=drafts,
        personal=isinstance(error, PersonalDataWarning),
        status=400,
    )


def keeps_personal_data(request: AuthenticatedRequest) -> bool:
    """Whether the person was warned about a comment and keeps it as it is."""
    return request.POST.get(KEEP) == "yes"


def _comments(request: AuthenticatedRequest) -> dict[str, str]:
    return {
        name.removeprefix(COMMENT): text
        for name, text in request.POST.items()
        if name.startswith(COMMENT) and name != COMMENT and isinstance(text, str)
    }
