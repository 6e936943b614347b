"""What the pages of an extract show: how far the work has come, and what the extract holds."""

from dataclasses import dataclass
from datetime import date

from cases.extract_contents import MOST_VALUES_SHOWN
from cases.models import Extract
from cases.states import ExtractState
from checklists.instrument import Fact

DOING = {
    ExtractState.UPLOADED: "Opening the extract",
    ExtractState.READING: "Checking every row",
    ExtractState.DRAWING: "Drawing the sample",
}
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done. ``percent`` is None while it can't be told."""

    title: str
    words: str
    percent: int | None
    no_worker: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """How many records have one value."""

    label: str
    records: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The records by the values of one fact, or by month. ``most`` is the largest number."""

    title: str
    heading: str
    holdings: tuple[Holding, ...]
    most: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an extract holds. ``reasons`` gives column, reason and rows of the most frequent."""

    rows: int
    records: int
    rejected: int
    outside_window: int
    reasons: tuple[tuple[str, str, int], ...]
    breakdowns: tuple[Breakdown, ...]


def progress_of(extract: Extract, *, is_waiting_long: bool) -> Progress:
    """How far the work on an extract has come, in words."""
    title = DOING.get(ExtractState(extract.state), "Done")
    if is_waiting_long:
        words = "It waits for a worker, and none has come yet. Ask an administrator to start one."
    elif extract.seen_alive_at is None:
        words = "It waits for its turn."
    elif extract.rows_read:
        words = f"{extract.rows_read:,} rows, {extract.percent_read} percent of the file"
    else:
        words = "Begun"
    percent = extract.percent_read if extract.rows_read else None
    return Progress(title, words, percent, is_waiting_long)


def holdings_of(extract: Extract) -> Holdings:
    """What was counted when the extract was read."""
    counts = extract.counts
    facts = [f for f in extract.sample.instrument.facts if f.code in counts["facts"]]
    breakdowns = [_by_value(fact, counts["facts"][fact.code]) for fact in facts]
    months = counts["months"]
    if months:
        breakdowns.append(_by_month(extract, months))
    return Holdings(
        rows=counts["rows"],
        records=counts["records"],
        rejected=counts["rejected"],
        outside_window=counts["outside_window"],
        reasons=tuple((column, reason, rows) for column, reason, rows in counts["reasons"]),
        breakdowns=tuple(breakdowns),
    )


def by_value(extract: Extract) -> dict[str, list[tuple[str, int]]]:
    """The values of each counted fact with their numbers of records."""
    return {
        code: [(value, number) for value, number in found]
        for code, found in extract.counts["facts"].items()
    }


def _by_value(fact: Fact, found: list[list[object]]) -> Breakdown:
    rows = [(str(value), int(str(number))) for value, number in found]
    shown = [
        Holding(fact.label_of(value) if value else NOT_RECORDED, number)
        for value, number in (rows if fact.choices else rows[:MOST_VALUES_SHOWN])
    ]
    return _breakdown(f"By {_lowered(fact.label)}", fact.label, shown, len(rows) - len(shown))


def _by_month(extract: Extract, months: dict[str, int]) -> Breakdown:
    fact = next(f for f in extract.sample.instrument.facts if f.kind == "date")
    holdings = [Holding(_month(month), number) for month, number in months.items()]
    return _breakdown(f"By month, {_lowered(fact.label)}", "Month", holdings, 0)


def _breakdown(title: str, heading: str, holdings: list[Holding], left_out: int) -> Breakdown:
    most = max((holding.records for holding in holdings), default=0)
    return Breakdown(title, heading, tuple(holdings), most, left_out)


def _month(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}" if month else NOT_RECORDED


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
