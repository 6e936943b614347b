"""The page of a case file, and taking a file out of its sample and back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import eliminating
from cases.actions.second_reviews import note_reading
from cases.filters import ELIMINATED
from cases.forms import EliminationForm, ReasonForm
from cases.history import authors_of, happenings_of, versions_of
from cases.models import CaseFile, Position, Review
from cases.states import LABELS, REVIEW_MOVES, ReviewState, move, progress_state
from cases.views.breadcrumbs import Crumbs, to_sample
from cases.views.lookup import visible_case_file
from peel.lib.errors import Conflict, Invalid, require


@require_safe
def case_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A file's facts, its reviews, who did what to it, and every version of its answers."""
    found = visible_case_file(request, pk)
    reviews = list(
        Review.objects.visible_to(request.user)
        .filter(case_file=found)
        .select_related("reviewer")
        .order_by("-counts", "pk")
    )
    note_reading(reviews=[review.pk for review in reviews], by=request.user)
    may_lead = permissions.lead_casework(request.user, found.sample.inspection) is None
    context = {
        "case_file": found,
        "crumbs": _crumbs(request.user, found),
        "facts": _facts(found),
        "reviews": [_listed(review, found, request.user, reviews) for review in reviews],
        "may_change": may_lead and found.sample.is_open,
        "moderation_words": _moderation_words(request.user, found, reviews),
        "elimination": found.get_elimination_reason_display(),
        "happenings": happenings_of(found, reviews),
        "authors": authors_of(found.sample.instrument, reviews, request.user),
        "versions": versions_of(found.sample.instrument, reviews),
    }
    return render(request, "cases/case_file.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def eliminate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes a file out of its sample, with a reason from the list."""
    found = _file_to_change(request, pk, to_be_active=True)
    form = EliminationForm(_posted(request))
    if form.is_valid():
        try:
            eliminated = eliminating.eliminate(
                case_file=pk, elimination=form.elimination(), by=request.user
            )
        except Invalid as error:
            form.add_error("note", list(error.messages))
        else:
            _say_eliminated(request, eliminated)
            return redirect("cases:case_file", pk)
    return _confirm(
        request,
        found,
        form=form,
        title=f"Eliminate {found.reference}?",
        text=_what_eliminating_does(found),
        button="Eliminate the file",
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts an eliminated file back into its sample, with a reason."""
    found = _file_to_change(request, pk, to_be_active=False)
    form = ReasonForm(_posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        eliminating.restore(case_file=pk, reason=reason, by=request.user)
        messages.success(request, f"{found.reference} is back in the sample and counts again.")
        return redirect("cases:case_file", pk)
    return _confirm(
        request,
        found,
        form=form,
        title=f"Restore {found.reference}?",
        text=_what_restoring_does(found),
        button="Restore the file",
        danger=False,
    )


def _file_to_change(request: AuthenticatedRequest, pk: int, *, to_be_active: bool) -> CaseFile:
    """The file, when this person may change it now. Raises Refused or Conflict."""
    found = visible_case_file(request, pk)
    require(permissions.lead_casework(request.user, found.sample.inspection))
    if not found.sample.is_open:
        raise Conflict("This sample is signed off. Reopen it first.")
    if found.is_active != to_be_active:
        raise Conflict(f"This file is {LABELS[found.state].lower()} already.")
    return found


def _what_eliminating_does(found: CaseFile) -> str:
    does = "The file leaves the figures. Its answers stay, and it can be restored."
    return f"{does} The next file in reserve takes its place." if found.ticket else does


def _what_restoring_does(found: CaseFile) -> str:
    does = "The file counts in the figures again, with the answers it had."
    if found.replacement and found.replacement.is_active:
        does += f" {found.replacement}, which took its place, goes back to the reserve."
    return does


def _say_eliminated(request: AuthenticatedRequest, eliminated: CaseFile) -> None:
    done = f"{eliminated.reference} is eliminated and no longer counts."
    if eliminated.replacement:
        done += f" {eliminated.replacement} takes its place and is not allocated yet."
    messages.success(request, done)
    if eliminated.ticket and not eliminated.replacement:
        stratum = eliminated.ticket.stratum
        messages.warning(
            request,
            f"No file is left in reserve for {stratum}, so nothing takes the place of "
            f"{eliminated.reference}.",
        )


def _posted(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _confirm(request: AuthenticatedRequest, found: CaseFile, **context: object) -> HttpResponse:
    page = reverse("cases:case_file", args=[found.pk])
    return render(request, "confirm.html", {"action": request.path, "cancel_url": page, **context})


def _facts(found: CaseFile) -> list[tuple[str, str]]:
    """The file's facts in words. Facts that the checklist doesn't know keep their codes."""
    stored = dict(found.facts)
    known = []
    for fact in found.sample.instrument.facts:
        value = stored.pop(fact.code, "")
        known.append((fact.label, fact.label_of(value) or "Not recorded"))
    return known + sorted(stored.items())


def _moderation_words(reader: User, found: CaseFile, reviews: Sequence[Review]) -> str:
    """What the link to the moderation of the file says, "" where there is nothing to moderate."""
    positions = {review.position: review for review in reviews}
    first = positions.get(Position.FIRST)
    if len(positions) < 2 and not (first and first.state == ReviewState.ACCEPTED):
        return ""
    if permissions.read_moderation(reader, found):
        return ""
    agreed = positions.get(Position.AGREED)
    if agreed and agreed.counts:
        return "How this file was agreed"
    return "Moderate this file" if Position.SECOND in positions else "Override answers"


def _listed(
    review: Review, found: CaseFile, reader: User, reviews: Sequence[Review]
) -> dict[str, object]:
    state = progress_state(review.state, is_started=review.is_started)
    is_agreed = any(other.position == Position.AGREED and other.counts for other in reviews)
    moves = found.is_active and not is_agreed and review.position != Position.AGREED
    back = move(REVIEW_MOVES, "step back", review.state) if moves else None
    return {
        "review": review,
        "title": review.title_for(reader),
        "is_own": review.reviewer_id == reader.pk,
        "state": state,
        "label": LABELS[state],
        "steps_back": back is not None,
        "back_to": LABELS[back.target] if back else "",
    }


def _crumbs(user: User, found: CaseFile) -> Crumbs:
    sample = found.sample
    if permissions.read_case_files(user, sample):
        return [("My work", reverse("cases:my_work"))]
    *above, (name, files) = to_sample(sample)
    return [*above, (name, files if found.is_active else f"{files}?state={ELIMINATED}")]
