"""What concerns a person: the list of it, following it and putting it aside."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from cases.actions import noticing
from cases.models import Notice
from cases.notices import address_of, lines_of, newest_of, notices_of
from peel.lib.referrer import page_before
from peel.lib.storable import key_from

PER_PAGE = 50


@require_safe
def notices(request: AuthenticatedRequest) -> HttpResponse:
    """Everything the person was told of, read or not."""
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page.object_list)
    context = {
        "page": page,
        "lines": lines,
        "unread": any(not line.is_read for line in lines),
        "newest": newest_of(request.user),
    }
    return render(request, "cases/notices.html", context)


@require_safe
def notice(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Leads to what a notice is about. Who follows it has read it."""
    seen = Notice.objects.visible_to(request.user).select_related(
        "sample__inspection", "comment__question__stage"
    )
    found = get_object_or_404(seen, pk=pk)
    if request.method == "GET":
        noticing.mark_read(notices=[pk], by=request.user)
    return redirect(address_of(found, request.user))


@require_POST
def mark_read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts one notice aside."""
    get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    noticing.mark_read(notices=[pk], by=request.user)
    return redirect(page_before(request) or "cases:notices")


@require_POST
def mark_all_read(request: AuthenticatedRequest) -> HttpResponse:
    """Puts every notice aside that was there when the page was shown."""
    read = noticing.mark_all_read(
        until=key_from(request.POST.get("until", "")) or 0, by=request.user
    )
    messages.success(request, f"{read} notice{pluralize(read)} marked as read.")
    return redirect(page_before(request) or "cases:notices")
