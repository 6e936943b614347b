"""Finding actions among what the person sees."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments.models import Action
from judgments.views.lookup import Crumbs, to_inspection


def visible_action(request: AuthenticatedRequest, pk: int) -> Action:
    """The action with its standing and all that it hangs on."""
    seen = Action.objects.visible_to(request.user).with_setting().with_standing()
    return get_object_or_404(seen.select_related("written_by"), pk=pk)


def to_actions(inspection: Inspection) -> Crumbs:
    """For the pages below the actions of an inspection."""
    address = reverse("judgments:actions", args=[inspection.slug])
    return [*to_inspection(inspection), ("Actions", address)]


def to_action(action: Action) -> Crumbs:
    """For the pages below an action."""
    return [*to_actions(action.area.inspection), (action.title, action.get_absolute_url())]
