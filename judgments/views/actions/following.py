"""What an inspection says of what earlier ones asked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions.following_up import say
from judgments.figures.lookup import printed_of
from judgments.models import Action, Evidence, FollowUp, sees_drafts
from judgments.register.following_up import followed_up, said_by, to_follow_up
from judgments.register.forms import AnswerForm
from judgments.register.listed import listed
from judgments.views.actions.lookup import to_actions
from judgments.views.editing import count_as_read, form_of, save
from judgments.views.lookup import Crumbs, visible_inspection
from peel.lib.errors import require


@require_safe
def follow_up(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """The actions of earlier inspections, with what this one says of each."""
    found = visible_inspection(request, inspection)
    may_see = sees_drafts(request.user, found)
    rows = followed_up(found, request.user, sees_drafts=may_see)
    today = timezone.localdate()
    read = [part for row in rows for part in (row.action, row.said) if part]
    context = {
        "inspection": found,
        "rows": [(listed(row.action, today), row.said) for row in rows],
        "unsaid": sum(row.said is None and listed(row.action, today).is_open for row in rows),
        "figures": printed_of(*(part.read_text for part in read), reader=request.user),
        "may_see_unpublished": may_see,
        "may_not_write": permissions.write(request.user, found),
        "crumbs": to_actions(found),
    }
    return render(request, "judgments/actions/follow_up.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: AuthenticatedRequest, inspection: str, pk: int) -> HttpResponse:
    """Says what became of one earlier action."""
    found = visible_inspection(request, inspection)
    require(permissions.write(request.user, found))
    action = get_object_or_404(to_follow_up(found).visible_to(request.user).with_setting(), pk=pk)
    said = said_by(found, request.user).get(pk)
    form = _form(request, found, said)

    def write() -> FollowUp:
        read = form.cleaned_data["read"]
        return say(
            action=action, inspection=found, answer=form.answer(), read=read, by=request.user
        )

    attempt = save(form, write)
    if attempt.made:
        messages.success(request, f"What became of “{action}” is saved.")
        address = reverse("judgments:follow_up", args=[found.slug])
        return redirect(f"{address}#saved")
    stands = said if attempt.is_refused else None
    if attempt.is_refused:
        count_as_read(request, form, "read", said.revision if said else 0)
    return _page(request, found, action, form, stands)


def _page(
    request: AuthenticatedRequest,
    inspection: Inspection,
    action: Action,
    form: AnswerForm,
    stands: FollowUp | None,
) -> HttpResponse:
    text = form["note"].value() or ""
    context = {
        "inspection": inspection,
        "found": listed(action, timezone.localdate()),
        "action": action,
        "form": form,
        "stands": stands,
        "text": text,
        "figures": printed_of(text, reader=request.user),
        "asked": printed_of(action.read_text, reader=request.user),
        "draft": f"follow-up:{inspection.slug}/{action.pk}",
        "draft_edition": form["read"].value(),
        "cancel_url": reverse("judgments:follow_up", args=[inspection.slug]),
        "crumbs": _crumbs(inspection),
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/actions/follow_up_form.html", context, status=status)


def _form(
    request: AuthenticatedRequest, inspection: Inspection, said: FollowUp | None
) -> AnswerForm:
    own = Action.objects.visible_to(request.user).filter(area__inspection=inspection)
    successors = own.not_withdrawn().order_by("number")
    log = Evidence.objects.visible_to(request.user).filter(inspection=inspection).standing()
    initial: dict[str, object] = {"read": said.revision if said else 0}
    if said:
        initial |= {"outcome": said.outcome, "note": said.note}
        initial |= {"superseded_by": said.superseded_by_id, "evidence": said.evidence_id}
    return form_of(request, AnswerForm, initial=initial, successors=successors, log=log)


def _crumbs(inspection: Inspection) -> Crumbs:
    address = reverse("judgments:follow_up", args=[inspection.slug])
    return [*to_actions(inspection), ("What became of earlier actions", address)]
