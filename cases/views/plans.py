"""Planning a draw: the plan in the making, part by part, and the plans that are saved."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.extracts import MOVED_ON, change_plan
from cases.actions.plans import discard_plan, save_plan
from cases.extract_sheet import by_value
from cases.forms_plans import FORMS, ConditionForm, FrameForm, SavedPlanForm, SaveForm
from cases.models import Extract, SamplingPlan
from cases.plan_drafts import (
    KINDS,
    Draft,
    Kind,
    checked_entry,
    moved_up,
    with_entry,
    without_entry,
)
from cases.plan_sheet import assessment_of, frame_in_words, sections_of
from cases.plans import plan_of
from cases.sampling.plans import read_plan
from cases.sampling.seeds import fresh_seed
from cases.states import ExtractState
from cases.views.breadcrumbs import Crumbs, to_sample
from cases.views.lookup import led_extract
from checklists.models import Version
from checklists.versions import instrument_of
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.storable import key_from

TITLES: dict[Kind, tuple[str, str]] = {
    "strata": ("Add a stratum", "Change a stratum"),
    "minimums": ("Add a minimum", "Change a minimum"),
    "exclusions": ("Add an exclusion", "Change an exclusion"),
}


@require_safe
def plan(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> HttpResponse:
    """The plan in the making, what it still lacks, and the way to each of its parts."""
    found = _read_extract(request, inspection, sample, pk)
    draft: Draft = found.plan
    instrument = found.sample.instrument
    context = _context(found) | {
        "draft": draft,
        "sections": sections_of(draft, instrument.facts),
        "frame": [*frame_in_words(draft), ("Seed", found.seed)],
        "assessment": assessment_of(found),
        "saved_form": SavedPlanForm(checklist=instrument.checklist),
        "crumbs": _crumbs(found),
    }
    return render(request, "cases/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_frame(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """The plan's title, target and reserve, and the seed."""
    found = _read_extract(request, inspection, sample, pk)
    draft: Draft = found.plan
    initial = {
        "title": draft["title"],
        "target": draft["target"],
        "seed": found.seed,
        **draft["reserve"],
    }
    if request.POST.get("do") == "seed":
        form = FrameForm(initial={**request.POST.dict(), "seed": fresh_seed()})
    else:
        form = FrameForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        seed = form.cleaned_data["seed"]
        _keep(request, found, form.changed(draft), seed)
        return redirect(_url("plan", found))
    return _form_page(request, found, form, "Target, reserve and seed", "cases/plan_frame.html")


@require_http_methods(["GET", "HEAD", "POST"])
def plan_entry(
    request: AuthenticatedRequest,
    inspection: str,
    sample: str,
    pk: int,
    kind: str,
    place: int | None = None,
) -> HttpResponse:
    """Adds a stratum, minimum or exclusion, or changes the one at ``place`` (from 0)."""
    found = _read_extract(request, inspection, sample, pk)
    known, draft = _known(kind), found.plan
    form = _entry_form(request, found, known, _entry_at(draft, known, place))
    if form.is_valid():
        try:
            entry = checked_entry(known, form.entry(), found.sample.instrument)
            _keep(request, found, with_entry(draft, known, place, entry))
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            return redirect(_url("plan", found))
    title = TITLES[known][0 if place is None else 1]
    return _form_page(request, found, form, title, "cases/plan_entry.html")


