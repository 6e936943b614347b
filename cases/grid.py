"""The files of a sample as a table: its rows, how many are in each state, its minimums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.actions.allocation import ALLOCATABLE
from cases.filters import ACTIVE, AGREED, ELIMINATED, fact_text, state_label
from cases.models import AGREED_WORK, Review, Sample
from cases.models.files import NOT_WITHDRAWN
from cases.states import IN_PROGRESS, LABELS, NOT_STARTED, ReviewState, progress_state
from checklists.instrument import Fact
from forces.models import Inspection


class GridRow(NamedTuple):
    """One file as the table shows it: ``values`` are text, by the slots of its row."""

    values: dict[str, str]
    is_allocatable: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; ``sort`` is the order that its link asks for next, "" for none."""

    label: str
    sort: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many files are in a state that the table can be narrowed to."""

    state: str
    label: str
    files: int


@dataclass(frozen=True, slots=True)
class Census:
    """The files of a sample by state, and the people who have some, by name. ``has_agreed`` tells
    whether the two reviews of a file were agreed.
    """

    states: tuple[StateCount, ...]
    reviewers: tuple[tuple[int, str], ...]
    active: int
    accepted: int
    eliminated: int
    has_agreed: bool


@dataclass(frozen=True, slots=True)
class MinimumMet:
    """How far a minimum is met; ``query`` narrows the table to its files."""

    label: str
    needed: int
    files: int
    query: str

    @property
    def is_met(self) -> bool:
        return self.files >= self.needed

    @property
    def short(self) -> int:
        """How many files are missing."""
        return max(0, self.needed - self.files)


ROW = (
    "pk", "case_file", "case_file__reference", "case_file__facts", "case_file__state", "state",
    "position", "reviewer__name", "asked", "answered", "last_answered_at", "allocated_at",
)  # fmt: skip
SHOWN = (
    ReviewState.UNALLOCATED, NOT_STARTED, IN_PROGRESS, ReviewState.RETURNED,
    ReviewState.SUBMITTED, ReviewState.ACCEPTED, ELIMINATED,
)  # fmt: skip


def reviews_of(sample: Sample) -> QuerySet[Review]:
    """The one review of each file that counts, of active and eliminated files alike.

    The files of a draw that was withdrawn are left to its certificate.
    """
    return Review.objects.filter(NOT_WITHDRAWN, case_file__sample=sample, counts=True)


def columns_of(sample: Sample) -> list[Fact]:
    """The facts that the table has columns for."""
    return [fact for fact in sample.instrument.facts if fact.breakdown]


def rows_of(values: Iterable[Any], columns: Sequence[Fact]) -> list[GridRow]:
    """The rows of the table from the values of ``ROW``: models would cost twice as much."""
    labels = [
        (f"fact {place}", fact.code, {c.code: c.label for c in fact.choices})
        for place, fact in enumerate(columns)
    ]
    before, _, after = reverse("cases:case_file", args=[0]).rpartition("0")
    zone = timezone.get_current_timezone()
    rows = []
    for value in values:
        pk, file, reference, facts, file_state, state, place, reviewer, *activity = value
        asked, answered, last, given = activity
        shown = ELIMINATED
        if file_state != ELIMINATED:
            shown = progress_state(state, is_started=last is not None)
        cells = {slot: known.get(v := facts.get(code, ""), v) for slot, code, known in labels}
        cells |= {
            "review": str(pk),
            "url": f"{before}{file}{after}",
            "reference": reference,
            "state": shown,
            "label": LABELS[shown],
            "reviewer": AGREED_WORK if place == AGREED else reviewer or "",
            "answered": f"{answered} of {asked}",
            "activity": _when(last or given, zone),
        }
        rows.append(GridRow(cells, shown != ELIMINATED and state in ALLOCATABLE))
    return rows


def headings_of(columns: Sequence[Fact], sort: str) -> list[Heading]:
    """The headings of the table, which is in the order ``sort``."""
    return [
        _heading("Reference", "reference", sort),
        *(Heading(fact.label) for fact in columns),
        _heading("State", "state", sort),
        _heading("Reviewer", "reviewer", sort),
        _heading("Answered", "answered", sort),
        _heading("Last activity", "activity", sort),
    ]


def census_of(sample: Sample) -> Census:
    """One query for every count and every name on the page."""
    started = Count("pk", filter=Q(last_answered_at__isnull=False))
    groups = list(
        reviews_of(sample)
        .order_by()
        .values_list("case_file__state", "state", "position", "reviewer_id", "reviewer__name")
        .annotate(files=Count("pk"), started=started)
    )
    counts = dict.fromkeys(SHOWN, 0)
    for file_state, state, _, _, _, files, of_them_started in groups:
        if file_state == ELIMINATED:
            counts[ELIMINATED] += files
        elif state == ReviewState.ALLOCATED:
            counts[IN_PROGRESS] += of_them_started
            counts[NOT_STARTED] += files - of_them_started
        else:
            counts[state] += files
    people = {(pk, name) for _, _, place, pk, name, *_ in groups if pk and place != AGREED}
    return Census(
        states=tuple(StateCount(s, state_label(s), n) for s, n in counts.items()),
        reviewers=tuple(sorted(people, key=lambda person: (person[1], person[0]))),
        active=sum(counts.values()) - counts[ELIMINATED],
        accepted=counts[ReviewState.ACCEPTED],
        eliminated=counts[ELIMINATED],
        has_agreed=any(place == AGREED for _, _, place, *_ in groups),
    )


def minimums_of(sample: Sample) -> list[MinimumMet]:
    """How far each minimum of the sample is met by its active files, in one query."""
    if not sample.minimums:
        return []
    reviews = Review.objects.filter(ACTIVE, case_file__sample=sample, counts=True)
    names = {f"fact_{i}": m["fact"] for i, m in enumerate(sample.minimums)}
    paths = {name: fact_text(code) for name, code in names.items()}
    counts = reviews.alias(**paths).aggregate(
        **{
            f"files_{i}": Count("pk", filter=Q(**{f"fact_{i}": m["value"]}))
            for i, m in enumerate(sample.minimums)
        }
    )
    facts = {fact.code: fact for fact in sample.instrument.facts}
    return [
        _minimum(facts.get(m["fact"]), m, counts[f"files_{i}"])
        for i, m in enumerate(sample.minimums)
    ]


def members_who_may_review(inspection: Inspection) -> QuerySet[User]:
    """The people on the team who can be given files: none seconded from the force."""
    return (
        User.objects.active()
        .filter(Q(memberships__inspection=inspection) | Q(inspections_led=inspection))
        .exclude(secondment__force=inspection.force_id)
        .distinct()
        .order_by("role", "name", "pk")
    )


def _heading(label: str, name: str, sort: str) -> Heading:
    if sort == name:
        return Heading(label, f"-{name}", "ascending")
    return Heading(label, name, "descending" if sort == f"-{name}" else "")


def _when(moment: datetime | None, zone: tzinfo) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %H:%M}"


def _minimum(fact: Fact | None, minimum: dict[str, object], files: int) -> MinimumMet:
    code, value = str(minimum["fact"]), str(minimum["value"])
    choices = {c.code: c.label for c in fact.choices} if fact else {}
    name = fact.label.lower() if fact else code
    return MinimumMet(
        label=f"{name} “{choices.get(value, value)}”",
        needed=int(str(minimum["files"])),
        files=files,
        query=f"fact_{code}={value}",
    )
