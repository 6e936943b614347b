"""The judgments that wait for a person, as lines on the first page of their work."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse

from accounts.events import target_of
from accounts.models import Event, User
from cases.waiting import Waiting
from judgments.models import Judgment
from judgments.moderation import to_moderate
from judgments.permissions import AUTHORSHIP
from judgments.states import MOVES, JudgmentState

MOVED: Final = frozenset(move.event for move in MOVES)
SENT_BACK: Final = "sent back"


def judgments_waiting_for(user: User) -> Iterator[Waiting]:
    """What ``user`` may moderate, and what was sent back to them. At most four queries."""
    if number := len(to_moderate(user)):
        wait = "1 judgment waits" if number == 1 else f"{number} judgments wait"
        yield Waiting(f"{wait} for moderation", reverse("judgments:to_moderate"))
    for judgment in sent_back_to(user):
        area = judgment.area
        text = f"The judgment of {area.area.title}, {area.inspection}, was sent back to you"
        yield Waiting(text, judgment.get_absolute_url())


def sent_back_to(user: User) -> list[Judgment]:
    """The drafts that ``user`` wrote or proposed and that a moderator sent back since. Two queries.

    Proposed anew, taken back by the team or withdrawn, a judgment is none of them.
    """
    drafts = Judgment.objects.visible_to(user).filter(state=JudgmentState.DRAFT)
    judgments = {target_of(judgment): judgment for judgment in drafts.with_setting()}
    past: defaultdict[str, list[Event]] = defaultdict(list)
    events = Event.objects.filter(target__in=judgments, verb__in=(*AUTHORSHIP, *MOVED))
    for event in events.defer("details").order_by("sequence"):
        past[event.target].append(event)
    return [each for target, each in judgments.items() if user.pk in _sent_back_to(past[target])]


def _sent_back_to(past: Sequence[Event]) -> set[int | None]:
    """Those who wrote before it was sent back, when that is the last move."""
    moves = [place for place, event in enumerate(past) if event.verb in MOVED]
    if not moves or past[moves[-1]].verb != SENT_BACK:
        return set()
    return {event.by_id for event in past[: moves[-1]] if event.verb in AUTHORSHIP}
