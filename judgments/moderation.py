"""The judgments that wait for a person to moderate them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from accounts.events import target_of
from accounts.models import Event, User
from judgments.models import Judgment
from judgments.permissions import AUTHORSHIP
from judgments.states import JudgmentState


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed judgment, and since when it has been."""

    judgment: Judgment
    since: datetime


def to_moderate(user: User) -> list[Waiting]:
    """What ``user`` may moderate, the longest wait first. Two queries.

    Nobody moderates what they wrote themselves, or judgments of the force they come from.
    """
    if not user.is_supervisor:
        return []
    proposed = Judgment.objects.visible_to(user).filter(state=JudgmentState.PROPOSED)
    judgments = {
        target_of(judgment): judgment
        for judgment in proposed.with_setting().select_related("proposed_by")
    }
    written: defaultdict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(target__in=judgments, verb__in=AUTHORSHIP):
        written[event.target].append(event)
    waiting = [
        Waiting(judgments[target], max(event.at for event in events))
        for target, events in written.items()
        if user.pk not in {event.by_id for event in events}
    ]
    return sorted(waiting, key=lambda each: each.since)
