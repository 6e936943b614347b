"""Second reviews of a sample: which files, who reviews them, and what is left to do."""

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Role, User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.allocation import allocate, share_equally
from cases.actions.second_reviews import (
    draw_second_reviews,
    files_to_choose_from,
    pick_for_second_review,
    reason_to_keep,
    withdraw_second_review,
)
from cases.forms import ReasonForm
from cases.forms_second_reviews import PickForm, SecondDrawForm
from cases.grid import members_who_may_review
from cases.models import CaseFile, Position, Review, Sample, SecondReviewDraw
from cases.second_review_draws import drawn_again
from cases.second_review_list import Stage, counts_of, pairs_of
from cases.views.breadcrumbs import to_sample
from cases.views.lookup import visible_sample
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.storable import key_from


@require_safe
def second_reviews(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """The files that are reviewed a second time, and the forms that choose more."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_second_reviews(request.user, found))
    return _show(request, found)


@require_POST
def second_reviews_draw(
    request: AuthenticatedRequest, inspection: str, sample: str
) -> HttpResponse:
    """Draws a share of the files."""
    found = _managed_sample(request, inspection, sample)
    form = SecondDrawForm(request.POST)
    if form.is_valid():
        try:
            made = draw_second_reviews(
                sample=found,
                share=form.cleaned_data["share"],
                seed=form.cleaned_data["seed"],
                by=request.user,
            )
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            files = _files(len(made.files))
            messages.success(request, f"{files} drawn. Say now who reviews them.")
            return redirect(_list_of(found))
    return _show(request, found, draw_form=form)


@require_POST
def second_reviews_pick(
    request: AuthenticatedRequest, inspection: str, sample: str
) -> HttpResponse:
    """Picks files by their references."""
    found = _managed_sample(request, inspection, sample)
    form = PickForm(request.POST)
    if form.is_valid():
        try:
            made = pick_for_second_review(
                sample=found, references=form.cleaned_data["references"], by=request.user
            )
        except Invalid as error:
            form.add_error("references", list(error.messages))
        else:
            messages.success(request, f"{_files(len(made))} picked. Say now who reviews them.")
            return redirect(_list_of(found))
    return _show(request, found, pick_form=form)


@require_POST
def second_reviews_allocate(
    request: AuthenticatedRequest, inspection: str, sample: str
) -> HttpResponse:
    """Gives the chosen second reviews to one inspector, or shares them among several."""
    found = _managed_sample(request, inspection, sample)
    do = _shared if request.POST.get("do") == "share" else _given
    try:
        messages.success(request, do(request, found))
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    return redirect(_list_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def second_review_withdraw(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """Takes back the choice of a file, with a reason, while nobody started its second review."""
    found = _managed_sample(request, inspection, sample)
    seconds = Review.objects.visible_to(request.user).filter(position=Position.SECOND)
    review = get_object_or_404(seconds.select_related("case_file"), pk=pk, case_file__sample=found)
    review.case_file.sample = found
    if refused := reason_to_keep(review):
        raise Conflict(refused)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        withdraw_second_review(review=pk, reason=reason, by=request.user)
        messages.success(request, f"{review.case_file} is not reviewed a second time any more.")
        return redirect(_list_of(found))
    context = {
        "form": form,
        "title": f"Withdraw the second review of {review.case_file}?",
        "text": _what_withdrawing_does(review),
        "button": "Withdraw it",
        "danger": True,
        "action": request.path,
        "cancel_url": _list_of(found),
    }
    return render(request, "confirm.html", context)


@require_safe
def second_review_draw(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> HttpResponse:
    """The record of a draw: what anybody needs to make it again, and whether it comes out."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_second_reviews(request.user, found))
    draws = SecondReviewDraw.objects.visible_to(request.user).select_related("by")
    draw = get_object_or_404(draws, revision=revision, sample=found)
    sizes = Counter(tuple(cell) for cell in draw.frame.values())
    titles = {stratum["code"]: stratum["title"] for stratum in draw.plan["strata"]}
    context = {
        "sample": found,
        "draw": draw,
        "facts": _facts(draw),
        "strata": [
            (stratum["title"], sizes[_cell(stratum)], stratum["quota"])
            for stratum in draw.plan["strata"]
        ],
        "tickets": [
            (ticket["reference"], titles[ticket["stratum"]], ticket["ticket"])
            for ticket in draw.files
        ],
        "comes_out": drawn_again(draw.frame, draw.share, draw.seed) == draw.files,
        "crumbs": [*to_sample(found), ("Second reviews", _list_of(found))],
    }
    return render(request, "cases/second_review_draw.html", context)


def _managed_sample(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    found = visible_sample(request, inspection, sample)
    require(permissions.manage_second_reviews(request.user, found))
    return found


def _show(
    request: AuthenticatedRequest,
    sample: Sample,
    draw_form: SecondDrawForm | None = None,
    pick_form: PickForm | None = None,
) -> HttpResponse:
    refused = next((form for form in (draw_form, pick_form) if form), None)
    pairs = pairs_of(sample, request.user)
    chosen = request.GET.get("stage", "")
    may_manage = sample.is_open and not permissions.manage_second_reviews(request.user, sample)
    listed = [pair for pair in pairs if pair.stage == chosen] if chosen in set(Stage) else pairs
    context = {
        "sample": sample,
        "pairs": listed,
        "files": len(pairs),
        "active": CaseFile.objects.filter(sample=sample).active().count(),
        "stage": chosen,
        "counts": counts_of(pairs),
        "may_manage": may_manage,
        "to_choose_from": files_to_choose_from(sample).count() if may_manage else 0,
        "members": list(_inspectors(sample)) if may_manage else [],
        "draws": list(sample.second_review_draws.select_related("by")),
        "form": refused,
        "draw_form": draw_form or SecondDrawForm(),
        "pick_form": pick_form or PickForm(),
        "crumbs": to_sample(sample),
    }
    return render(request, "cases/second_reviews.html", context, status=400 if refused else 200)


def _inspectors(sample: Sample) -> QuerySet[User]:
    return members_who_may_review(sample.inspection).filter(role=Role.INSPECTOR)


def _given(request: AuthenticatedRequest, sample: Sample) -> str:
    member = _person(request.POST.get("to", ""), "Choose who reviews the files.")
    moved = allocate(sample=sample, reviews=_chosen(request, sample), to=member, by=request.user)
    if not moved:
        return f"{member.name} had these files already. Nothing was changed."
    return f"{_files(moved)} given to {member.name} for a second review."


def _shared(request: AuthenticatedRequest, sample: Sample) -> str:
    reason = "Choose who the second reviews are shared among."
    members = [_person(sent, reason) for sent in request.POST.getlist("among")]
    shared = share_equally(
        sample=sample, reviews=_chosen(request, sample), among=members, by=request.user
    )
    people = "1 person" if len(members) == 1 else f"{len(members)} people"
    return f"{_files(shared.files)} shared among {people}. Nobody has a file they know."


def _chosen(request: AuthenticatedRequest, sample: Sample) -> list[int]:
    """The second reviews that were chosen: others are given out on the page of files."""
    keys = [key for sent in request.POST.getlist("review") if (key := key_from(sent))]
    seconds = Review.objects.filter(position=Position.SECOND, case_file__sample=sample, pk__in=keys)
    return list(seconds.order_by("pk").values_list("pk", flat=True))


def _person(sent: str, reason: str) -> User:
    key = key_from(sent)
    if key is None:
        raise Invalid(reason)
    return get_object_or_404(User, pk=key)


def _what_withdrawing_does(review: Review) -> str:
    if review.reviewer:
        return f"It leaves {review.reviewer}'s work. The first review stays as it is."
    return "Nobody has it yet. The first review stays as it is."


def _facts(draw: SecondReviewDraw) -> list[tuple[str, str]]:
    return [
        ("Drawn", f"{len(draw.files)} of {len(draw.frame)} files, {draw.share} percent rounded up"),
        ("By", str(draw.by)),
        ("Seed", draw.seed),
        ("Ticket", "SHA-256 of the seed, a comma and the reference; the lowest are drawn"),
        ("Algorithm", draw.algorithm),
    ]


def _cell(stratum: dict[str, dict[str, list[str]]]) -> tuple[str, str]:
    where = stratum["where"]
    return where["group"][0], where["reviewer"][0]


def _list_of(sample: Sample) -> str:
    return reverse("cases:second_reviews", args=[sample.inspection.slug, sample.slug])


def _files(number: int) -> str:
    return "1 file is" if number == 1 else f"{number} files are"
