"""Keeping what is printed of actions and follow-ups, so that it stays when a figure moves."""

from collections.abc import Sequence

from accounts.events import record
from accounts.models import User
from forces.models import Inspection
from judgments.action_states import ActionState
from judgments.figures.drafts import text_of
from judgments.figures.freezing import frozen
from judgments.figures.lookup import figures_for
from judgments.figures.tokens import tokens_of
from judgments.models import Action, FollowUp


def print_texts(owners: Sequence[Action | FollowUp]) -> None:
    """Give each its ``printed``: its text with the figures of this moment. Saves nothing.

    Raises Conflict for a token without a figure.
    """
    texts = [text_of(owner) for owner in owners]
    figures = figures_for(token for text in texts for token in tokens_of(text))
    for owner, text in zip(owners, texts, strict=True):
        owner.printed = frozen(text, figures)


def print_anew(*, inspection: Inspection, by: User) -> None:
    """Print what a report publishes once more with the figures of this moment.

    What is printed already and stays the same leaves no trace. Wants the lock of the inspection.
    Raises Conflict for a token without a figure.
    """
    published: list[Action | FollowUp] = [*_actions(inspection), *_follow_ups(inspection)]
    before = [owner.printed for owner in published]
    print_texts(published)
    for owner, was in zip(published, before, strict=True):
        if owner.printed != was:
            owner.save(update_fields=["printed"])
            record(target=owner, verb="printed anew", by=by, details={"printed": owner.printed})


def _actions(inspection: Inspection) -> list[Action]:
    standing = Action.objects.filter(state=ActionState.PUBLISHED.value)
    return list(standing.filter(area__inspection=inspection).order_by("pk"))


def _follow_ups(inspection: Inspection) -> list[FollowUp]:
    said = FollowUp.objects.filter(inspection=inspection).last_said().published()
    return list(said.order_by("pk"))
