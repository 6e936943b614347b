"""The figures of an inspection's texts: the check of them, and figures to insert."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions.citing import Accepted, accept
from judgments.actions.replacing import Typed, use_token
from judgments.figures.checking import Status, check_figures
from judgments.figures.search import choices_for
from judgments.views.lookup import drafts_of, to_inspection
from peel.lib.errors import Invalid, require
from peel.lib.storable import key_from

MOST_OPEN = 10
"""More linked figures than this are shown when somebody asks for them."""
NOT_SENT = "Something was left out of what was sent. Load the page of the figures again."


@require_safe
def figures(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Every figure of the inspection's texts, those to put right first."""
    found = drafts_of(request, inspection)
    checked = check_figures(found, reader=request.user)
    acceptable = [
        line
        for line in checked.to_accept
        if not permissions.accept_figure(request.user, found, line.text.owner)
    ]
    context = {
        "inspection": found,
        "check": checked,
        "typed": checked.of(Status.TYPED),
        "unknown": checked.of(Status.UNKNOWN),
        "published": checked.of(Status.PUBLISHED),
        "linked": checked.of(Status.LINKED),
        "acceptable": acceptable,
        "may_accept_in": {line.text.name for line in acceptable},
        "most_open": MOST_OPEN,
        "may_not_write": permissions.write(request.user, found),
        "may_see_unpublished": True,
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/figures.html", context)


@require_safe
def insert(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Figures to insert into a text: a page, or the list alone for a page that asks for it."""
    found = drafts_of(request, inspection)
    query = request.GET.get("q", "").strip()
    context = {
        "inspection": found,
        "query": query,
        "choices": choices_for(found, query, request.user),
        "crumbs": to_inspection(found),
    }
    alone = "list" in request.GET
    return render(request, f"judgments/figure_{'choices' if alone else 'insert'}.html", context)


@require_POST
def accept_figures(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Lets texts print what their tokens give now."""
    found = _written(request, inspection)
    sent = [request.POST.getlist(name) for name in ("owner", "token", "printed")]
    if not sent[0] or len({len(each) for each in sent}) != 1:
        raise Invalid(NOT_SENT)
    read = [Accepted(*each) for each in zip(*sent, strict=True)]
    number = accept(inspection=found, figures=read, by=request.user)
    messages.success(request, f"{number} figures are accepted." if number > 1 else "Accepted.")
    return redirect("judgments:figures", found.slug)


@require_POST
def replace_typed(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Puts a token in the place of a figure that is typed."""
    found = _written(request, inspection)
    edition, start = (key_from(request.POST.get(name, "")) for name in ("edition", "start"))
    if edition is None or start is None:
        raise Invalid(NOT_SENT)
    owner, words = request.POST.get("owner", ""), request.POST.get("typed", "")
    token = request.POST.get("token", "")
    typed = Typed(owner, edition, start, words)
    use_token(inspection=found, typed=typed, token=token, by=request.user)
    messages.success(request, "The token stands where the figure was typed.")
    return redirect("judgments:figures", found.slug)


def _written(request: AuthenticatedRequest, inspection: str) -> Inspection:
    """The inspection, when the person writes its texts. Raises Http404 and Refused."""
    found = drafts_of(request, inspection)
    require(permissions.write(request.user, found))
    return found
