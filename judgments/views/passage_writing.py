"""Writing findings and practice: the form with its preview, the order, and withdrawing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from cases.actions.answering import PersonalDataWarning
from cases.forms import ReasonForm
from judgments import permissions
from judgments.actions import passages
from judgments.figures.lookup import printed_of
from judgments.forms_passages import PassageForm, written
from judgments.models import Evidence, Finding, InspectionArea
from judgments.views.lookup import Crumbs
from judgments.views.passages import (
    Model,
    Written,
    drafts_of,
    to_findings,
    visible_passage,
)
from peel.lib.errors import Conflict, Invalid, require

PREVIEW: Final = "preview"
"""The name of the button that shows the text as it will be printed, and saves nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthenticatedRequest, inspection: str, area: str, model: Model) -> HttpResponse:
    """Writes a finding or practice about an area."""
    found = drafts_of(request, inspection)
    areas = InspectionArea.objects.visible_to(request.user).filter(inspection=found)
    covered = get_object_or_404(areas.select_related("area"), area__code=area)
    covered.inspection = found
    require(permissions.write(request.user, found))
    page = _Page(
        title=f"Write {'a finding' if model is Finding else 'practice'}",
        area=covered,
        crumbs=to_findings(found),
        cancel_url=f"{reverse('judgments:findings', args=[found.slug])}#{area}",
        draft=f"{model.noun}-new:{found.slug}/{area}",
    )

    def write(form: PassageForm) -> Written:
        return passages.write(model, area=covered, wording=form.wording(), by=request.user)

    log = Evidence.objects.visible_to(request.user).filter(inspection=found).standing()
    return _answer(request, page, _form(request, model, covered, log), write)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Changes a finding or practice."""
    found = visible_passage(request, pk, model)
    inspection = found.area.inspection
    require(permissions.write(request.user, inspection))
    if found.withdrawn and request.method != "POST":
        raise Conflict(f"This {found.noun} is withdrawn. Put it back before you change it.")
    page = _Page(
        title=f"Change this {found.noun}",
        area=found.area,
        crumbs=[*to_findings(inspection), (found.heading, found.get_absolute_url())],
        cancel_url=found.get_absolute_url(),
        draft=f"{found.noun}:{pk}",
        about=found,
    )

    def write(form: PassageForm) -> Written:
        edition = form.cleaned_data["edition"] or 0
        return passages.revise(
            passage=found, wording=form.wording(), edition=edition, by=request.user
        )

    log = Evidence.objects.visible_to(request.user).filter(inspection=inspection)
    cited = Q(withdrawn=False)
    if isinstance(found, Finding):
        cited |= Q(pk__in=[citation.evidence_id for citation in found.citations.all()])
    form = _form(request, model, found.area, log.filter(cited), written(found))
    return _answer(request, page, form, write)


@require_POST
def preview(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """A text as it will be printed, as a piece of a page."""
    drafts_of(request, inspection)
    text = request.POST.get("text", "")
    context = {"text": text, "figures": printed_of(text, reader=request.user)}
    return render(request, "judgments/preview.html", context)


@require_POST
def move(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Lets it change places with the one above, or below."""
    found = visible_passage(request, pk, model)
    up = request.POST.get("where") == "up"
    passages.move(passage=found, up=up, by=request.user)
    address = reverse("judgments:findings", args=[found.area.inspection.slug])
    return redirect(f"{address}#{found.noun}-{pk}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An act that needs a reason, and what its page says."""

    action: Callable[..., Written]
    title: str
    text: str
    button: str
    done: str
    from_withdrawn: bool


ASKED: Final = {
    "withdraw": _Asked(
        passages.withdraw, "Withdraw this {}?",
        "It is left out of the report. It is kept with your reason and can be put back.",
        "Withdraw", "The {} is withdrawn.", from_withdrawn=False,
    ),
    "put_back": _Asked(
        passages.put_back, "Put this {} back?", "It is in the report again.",
        "Put back", "The {} is back in the report.", from_withdrawn=True,
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def with_reason(request: AuthenticatedRequest, pk: int, model: Model, act: str) -> HttpResponse:
    """Withdraws it or puts it back, after asking for the reason."""
    asked, found = ASKED[act], visible_passage(request, pk, model)
    require(permissions.write(request.user, found.area.inspection))
    if found.withdrawn != asked.from_withdrawn:
        already = "withdrawn already" if found.withdrawn else "not withdrawn"
        raise Conflict(f"This {found.noun} is {already}.")
    form = ReasonForm(_posted(request))
    if form.is_valid():
        asked.action(passage=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, asked.done.format(found.noun))
        return redirect(found)
    context = {
        "title": asked.title.format(found.noun),
        "text": asked.text,
        "button": asked.button,
        "danger": act == "withdraw",
        "form": form,
        "action": request.path,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "confirm.html", context, status=400 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page of a form says. ``draft`` names the text where a browser keeps it."""

    title: str
    area: InspectionArea
    crumbs: Crumbs = field(default_factory=list)
    cancel_url: str = ""
    draft: str = ""
    about: Written | None = None


def _form(
    request: AuthenticatedRequest,
    model: Model,
    area: InspectionArea,
    log: QuerySet[Evidence],
    initial: dict[str, Any] | None = None,
) -> PassageForm:
    log = log.order_by("number").prefetch_related("bearings")
    if PREVIEW not in request.POST:
        return PassageForm(_posted(request), model=model, area=area, log=log, initial=initial)
    form = PassageForm(model=model, area=area, log=log)
    # Nothing is saved, so nothing is found fault with yet.
    for name, box in form.fields.items():
        form.initial[name] = box.widget.value_from_datadict(request.POST, {}, name)
    return form


def _answer(
    request: AuthenticatedRequest,
    page: _Page,
    form: PassageForm,
    write: Callable[[PassageForm], Written],
) -> HttpResponse:
    stands = None
    if form.is_valid():
        try:
            made = write(form)
        except PersonalDataWarning as warning:
            form.ask_about_personal_data()
            form.add_error("text", list(warning.messages))
        except Invalid as error:
            form.add_error(None, list(error.messages))
        except Conflict as error:
            form.add_error(None, str(error))
            stands = _as_it_stands(form, page.about)
        else:
            messages.success(request, f"The {made.noun} is saved.")
            return redirect(f"{made.get_absolute_url()}#saved")
    text = form["text"].value() or ""
    context = {
        "form": form,
        "page": page,
        "inspection": page.area.inspection,
        "stands": stands,
        "text": text,
        "figures": printed_of(text, reader=request.user),
        "crumbs": page.crumbs,
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/passage_form.html", context, status=status)


def _as_it_stands(form: PassageForm, passage: Written | None) -> Written | None:
    """What somebody else wrote meanwhile, if so. Who sends the form again has read that."""
    if passage is None:
        return None
    passage.refresh_from_db()
    if passage.edition == form.cleaned_data["edition"]:
        return None
    data = cast("QueryDict", form.data).copy()
    data["edition"] = str(passage.edition)
    form.data = data
    return passage


def _posted(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