@require_POST
def plan_arrange(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int, kind: str, place: int
) -> HttpResponse:
    """Removes an entry, or moves it a place up."""
    found = _read_extract(request, inspection, sample, pk)
    known, draft = _known(kind), found.plan
    _entry_at(draft, known, place)
    acts: dict[str, Callable[[Draft, Kind, int], Draft]] = {
        "remove": without_entry,
        "up": moved_up,
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Invalid("Choose whether the entry is removed or moved up.")
    _keep(request, found, act(draft, known, place))
    return redirect(f"{_url('plan', found)}#{known}")


@require_POST
def plan_use(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> HttpResponse:
    """Puts a saved plan in the place of the one in the making."""
    found = _read_extract(request, inspection, sample, pk)
    form = SavedPlanForm(request.POST, checklist=found.sample.instrument.checklist)
    if not form.is_valid():
        messages.error(request, "Choose a saved plan first.")
        return redirect(_url("plan", found))
    saved: SamplingPlan = form.cleaned_data["saved"]
    _keep(request, found, plan_of(saved).as_mapping())
    messages.success(request, f"The plan “{saved.title}” is used. You can change it here.")
    return redirect(_url("plan", found))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_save(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> HttpResponse:
    """Saves the plan in the making under a name, for other forces and other samples."""
    found = _read_extract(request, inspection, sample, pk)
    draft: Draft = found.plan
    initial = {"title": draft["title"], "code": draft["code"]}
    form = SaveForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        named = {**draft, **{key: form.cleaned_data[key] for key in ("title", "code")}}
        try:
            saved = save_plan(
                plan=read_plan(named), by=request.user, replace=form.cleaned_data["replace"]
            )
        except (Conflict, Invalid) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The plan “{saved.title}” is saved.")
            return redirect(_url("plan", found))
    return _form_page(request, found, form, "Save the plan")


@require_safe
def sampling_plans(request: AuthenticatedRequest) -> HttpResponse:
    """Every plan that is saved or shipped."""
    require(permissions.read_plans(request.user))
    plans = SamplingPlan.objects.visible_to(request.user)
    context = {"plans": plans.select_related("checklist", "created_by")}
    return render(request, "cases/plan_list.html", context)


@require_safe
def sampling_plan(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """One saved plan: what it says, and its source."""
    require(permissions.read_plans(request.user))
    plans = SamplingPlan.objects.visible_to(request.user).select_related("checklist", "created_by")
    saved = get_object_or_404(plans, slug=slug)
    draft = plan_of(saved).as_mapping()
    version = saved.checklist.versions.filter(state=Version.State.PUBLISHED).last()
    facts = instrument_of(version).facts if version else ()
    context = {
        "plan": saved,
        "may_not_discard": permissions.change_plan(request.user, saved),
        "rows": frame_in_words(draft),
        "sections": sections_of(draft, facts),
        "crumbs": [("Sampling plans", reverse("cases:sampling_plans"))],
    }
    return render(request, "cases/plan_saved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_discard(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Removes a saved plan, after a question."""
    require(permissions.make_plans(request.user))
    plans = SamplingPlan.objects.visible_to(request.user).select_related("created_by")
    saved = get_object_or_404(plans, slug=slug)
    require(permissions.change_plan(request.user, saved))
    if request.method == "POST":
        discard_plan(plan=saved, by=request.user)
        messages.success(request, f"The plan “{saved.title}” is removed.")
        return redirect("cases:sampling_plans")
    context = {
        "title": f"Remove the plan “{saved.title}”?",
        "text": (
            "Nobody can use it for another draw then. Draws that followed it keep it on their "
            "certificates."
        ),
        "button": "Remove the plan",
        "danger": True,
        "action": request.path,
        "cancel_url": reverse("cases:sampling_plan", args=[slug]),
    }
    return render(request, "confirm.html", context)


def _read_extract(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> Extract:
    """The extract while its draw is planned. Raises Conflict before and after."""
    found = led_extract(request, inspection, sample, pk)
    if found.state != ExtractState.READ:
        raise Conflict(MOVED_ON)
    return found


def _keep(
    request: AuthenticatedRequest, extract: Extract, draft: Draft, seed: str | None = None
) -> None:
    """Keep a change that is based on the revision that the page showed."""
    revision = key_from(request.POST.get("revision", "")) or 0
    change_plan(extract=extract, draft=draft, seed=seed, revision=revision, by=request.user)


def _known(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return cast(Kind, kind)


def _entry_at(draft: Draft, kind: Kind, place: int | None) -> dict[str, object]:
    if place is None:
        return {}
    entries = draft[kind]
    if place >= len(entries):
        raise Conflict(MOVED_ON)
    return dict(entries[place])


def _entry_form(
    request: AuthenticatedRequest, extract: Extract, kind: Kind, entry: dict[str, object]
) -> ConditionForm:
    form = FORMS[kind]
    return form(
        request.POST if request.method == "POST" else None,
        initial=form.initial_of(entry) if entry else {},
        instrument=extract.sample.instrument,
        by_value=by_value(extract),
    )


def _form_page(
    request: AuthenticatedRequest,
    extract: Extract,
    form: object,
    title: str,
    template: str = "cases/plan_form.html",
) -> HttpResponse:
    crumbs = [*_crumbs(extract), ("Plan the draw", _url("plan", extract))]
    context = _context(extract) | {"form": form, "title": title, "crumbs": crumbs}
    status = 400 if getattr(form, "errors", None) else 200
    return render(request, template, context, status=status)


def _url(name: str, extract: Extract) -> str:
    sample = extract.sample
    return reverse(f"cases:{name}", args=[sample.inspection.slug, sample.slug, extract.pk])


def _crumbs(extract: Extract) -> Crumbs:
    return [*to_sample(extract.sample), ("What the extract holds", _url("extract", extract))]


def _context(extract: Extract) -> dict[str, object]:
    return {"extract": extract, "sample": extract.sample}
