"""Writing the evidence log: logging, changing, withdrawing, and attaching files."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.actions import attaching
from judgments.actions import evidence as logging
from judgments.evidence.forms import AttachForm, EvidenceForm, written
from judgments.evidence.log import citations_of, covered_areas
from judgments.models import Evidence
from judgments.views.confirming import Asked, with_reason
from judgments.views.editing import as_it_stands, posted, save
from judgments.views.evidence.reading import (
    evidence_page,
    to_log,
    visible_attachment,
    visible_evidence,
)
from judgments.views.lookup import Crumbs, drafts_of
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.uploads import MEGABYTE, takes_uploads

# Far above what one file may have, so that the form can say what is wrong and keep the text.
MOST_UPLOADED: Final = 100 * MEGABYTE


def _may_log(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return isinstance(user, User) and user.is_active and (user.is_inspector or user.is_supervisor)


@takes_uploads(most=MOST_UPLOADED, given_to=_may_log)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_new(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Logs a piece of evidence, with its files."""
    found = drafts_of(request, inspection)
    require(permissions.log_evidence(request.user, found))
    if not (areas := covered_areas(found)):
        raise Conflict(logging.NO_AREAS)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*posted, areas=areas, takes_files=True)

    def write() -> Evidence:
        return attaching.record_with_files(
            inspection=found,
            gathered=form.gathered(),
            uploads=form.cleaned_data["files"],
            by=request.user,
        )

    address = reverse("judgments:evidence_log", args=[found.slug])
    page = _Page("Log evidence", str(found), to_log(found), address, f"evidence-new:{found.slug}")
    return _answer(request, form, write, page)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_revise(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """Changes what was logged."""
    found = visible_evidence(request, inspection, number)
    require(permissions.log_evidence(request.user, found.inspection))
    logging.check_stands(found)
    areas = covered_areas(found.inspection)
    form = EvidenceForm(posted(request), areas=areas, initial=written(found))

    def write() -> Evidence:
        edition = form.cleaned_data["edition"] or 0
        return logging.revise_evidence(
            evidence=found, gathered=form.gathered(), edition=edition, by=request.user
        )

    page = _Page(
        f"Change {found}",
        str(found.inspection),
        _to_evidence(found),
        found.get_absolute_url(),
        f"evidence:{found.pk}",
        about=found,
    )
    return _answer(request, form, write, page)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_withdraw(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """Takes evidence out of the log, after asking."""
    found = visible_evidence(request, inspection, number)
    require(permissions.log_evidence(request.user, found.inspection))
    logging.check_stands(found)
    cited = [citation.finding.heading for citation in citations_of(found)]
    rests = f" What rests on it: {'; '.join(cited)}." if cited else ""
    asked = Asked(
        f"Withdraw {found}?",
        f"It stays readable with your reason, and can be put back.{rests}",
        "Withdraw",
        f"{found} is withdrawn.",
        danger=True,
    )
    act = partial(logging.withdraw_evidence, evidence=found, by=request.user)
    return with_reason(request, found, asked, act)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_put_back(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """Makes withdrawn evidence count again, after asking."""
    found = visible_evidence(request, inspection, number)
    require(permissions.log_evidence(request.user, found.inspection))
    asked = Asked(
        f"Put {found} back?", "It is in the log again, and can be cited.", "Put it back",
        f"{found} is back in the log.",
    )  # fmt: skip
    act = partial(logging.put_evidence_back, evidence=found, by=request.user)
    return with_reason(request, found, asked, act)


@takes_uploads(most=MOST_UPLOADED, given_to=_may_log)
@require_POST
def attach(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """Attaches files to a piece of evidence."""
    found = visible_evidence(request, inspection, number)
    require(permissions.log_evidence(request.user, found.inspection))
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = attaching.attach(
                evidence=found, uploads=form.cleaned_data["files"], by=request.user
            )
        except (Invalid, Conflict) as error:
            form.add_error("files", list(getattr(error, "messages", error.args)))
        else:
            are = "The file is" if len(made) == 1 else f"{len(made)} files are"
            messages.success(request, f"{are} attached.")
            return redirect(found)
    return evidence_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes an attached file back, after asking."""
    found = visible_attachment(request, pk)
    require(permissions.log_evidence(request.user, found.evidence.inspection))
    asked = Asked(
        f"Withdraw the file “{found.name}”?",
        "Only the supervisors of the team can read it then. It is kept with your reason, and can "
        "be put back.",
        "Withdraw",
        "The file is withdrawn.",
        danger=True,
    )
    act = partial(attaching.withdraw_attachment, attachment=found, by=request.user)
    return with_reason(request, found.evidence, asked, act)


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_put_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Attaches a withdrawn file again, after asking."""
    found = visible_attachment(request, pk)
    require(permissions.log_evidence(request.user, found.evidence.inspection))
    asked = Asked(
        f"Put the file “{found.name}” back?", "The whole team can read it again.", "Put it back",
        "The file is attached again.",
    )  # fmt: skip
    act = partial(attaching.put_attachment_back, attachment=found, by=request.user)
    return with_reason(request, found.evidence, asked, act)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page of the form says. ``draft`` names the text where a browser keeps it."""

    title: str
    caption: str
    crumbs: Crumbs
    cancel_url: str
    draft: str
    about: Evidence | None = None


def _answer(
    request: AuthenticatedRequest, form: EvidenceForm, write: Callable[[], Evidence], page: _Page
) -> HttpResponse:
    attempt = save(form, write)
    if attempt.made:
        messages.success(request, f"{attempt.made} is saved.")
        return redirect(f"{attempt.made.get_absolute_url()}#saved")
    context = {
        "form": form,
        "page": page,
        "stands": as_it_stands(request, form, attempt, page.about),
        "chose_files": bool(request.FILES) and bool(form.errors),
        "crumbs": page.crumbs,
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/evidence_form.html", context, status=status)


def _to_evidence(evidence: Evidence) -> Crumbs:
    return [*to_log(evidence.inspection), (str(evidence), evidence.get_absolute_url())]
