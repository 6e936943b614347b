"""What an inspection has to follow up of earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from forces.models import Inspection
from judgments.models import STILL_OPEN, Action, ActionQuerySet, FollowUp


def to_follow_up(inspection: Inspection) -> ActionQuerySet:
    """The published actions of the force's earlier inspections of which this one speaks.

    Those are what is still open, and what it has said something of already. They come with
    their standing, the earliest inspection first.
    """
    earlier = Action.objects.filter(
        area__inspection__force=inspection.force_id,
        area__inspection__cycle__starts__lt=inspection.cycle.starts,
        published_on__isnull=False,
    )
    own = FollowUp.objects.filter(inspection=inspection, action=OuterRef("pk"))
    order = ("area__inspection__cycle__starts", "number")
    return earlier.with_standing().filter(STILL_OPEN | Q(Exists(own))).order_by(*order)


@dataclass(frozen=True, slots=True)
class Followed:
    """An earlier action, with what the inspection says of it or None."""

    action: Action
    said: FollowUp | None


def followed_up(inspection: Inspection, reader: User, *, sees_drafts: bool) -> list[Followed]:
    """All that an inspection follows up, with what ``reader`` sees of what it says. Two queries.

    Without ``sees_drafts``, only the actions of which ``reader`` sees that it says something.
    """
    said = said_by(inspection, reader)
    actions = to_follow_up(inspection).visible_to(reader).with_setting()
    rows = [Followed(action, said.get(action.pk)) for action in actions]
    return rows if sees_drafts else [row for row in rows if row.said]


def said_by(inspection: Inspection, reader: User) -> Mapping[int, FollowUp]:
    """The last that an inspection says, as ``reader`` sees it, by the action's primary key."""
    seen = FollowUp.objects.visible_to(reader).filter(inspection=inspection)
    related = seen.select_related("superseded_by", "evidence", "recorded_by")
    return {follow_up.action_id: follow_up for follow_up in related.order_by("revision")}


def unsaid(inspection: Inspection) -> int:
    """Of how many open actions the inspection says nothing yet."""
    open_ones = to_follow_up(inspection).still_open()
    return open_ones.exclude(follow_ups__inspection=inspection).count()
