"""Finding actions among what the person sees, and the texts that their pages print."""

from collections.abc import Iterable, Mapping

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments.figures.lookup import figures_for
from judgments.figures.rendering import printed_in_text
from judgments.figures.tokens import Token, tokens_of
from judgments.models import Action
from judgments.text.tree import Printed
from judgments.views.lookup import Crumbs, to_inspection

Figures = Mapping[Token, Printed]


def visible_action(request: AuthenticatedRequest, pk: int) -> Action:
    """The action with its standing and all that it hangs on."""
    seen = Action.objects.visible_to(request.user).with_setting().with_standing()
    return get_object_or_404(seen.select_related("written_by"), pk=pk)


def figures_in(texts: Iterable[str], reader: User) -> Figures:
    """What the tokens of all these texts print, in a constant number of queries."""
    tokens = [token for text in texts for token in tokens_of(text)]
    return printed_in_text(figures_for(tokens, reader=reader))


def to_actions(inspection: Inspection) -> Crumbs:
    """For the pages below the actions of an inspection."""
    address = reverse("judgments:actions", args=[inspection.slug])
    return [*to_inspection(inspection), ("Actions", address)]


def to_action(action: Action) -> Crumbs:
    """For the pages below an action."""
    return [*to_actions(action.area.inspection), (action.title, action.get_absolute_url())]
