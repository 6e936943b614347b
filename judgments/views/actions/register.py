"""The register over all forces, and its lines."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from cases.views.exports import download, kind_label
from forces.models import home_force
from judgments import permissions
from judgments.actions.exporting import record_register_export
from judgments.actions.register import record_status
from judgments.models import STILL_OPEN, ActionQuerySet, StatusEntry
from judgments.register.filters import RegisterFilter
from judgments.register.forms import ProgressForm
from judgments.register.listed import listed, register_of
from judgments.register.people import who_confirms
from judgments.register.tables import history_table, register_table
from judgments.views.actions.lookup import visible_action
from judgments.views.actions.reading import action_page
from judgments.views.editing import count_as_read, save
from peel.lib.errors import require

PER_PAGE = 50


@require_safe
def register(request: AuthenticatedRequest) -> HttpResponse:
    """What all forces have to act on, with how far they are."""
    narrowed = RegisterFilter(request.GET, queryset=register_of(request.user))
    found = narrowed.qs
    counts = _counts(found)
    paginator = Paginator(found, PER_PAGE)
    paginator.count = counts["number"]
    page = paginator.get_page(request.GET.get("page"))
    today = timezone.localdate()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": narrowed.form,
        "page": page,
        "rows": [listed(action, today) for action in page],
        "counts": counts,
        "query": f"?{query.urlencode()}" if query else "",
        "crumbs": [("Judgments", reverse("judgments:home"))],
    }
    return render(request, "judgments/actions/register.html", context)


@require_GET
def export_register(request: AuthenticatedRequest, kind: str) -> HttpResponseBase:
    """The actions of the page, a row each; in a workbook also the lines of the register."""
    label = kind_label(kind)
    narrowed = RegisterFilter(request.GET, queryset=register_of(request.user))
    found, user = narrowed.qs, request.user
    what = f"the register as {label}"
    record_register_export(what=what, narrowed_to=request.GET.urlencode(), by=user)
    home = home_force(user)
    lines = history_table(found, unread=[home] if home else [], notes=not user.is_observer)
    sheets = [("Actions", register_table(found)), ("Register", lines)]
    return download(sheets, "register", kind)


@require_POST
def add_line(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Adds a line to the register of an action."""
    found = visible_action(request, pk)
    require(permissions.record_status(request.user, found))
    form = ProgressForm(request.POST, people=who_confirms(found.area.inspection.force))

    def write() -> StatusEntry:
        read = form.cleaned_data["read"]
        return record_status(action=found, progress=form.progress(), read=read, by=request.user)

    attempt = save(form, write)
    if attempt.made:
        messages.success(request, "The register is up to date.")
        return redirect(f"{found.get_absolute_url()}#register")
    if attempt.is_refused:
        count_as_read(request, form, "read", found.entries.count())
    return action_page(request, found, form)


def _counts(found: ActionQuerySet) -> dict[str, int]:
    """How many there are, and of these how many are open, overdue and complete."""
    late = Q(STILL_OPEN, deadline__lt=timezone.localdate())
    return found.order_by().aggregate(
        number=Count("pk"),
        still_open=Count("pk", filter=STILL_OPEN),
        overdue=Count("pk", filter=late),
        complete=Count("pk", filter=Q(status="complete") & ~Q(state="withdrawn")),
    )
