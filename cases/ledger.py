"""The quota ledger: what the draw of a sample planned for each stratum, and what became of it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.db.models import Count, Q

from cases.models import DrawStratum, EliminationReason, Sample
from cases.states import CaseFileState, ReviewState

FILE = "tickets__case_file"
ELIMINATED = Q(**{f"{FILE}__state": CaseFileState.ELIMINATED})
NOT_NEEDED = Q(**{f"{FILE}__elimination_reason": EliminationReason.NOT_NEEDED})
ACTIVE = Q(**{f"{FILE}__state": CaseFileState.ACTIVE})
ACCEPTED = Q(**{f"{FILE}__reviews__counts": True, f"{FILE}__reviews__state": ReviewState.ACCEPTED})
IN_RESERVE = Q(tickets__is_reserve=True)


HEADINGS = (
    "Records", "Planned", "Drawn", "Eliminated", "Replaced", "Reviewed", "In reserve", "Missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of files. ``drawn`` are those of the draw itself, ``eliminated`` also those from
    the reserve, ``replaced`` the eliminated ones whose place was taken, ``active`` those that
    count now and ``reviewed`` the accepted among them. ``reserve`` is what is left of it.
    """

    records: int
    planned: int
    drawn: int
    eliminated: int
    replaced: int
    active: int
    reviewed: int
    reserve: int

    @property
    def gap(self) -> int:
        """How many files are missing of those that were planned."""
        return self.planned - self.active

    @property
    def cells(self) -> tuple[str, ...]:
        """The numbers under ``HEADINGS``."""
        shown = (
            self.records, self.planned, self.drawn, self.eliminated, self.replaced, self.reviewed,
            self.reserve, self.gap,
        )  # fmt: skip
        return tuple(f"{number:,}" for number in shown)

    @property
    def is_dry(self) -> bool:
        """Whether nothing would take the place of the next file that is eliminated."""
        return self.active > 0 and not self.reserve


@dataclass(frozen=True, slots=True)
class Entry:
    """A stratum of the ledger."""

    code: str
    title: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Ledger:
    """The strata of the draw that stands, in its order, and their sums."""

    entries: tuple[Entry, ...]
    total: Numbers

    @property
    def headings(self) -> tuple[str, ...]:
        return HEADINGS

    @property
    def short(self) -> list[Entry]:
        """The strata that have fewer files than were planned."""
        return [entry for entry in self.entries if entry.numbers.gap]

    @property
    def dry(self) -> list[Entry]:
        """The strata that have their files and nothing left in reserve."""
        return [e for e in self.entries if e.numbers.is_dry and not e.numbers.gap]


def ledger_of(sample: Sample) -> Ledger | None:
    """The sample's ledger in one query, None when it was not drawn."""
    strata = (
        DrawStratum.objects.filter(draw__sample=sample, draw__withdrawal=None)
        .annotate(
            files_drawn=Count("tickets", filter=~IN_RESERVE, distinct=True),
            files_eliminated=Count(FILE, filter=ELIMINATED & ~NOT_NEEDED, distinct=True),
            files_replaced=Count(f"{FILE}__replaces", distinct=True),
            files_active=Count(FILE, filter=ACTIVE, distinct=True),
            files_reviewed=Count(FILE, filter=ACTIVE & ACCEPTED, distinct=True),
            files_in_reserve=Count(
                "tickets", filter=IN_RESERVE & (Q(**{FILE: None}) | NOT_NEEDED), distinct=True
            ),
        )
        .order_by("position")
    )
    entries = tuple(Entry(stratum.code, stratum.title, _numbers(stratum)) for stratum in strata)
    return Ledger(entries, _sum(entry.numbers for entry in entries)) if entries else None


def _numbers(stratum: DrawStratum) -> Numbers:
    counts = vars(stratum)
    names = ("drawn", "eliminated", "replaced", "active", "reviewed", "in_reserve")
    return Numbers(stratum.records, stratum.planned, *(counts[f"files_{name}"] for name in names))


def _sum(numbers: Iterable[Numbers]) -> Numbers:
    return Numbers(*map(sum, zip(*map(astuple, numbers), strict=True)))
