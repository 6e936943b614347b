"""Finding what an address names among what the person sees; what they don't see is a 404."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.models import Judgment, inspections_open_to, sees_drafts
from peel.lib.errors import require

Crumbs = list[tuple[str, str]]


def visible_inspection(request: AuthenticatedRequest, inspection: str) -> Inspection:
    """The inspection, when the person sees it or something published of it."""
    found = inspections_open_to(request.user).select_related("force", "cycle")
    return get_object_or_404(found, slug=inspection)


def led_inspection(request: AuthenticatedRequest, inspection: str) -> Inspection:
    """The inspection, when the person leads its judging. Raises Refused."""
    found = visible_inspection(request, inspection)
    require(permissions.lead(request.user, found))
    return found


def drafts_of(request: AuthenticatedRequest, inspection: str) -> Inspection:
    """The inspection, when the person sees it and its drafts. Raises Http404 and Refused."""
    found = visible_inspection(request, inspection)
    require(permissions.read_unpublished(request.user, found))
    if not sees_drafts(request.user, found):
        raise Http404
    return found


def visible_judgment(request: AuthenticatedRequest, pk: int) -> Judgment:
    """The judgment with all that it hangs on."""
    seen = Judgment.objects.visible_to(request.user).with_setting()
    return get_object_or_404(
        seen.select_related("drafted_by", "proposed_by", "moderated_by"), pk=pk
    )


def to_cycle(inspection: Inspection) -> Crumbs:
    """For the page of an inspection's judgments."""
    cycle: Any = inspection.cycle
    return [(f"Judgments, {cycle}", reverse("judgments:cycle", args=[cycle.slug]))]


def to_inspection(inspection: Inspection) -> Crumbs:
    """For the pages below it."""
    address = reverse("judgments:inspection", args=[inspection.slug])
    return [*to_cycle(inspection), (inspection.force.short_name, address)]
