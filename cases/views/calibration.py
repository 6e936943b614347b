"""Calibration and practice: reference files, rounds, and how people did."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import Role, User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import calibrating
from cases.actions.exporting import record_export
from cases.agreement.summaries import FEWEST
from cases.agreement_sheet import BANDS
from cases.calibration import (
    attempt_at,
    attempts_in,
    exercises_of,
    facts_of,
    files_to_practise,
    results_of,
    results_table,
    rounds_for,
    unfit_as_reference,
    wordings_of,
)
from cases.forms import ReasonForm
from cases.forms_calibration import RoundForm, WordingsForm
from cases.models import CalibrationRound, ReferenceFile, Review
from cases.views.breadcrumbs import Crumbs
from cases.views.exports import download
from cases.views.lookup import visible_inspection, visible_review
from cases.workload import inspections_of
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require


@require_safe
def calibration(request: AuthenticatedRequest) -> HttpResponse:
    """An inspector's exercises and what to practise with; else the rounds and reference files."""
    require(permissions.read_calibration(request.user))
    if request.user.is_inspector:
        context: dict[str, object] = {
            "exercises": exercises_of(request.user),
            "practice": files_to_practise(request.user),
        }
        return render(request, "cases/calibration_own.html", context)
    files = ReferenceFile.objects.visible_to(request.user).with_checklist()
    context = {
        "rounds": rounds_for(request.user),
        "files": files.select_related("retirement"),
        "inspections": _led(request.user) if request.user.is_supervisor else [],
        "today": timezone.localdate(),
    }
    return render(request, "cases/calibration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reference_file_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Marks a review as a reference file once somebody has read all its texts."""
    review = visible_review(request, pk)
    require(permissions.lead_casework(request.user, review.case_file.sample.inspection))
    if reason := unfit_as_reference(review):
        raise Conflict(reason)
    reference = review.case_file.reference
    form = WordingsForm(_posted(request), wordings=wordings_of(review), reference=reference)
    if form.is_valid():
        made = calibrating.mark_as_reference(review=pk, texts=form.texts(), by=request.user)
        messages.success(request, f"{reference} is the reference file {made} now.")
        return redirect("cases:reference_file", made.pk)
    facts = facts_of(review.case_file.sample.instrument, review.case_file.facts)
    context = {"review": review, "form": form, "facts": facts, "crumbs": _crumbs()}
    return render(request, "cases/calibration_mark.html", context)


@require_safe
def reference_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A reference file with its answers."""
    found = _visible_file(request, pk)
    instrument = found.instrument
    questions = {question.id: question for question in instrument.questions}
    answers = [
        (questions[a.question_id], questions[a.question_id].label_of(a.value), a.note)
        for a in found.answers.all()
        if a.question_id in questions
    ]
    may_retire = permissions.retire_reference_files(request.user) is None and found.is_in_use
    seen = Review.objects.visible_to(request.user).filter(pk=found.source_id)
    context = {
        "file": found,
        "facts": facts_of(instrument, found.facts),
        "answers": answers,
        "source": seen.select_related("case_file").first(),
        "form": ReasonForm() if may_retire else None,
        "crumbs": _crumbs(),
    }
    return render(request, "cases/calibration_file.html", context)


@require_POST
def retire(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Has a reference file issued no more."""
    found = _visible_file(request, pk)
    reason = request.POST.get("reason", "")
    try:
        calibrating.retire(reference_file=pk, reason=reason, by=request.user)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{found} is retired. It is issued to nobody any more.")
    return redirect("cases:reference_file", pk)


@require_POST
def practise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Starts a practice review, or goes on with the one at hand."""
    require(permissions.practise(request.user))
    get_object_or_404(ReferenceFile.objects.in_use(), pk=pk)
    review = calibrating.start_practice(reference_file=pk, by=request.user)
    return redirect("cases:review", review.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Starts a calibration round of an inspection's team."""
    found = visible_inspection(request, inspection)
    require(permissions.lead_casework(request.user, found))
    files = ReferenceFile.objects.visible_to(request.user).in_use().with_checklist()
    form = RoundForm(_posted(request), files=files, people=_inspectors_of(found))
    if form.is_valid():
        try:
            set_up = form.set_up()
            made = calibrating.start_round(inspection=found, set_up=set_up, by=request.user)
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            _say_issued(request, made, set_up.people)
            return redirect("cases:round", made.pk)
    context = {"inspection": found, "form": form, "files": files, "crumbs": _crumbs()}
    return render(request, "cases/calibration_round_new.html", context)


def _say_issued(
    request: AuthenticatedRequest, made: CalibrationRound, people: Iterable[User]
) -> None:
    exercises = Review.objects.filter(case_file__sample=made.sample_id)
    having = set(exercises.values_list("reviewer", flat=True))
    without = [person.name for person in people if person.pk not in having]
    if not without:
        messages.success(request, f"{made} is issued. Everybody has it in their work.")
        return
    messages.success(request, f"{made} is issued. Those who got files have them in their work.")
    messages.warning(
        request,
        f"Without a file: {', '.join(without)}. They know all that were chosen, or are seconded "
        "from the force that these are from.",
    )


@require_safe
def round_results(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How each person and question of a round did against the reference answers."""
    found = _readable_round(request, pk)
    attempts = attempts_in(found)
    may_lead = permissions.lead_casework(request.user, found.sample.inspection) is None
    context = {
        "round": found,
        "attempts": attempts,
        "results": results_of(found, attempts),
        "may_lead": may_lead,
        "may_export": permissions.export_casework(request.user, found.sample) is None,
        "bands": [(name, words) for _, name, words in BANDS],
        "fewest": FEWEST,
        "crumbs": _crumbs(),
    }
    return render(request, "cases/calibration_round.html", context)


@require_GET
def round_export(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """Every answer of the round beside the reference answer, as CSV."""
    found = _readable_round(request, pk)
    record_export(sample=found.sample, what="calibration answers as CSV", by=request.user)
    table = results_table(found, attempts_in(found))
    return download([("Calibration", table)], f"calibration-{found.pk}", "csv")


@require_POST
def round_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ends a round, or opens it again."""
    found = _readable_round(request, pk)
    if "reopen" in request.POST:
        calibrating.reopen_round(calibration_round=pk, by=request.user)
        messages.success(request, f"{found} is open again.")
    else:
        calibrating.end_round(calibration_round=pk, by=request.user)
        messages.success(request, f"{found} is ended. Nobody can answer in it any more.")
    return redirect("cases:round", pk)


@require_safe
def exercise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One's own exercise beside the reference answers, once it is submitted."""
    exercises = Review.objects.visible_to(request.user).exercises().with_casework()
    found = get_object_or_404(exercises, pk=pk, reviewer=request.user)
    require(permissions.read_reference_answers(found))
    attempt = attempt_at(found)
    context = {
        "review": found,
        "attempt": attempt,
        "rows": attempt.lines,
        "crumbs": _crumbs(),
    }
    return render(request, "cases/calibration_exercise.html", context)


def _visible_file(request: AuthenticatedRequest, pk: int) -> ReferenceFile:
    files = ReferenceFile.objects.visible_to(request.user).with_checklist()
    return get_object_or_404(files.select_related("retirement__by", "by"), pk=pk)


def _readable_round(request: AuthenticatedRequest, pk: int) -> CalibrationRound:
    rounds = CalibrationRound.objects.visible_to(request.user).select_related(
        "sample__inspection__force", "sample__inspection__cycle", "sample__version__checklist"
    )
    found = get_object_or_404(rounds, pk=pk)
    require(permissions.read_round(request.user, found))
    return found


def _led(supervisor: User) -> list[Inspection]:
    found = inspections_of(supervisor).select_related("force", "cycle").distinct()
    return list(found)


def _inspectors_of(inspection: Inspection) -> QuerySet[User]:
    team = User.objects.active().filter(memberships__inspection=inspection, role=Role.INSPECTOR)
    return team.select_related("secondment__force").order_by("name")


def _posted(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _crumbs() -> Crumbs:
    return [("Calibration", reverse("cases:calibration"))]
