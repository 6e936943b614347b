"""The register as tables for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone

from judgments.models import ActionQuerySet, StatusEntry
from judgments.register.listed import Listed, listed
from judgments.text.markdown import parse
from judgments.text.tree import words_of
from peel.lib.tables import Row, Table

HEADING = (
    "action", "force", "name", "region", "cycle", "inspection", "number", "area", "kind", "cause",
    "title", "text", "published_on", "deadline", "accelerated", "state", "status", "status_on",
    "overdue", "outcome", "source", "synthetic",
)  # fmt: skip
READ = (
    "action_id", "sequence", "on", "status", "recorded_at", "action__area__inspection__force",
    "comment", "evidence", "confirmed_by__name", "recorded_by__name",
)  # fmt: skip
HISTORY = ("action", "sequence", "on", "status", "comment", "evidence", "confirmed_by", "by", "at")


def register_table(actions: ActionQuerySet) -> Table:
    """A row for each action; ``cause`` is the number of a recommendation's cause of concern.

    The text is in plain words, as it was printed.
    """
    today = timezone.localdate()
    return Table(HEADING, (_row(listed(action, today)) for action in actions))


def history_table(actions: ActionQuerySet, *, unread: Iterable[int], notes: bool) -> Table:
    """A row for each line of the register, in time.

    Comments, evidence and names are left out where ``notes`` is False, and for the forces whose
    primary keys are ``unread``.
    """
    wanted = actions.order_by().values("pk")
    entries = StatusEntry.objects.filter(action__in=wanted)
    return Table(HISTORY, _lines(entries, frozenset(unread), notes))


def _row(found: Listed) -> Row:
    action = found.action
    inspection = action.area.inspection
    return [
        action.pk,
        inspection.force.slug,
        inspection.force.name,
        inspection.force.get_region_display(),
        inspection.cycle.slug,
        inspection.slug,
        action.number,
        action.area.area.code,
        action.kind,
        action.cause.number if action.cause else "",
        action.title,
        words_of(parse(action.read_text)),
        *(_day(day) for day in (action.published_on, action.deadline)),
        _yes(action.accelerated),
        action.state,
        found.status,
        _day(found.on),
        _yes(found.is_overdue),
        found.outcome,
        action.source,
        _yes(action.synthetic),
    ]


def _lines(entries: QuerySet[StatusEntry], unread: frozenset[int], notes: bool) -> Iterator[Row]:
    """Read when the first line is asked for, as values: there are several for each action."""
    in_order = entries.order_by("action", "on", "sequence").values_list(*READ)
    for pk, sequence, on, status, at, force, *said in in_order:
        told = said if notes and force not in unread else [""] * len(said)
        yield [pk, sequence, _day(on), status, *(cell or "" for cell in told), at.isoformat()]


def _day(day: object) -> str:
    return str(day) if day else ""


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
