"""Comments: written and settled on the page of a review, and listed over a sample."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import commenting
from cases.comment_list import CHOICES, WAITING, choices_of, comments_of, lines_of
from cases.models import Comment, Reply, Review, Sample
from cases.remarks import REPLY
from cases.views.breadcrumbs import Crumbs, to_inspection, to_sample
from cases.views.lookup import visible_review, visible_sample
from cases.views.reviews import COMMENT, keeps_personal_data, review_address, with_drafts
from peel.lib.errors import Invalid, require

PER_PAGE = 50


@require_POST
def comment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Add a comment on one answer, or on the whole review when no question is named."""
    found = visible_review(request, pk)
    question = request.POST.get("question", "")
    try:
        made = commenting.add_comment(
            review=pk,
            question=question,
            text=request.POST.get(f"{COMMENT}{question}", ""),
            by=request.user,
            keep_personal_data=keeps_personal_data(request),
        )
    except Invalid as error:
        return with_drafts(request, found, error)
    messages.success(request, "The comment is added.")
    return redirect(_address_of(request, found, made.pk))


@require_POST
def reply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Add to the thread of a comment."""
    return _act(request, pk, commenting.reply, "The reply is added.")


@require_POST
def resolve_comment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark a comment as dealt with."""
    return _act(request, pk, commenting.resolve_comment, "The comment is resolved.")


@require_POST
def reopen_comment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a resolved comment up again."""
    return _act(request, pk, commenting.reopen_comment, "The comment is reopened.")


def _act(
    request: AuthenticatedRequest, pk: int, act: Callable[..., Reply], done: str
) -> HttpResponse:
    seen = Comment.objects.visible_to(request.user)
    found = visible_review(request, get_object_or_404(seen, pk=pk).review_id)
    try:
        act(
            comment=pk,
            text=request.POST.get(f"{REPLY}{pk}", ""),
            by=request.user,
            keep_personal_data=keeps_personal_data(request),
        )
    except Invalid as error:
        return with_drafts(request, found, error)
    messages.success(request, done)
    return redirect(_address_of(request, found, pk))


def _address_of(request: AuthenticatedRequest, found: Review, comment: int) -> str:
    return f"{review_address(found, request.POST.get('stage', ''))}#c-{comment}"


@require_safe
def comments(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """The comments of a sample, on the reviews that the person sees."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_comments(request.user))
    chosen = request.GET.get("state", "")
    if chosen not in CHOICES:
        chosen = WAITING
    listed = comments_of(request.user, found, chosen)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "sample": found,
        "choices": choices_of(request.user, found, chosen),
        "chosen": chosen,
        "page": page,
        "lines": lines_of(found, page.object_list),
        "crumbs": _crumbs(request.user, found),
    }
    return render(request, "cases/comments.html", context)


def _crumbs(user: User, sample: Sample) -> Crumbs:
    if permissions.read_case_files(user, sample):
        return to_inspection(sample.inspection)
    return to_sample(sample)
