"""Taking in a force's list, and asking, answering and deciding about it."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.events import history_of
from accounts.requests import AuthenticatedRequest
from forces.indicators import actions, permissions
from forces.indicators.empty_list import empty_list
from forces.indicators.forms import AnswerForm, ImportForm, QuestionForm, ReasonForm
from forces.indicators.importing import Checked, check_content
from forces.indicators.periods import HalfYear, half_year_of, half_years_to
from forces.indicators.reading import Expected
from forces.indicators.shipped import shipped_indicators
from forces.indicators.submission_sheet import asked, received, sheet_of
from forces.indicators.views import to_force, visible_force
from forces.models import DataQuery, Force, Submission, SubmittedValue
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.tables import csv_lines

SHOWN = 200
RELATED = ("force", "received_by")


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Checks a list and takes it in whole, or shows every reason why it can't be."""
    force = visible_force(request, slug)
    require(permissions.enter_force_data(request.user, force))
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted, initial={"half_year": _last_ended().code})
    if not form.is_valid():
        return _import_page(request, force, form)
    upload, half_year = form.cleaned_data["upload"], form.cleaned_data["half_year"]
    content: bytes = upload.read()
    try:
        checked = _check(content, half_year)
        if checked.problems or request.POST.get("do") == "check":
            return _import_page(request, force, form, checked)
        file = actions.File(upload.name, hashlib.sha256(content).hexdigest())
        submission = actions.receive(
            force=force, half_year=half_year, values=checked.values, file=file, by=request.user
        )
    except (Invalid, Conflict) as error:
        form.add_error("upload", list(error.args[:1]))
        return _import_page(request, force, form)
    messages.success(request, received(submission))
    return redirect("forces:submission", submission.pk)


@require_GET
def list_template(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """An empty list of a half-year: one row for each value that is asked for."""
    force = visible_force(request, slug)
    require(permissions.enter_force_data(request.user, force))
    half_year = half_year_of(request.GET.get("half_year", _last_ended().code))
    if half_year is None:
        raise Http404("There is no such half-year.")
    table = empty_list(shipped_indicators(), half_year)
    name = f"{force.slug}-{half_year.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = "".join(csv_lines(table))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
def submission(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _submission_page(request, _submission(request, pk))


@require_POST
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Enters what the force answered to one query."""
    queries = DataQuery.objects.visible_to(request.user).select_related("submission__force")
    query = get_object_or_404(queries, pk=pk)
    require(permissions.enter_force_data(request.user, query.submission.force))
    form = AnswerForm(request.POST, prefix=f"query-{pk}")
    if not form.is_valid():
        found = _submission(request, query.submission_id)
        return _submission_page(request, found, answering=(pk, form), status=400)
    actions.answer(query=query, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "The answer is saved.")
    return redirect("forces:submission", query.submission_id)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks the force about one of its values."""
    values = SubmittedValue.objects.visible_to(request.user).select_related("submission__force")
    value = get_object_or_404(values, pk=pk)
    require(permissions.enter_force_data(request.user, value.submission.force))
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.ask(value=value, question=form.cleaned_data["question"], by=request.user)
        messages.success(request, "The query is saved. The list waits for its answer.")
        return redirect("forces:submission", value.submission_id)
    context = {"value": value, "form": form, "words": asked(value)}
    status = 400 if form.errors else 200
    return render(request, "forces/ask.html", context, status=status)


@require_POST
def accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _submission(request, pk)
    actions.accept(submission=found, by=request.user)
    messages.success(request, "The list is accepted. Its values stand in every figure.")
    return redirect("forces:submission", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "reject")


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "reopen")


WORDS = {
    "reject": {
        "title": "Reject this list?",
        "text": "Its values stay out of every figure. The list is kept, with your reason.",
        "button": "Reject the list",
        "done": "The list is rejected.",
    },
    "reopen": {
        "title": "Take this list up again?",
        "text": "Until it is accepted, figures go by the list that was accepted before it.",
        "button": "Take up again",
        "done": "The list is open again.",
    },
}


def _with_reason(request: AuthenticatedRequest, pk: int, act: str) -> HttpResponse:
    found = _submission(request, pk)
    require(permissions.enter_force_data(request.user, found.force))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    words = WORDS[act]
    if form.is_valid():
        acts = {"reject": actions.reject, "reopen": actions.reopen}
        acts[act](submission=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, words["done"])
        return redirect("forces:submission", pk)
    context = {**words, "form": form, "action": request.path, "danger": act == "reject"}
    context["cancel_url"] = found.get_absolute_url()
    return render(request, "confirm.html", context, status=400 if form.errors else 200)


def _submission(request: AuthenticatedRequest, pk: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(visible, pk=pk)


def _submission_page(
    request: AuthenticatedRequest,
    found: Submission,
    *,
    answering: tuple[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    may_not = permissions.enter_force_data(request.user, found.force)
    context = {
        "submission": found,
        "sheet": sheet_of(found, answering, may_answer=not may_not),
        "may_not_enter": may_not,
        "history": history_of(found),
        "crumbs": to_force(found.force),
    }
    return render(request, "forces/submission.html", context, status=status)


def _check(content: bytes, half_year: HalfYear) -> Checked:
    expected = Expected(shipped_indicators(), half_year, timezone.localdate())
    return check_content(content, expected)


def _last_ended() -> HalfYear:
    return half_years_to(timezone.localdate(), 2)[1]


def _import_page(
    request: AuthenticatedRequest, force: Force, form: ImportForm, checked: Checked | None = None
) -> HttpResponse:
    problems = checked.problems if checked else []
    context = {
        "force": force,
        "form": form,
        "checked": checked,
        "problems": problems[:SHOWN],
        "indicators": shipped_indicators().all,
        "half_years": form.fields["half_year"].choices[:4],  # type: ignore[attr-defined]
        "crumbs": to_force(force),
    }
    return render(
        request, "forces/import_list.html", context, status=400 if problems or form.errors else 200
    )
