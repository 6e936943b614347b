"""Reads an extract: what is rejected and why, and the records a sample may be drawn from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter
from pathlib import Path

from cases.extracts.columns import Preview, columns_of, preview
from cases.extracts.records import Facts, RecordReader
from cases.extracts.rejections import Rejections
from cases.extracts.sources import Format, OnProgress, opened
from checklists.instrument import Instrument
from peel.lib.errors import Invalid

SAMPLE_ROWS = 5
LOOKED_AT = 1_000
FEW_VALUES = 200
REASONS_NAMED = 3
NO_PROGRESS: OnProgress = lambda rows, share: None  # noqa: E731


class NoUsableRow(Invalid):
    """Every row was rejected, as when a column was matched to the wrong fact."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, in which a record's first date must lie.

    Raises Invalid when it ends before it starts.
    """

    starts: date | None = None
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise Invalid("The sample's window ends before its first day. Correct its dates.")

    def holds(self, iso_date: str) -> bool:
        """Whether a day lies in it; a record without a date does."""
        if not iso_date:
            return True
        after_start = self.starts is None or self.starts.isoformat() <= iso_date
        return after_start and (self.ends is None or iso_date <= self.ends.isoformat())


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract that was read. ``rows`` = records + rejected rows + those outside the window.

    ``records`` gives by normalised reference the values of ``facts``, "" where there is none;
    no record is outside the window. ``columns`` is what was matched, from heading to code.
    ``countable`` are the facts with few values: every choice, and texts of up to ``FEW_VALUES``.
    """

    sha256: str
    format: Format
    rows: int
    columns: Mapping[str, str]
    facts: tuple[str, ...]
    records: dict[str, Facts] = field(repr=False)
    rejected: Rejections = field(repr=False)
    outside_window: int
    countable: tuple[str, ...]

    def counts(self, *facts: str) -> Counter[Facts]:
        """How many records have each combination of values of these facts; without facts, all."""
        places = [self.facts.index(code) for code in facts]
        if not places:
            return Counter({(): len(self.records)})
        if len(places) == 1:
            values = Counter(map(itemgetter(*places), self.records.values()))
            return Counter({(value,): count for value, count in values.items()})
        return Counter(map(itemgetter(*places), self.records.values()))

    def by_month(self, fact: str) -> dict[str, int]:
        """How many records there are by month ("2024-03") of a date, in order; "" for no date."""
        months: Counter[str] = Counter()
        for (day,), count in self.counts(fact).items():
            months[day[:7]] += count
        return dict(sorted(months.items()))


def read_extract(
    path: Path,
    *,
    instrument: Instrument,
    columns: Mapping[str, str] | None = None,
    window: Window = Window(),
    on_progress: OnProgress = NO_PROGRESS,
) -> Extract:
    """Reads the extract at ``path``, CSV or XLSX by its content.

    ``columns`` gives the code of a fact, or "reference", by heading; other columns are passed
    over. Without it the headings are taken for what they name. ``on_progress`` hears how many
    rows were read and what share of the file, 0 to 1; what it raises ends the reading.

    Raises Invalid when the file can't be read or a column is missing, NoUsableRow when no row
    can be used.
    """
    with opened(path, on_progress) as source:
        matched = columns_of(next(source.rows), instrument, columns)
        reader, read = RecordReader(instrument, matched), 0
        for read, row in enumerate(source.rows, start=1):  # noqa: B007
            reader.read(row)
    records = reader.finish()
    _check_usable(read, reader.rejected)
    outside = _take_out(records, window, instrument)
    return Extract(
        sha256=source.sha256,
        format=source.format,
        rows=read,
        columns=matched.used,
        facts=tuple(fact.code for fact in instrument.facts),
        records=records,
        rejected=reader.rejected,
        outside_window=outside,
        countable=_countable(records, instrument),
    )


def headings_of(path: Path, *, instrument: Instrument) -> Preview:
    """The headings of an extract, what they seem to be, and its first rows. Raises Invalid."""
    with opened(path, NO_PROGRESS, rows=LOOKED_AT) as source:
        headings, *body = islice(source.rows, SAMPLE_ROWS + 1)
    return preview(headings, body, instrument)


def _check_usable(rows: int, rejected: Rejections) -> None:
    if not rows:
        raise Invalid("There are no records below the headings. Give an extract with records.")
    if rejected.rows == rows:
        reasons = [
            f"{count:,} {'row' if count == 1 else 'rows'}, {column}: {reason}"
            for (column, reason), count in rejected.reasons.most_common(REASONS_NAMED)
        ]
        raise NoUsableRow("No row of this extract can be used.", *reasons)


def _take_out(records: dict[str, Facts], window: Window, instrument: Instrument) -> int:
    """Takes out the records outside the window; gives how many they are."""
    dates = [place for place, fact in enumerate(instrument.facts) if fact.kind == "date"]
    if not dates or window == Window():
        return 0
    holds = {day: window.holds(day) for day in {facts[dates[0]] for facts in records.values()}}
    outside = [reference for reference, facts in records.items() if not holds[facts[dates[0]]]]
    for reference in outside:
        del records[reference]
    return len(outside)


def _countable(records: Mapping[str, Facts], instrument: Instrument) -> tuple[str, ...]:
    return tuple(
        fact.code
        for place, fact in enumerate(instrument.facts)
        if fact.kind == "choice" or (fact.kind == "text" and _has_few(records, place))
    )


def _has_few(records: Mapping[str, Facts], place: int) -> bool:
    values: set[str] = set()
    for facts in records.values():
        values.add(facts[place])
        if len(values) > FEW_VALUES:
            return False
    return True
