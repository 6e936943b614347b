"""The moderation of a file, and the report of what was overridden in a sample."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import moderating
from cases.actions.answering import PersonalDataWarning
from cases.actions.exporting import record_export
from cases.actions.moderating import DecidedElsewhere, Ruling
from cases.file_moderation import Moderation, moderation_of
from cases.foresight import Foresight
from cases.models import CaseFile, Choice, Sample
from cases.moderation_sheet import (
    THIRD,
    Draft,
    ModerationSheet,
    moderation_sheet,
)
from cases.overrides import overrides_of, overrides_table
from cases.relevance import Given
from cases.review_sheet import facts_of
from cases.views.breadcrumbs import to_sample
from cases.views.exports import download
from cases.views.figures import crumbs_of
from cases.views.lookup import visible_case_file, visible_sample
from peel.lib.errors import Invalid, require


@require_safe
@never_cache
def moderate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The reviews of a file side by side, what differs first."""
    return _page(request, _readable_file(request, pk))


def _page(
    request: AuthenticatedRequest,
    found: CaseFile,
    *,
    draft: Draft | None = None,
    reason: str = "",
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    moderation = moderation_of(found)
    refused = permissions.moderate_file(request.user, found)
    opened = request.GET.get("decide", "")
    sheet = moderation_sheet(
        moderation, decides=not refused and not moderation.closed, opened=opened, draft=draft
    )
    context = {
        "case_file": found,
        "moderation": moderation,
        "sheet": sheet,
        "facts": facts_of(moderation.first),
        "refused": refused,
        "decides": not refused and not moderation.closed,
        "steps_back": not refused and moderation.counts and found.sample.is_open,
        "reason": reason,
        "problems": [*problems, *_not_shown(draft, sheet)],
        "crumbs": [
            *to_sample(found.sample),
            (found.reference, reverse("cases:case_file", args=[found.pk])),
        ],
    }
    return render(request, "cases/moderate.html", context, status=status)


def _not_shown(draft: Draft | None, sheet: ModerationSheet) -> list[str]:
    """What is wrong with a draft on a question that the page does not offer any more."""
    if draft is None or any(row.draft and row.options for row in sheet.differences):
        return []
    return [draft.problem]


@require_POST
def decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Record one decision; what can't be recorded comes back with the reason."""
    found = _readable_file(request, pk)
    require(permissions.moderate_file(request.user, found))
    ruling = _ruling(request.POST)
    try:
        if ruling is None:
            raise Invalid("Choose an answer.")
        moderating.decide(case_file=pk, ruling=ruling, by=request.user)
    except PersonalDataWarning as warning:
        return _refused(request, found, str(warning), status=400, is_personal=True)
    except Invalid as error:
        return _refused(request, found, str(error), status=400)
    except DecidedElsewhere as error:
        return _refused(request, found, str(error), status=409)
    return _after_deciding(request, found, ruling)


@require_POST
def agree(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Have what is agreed count."""
    found = _readable_file(request, pk)
    try:
        moderating.agree(case_file=pk, by=request.user)
    except Invalid as error:
        return _page(request, found, problems=error.messages, status=400)
    messages.success(request, f"The agreed answers of {found.reference} count now.")
    return redirect("cases:moderate", pk)


@require_POST
def step_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Have the first review count again, with a reason."""
    found = _readable_file(request, pk)
    reason = request.POST.get("reason", "")
    try:
        moderating.step_back_agreement(case_file=pk, reason=reason, by=request.user)
    except Invalid as error:
        return _page(request, found, reason=reason, problems=error.messages, status=400)
    messages.success(request, f"The first review of {found.reference} counts again.")
    return redirect("cases:moderate", pk)


@require_GET
@never_cache
def effect(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    """What an answer that is typed in would do to the figures."""
    found = _readable_file(request, pk)
    moderation = moderation_of(found)
    try:
        question = moderation.instrument.question(request.GET.get("question", ""))
        value, _ = question.clean(request.GET.get("value", ""))
    except (KeyError, ValueError) as error:
        return JsonResponse({"detail": _detail(error)}, status=400)
    moved = Foresight(moderation).effects_of(question.code, Given(value)) if value else []
    told = [{"label": e.measure.label, "was": e.was, "becomes": e.becomes} for e in moved]
    return JsonResponse({"effects": told})


@require_safe
def overrides(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Every answer of the sample that was overridden."""
    found = _readable_sample(request, inspection, sample)
    listed = overrides_of(found)
    context = {
        "sample": found,
        "overrides": listed,
        "files": len({override.file for override in listed}),
        "may_not_export": permissions.export_casework(request.user, found),
        "crumbs": crumbs_of(request, found),
    }
    return render(request, "cases/overrides.html", context)


@require_GET
def export_overrides(
    request: AuthenticatedRequest, inspection: str, sample: str
) -> HttpResponseBase:
    """The same as CSV."""
    found = _readable_sample(request, inspection, sample)
    record_export(sample=found, what="overridden answers as CSV", by=request.user)
    name = f"{found.inspection.slug}-{found.slug}-overrides"
    return download([("Overrides", overrides_table(overrides_of(found)))], name, "csv")


def _readable_file(request: AuthenticatedRequest, pk: int) -> CaseFile:
    found = visible_case_file(request, pk)
    require(permissions.read_moderation(request.user, found))
    return found


def _readable_sample(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    found = visible_sample(request, inspection, sample)
    require(permissions.read_case_files(request.user, found))
    return found


def _ruling(sent: QueryDict) -> Ruling | None:
    """What was sent, or None when it chooses nothing that there is."""
    key = sent.get("chose", "")
    chose = Choice.THIRD.value if key.startswith(THIRD) else key
    if chose not in Choice.values:
        return None
    revision = sent.get("revision", "")
    return Ruling(
        question=sent.get("question", ""),
        chose=Choice(chose),
        value=key.removeprefix(THIRD) or sent.get("value", "") if chose == Choice.THIRD else "",
        note=sent.get("note", ""),
        reason=sent.get("reason", ""),
        base_revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
        keep_personal_data="keep_personal_data" in sent,
    )


def _refused(
    request: AuthenticatedRequest,
    found: CaseFile,
    problem: str,
    *,
    status: int,
    is_personal: bool = False,
) -> HttpResponse:
    sent = request.POST
    draft = Draft(
        question=sent.get("question", ""),
        chose=sent.get("chose", ""),
        value=sent.get("value", ""),
        note=sent.get("note", ""),
        reason=sent.get("reason", ""),
        problem=problem,
        is_personal=is_personal,
    )
    return _page(request, found, draft=draft, status=status)


def _after_deciding(request: AuthenticatedRequest, found: CaseFile, ruling: Ruling) -> HttpResponse:
    moderation = moderation_of(found)
    number = moderation.instrument.question(ruling.question).number
    done = "is taken back" if ruling.chose == Choice.OPEN else "is saved"
    messages.success(request, f"The decision on {number} {done}. {_left(moderation)}")
    waiting = moderation.agreed.open
    place = f"q-{waiting[0]}" if waiting else "agree"
    return redirect(f"{reverse('cases:moderate', args=[found.pk])}#{place}")


def _left(moderation: Moderation) -> str:
    left = len(moderation.agreed.open)
    return f"{left} left to decide." if left else "Nothing is left to decide."


def _detail(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "There is no such question."
