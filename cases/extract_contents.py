"""What was found in a held extract, kept beside it for the pages: headings, counts, rejections.

Counts are kept by combination of facts, never by record, so that a plan can be checked without
reading the file again.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases import held_extracts
from cases.extracts import Extract as Content
from cases.extracts import Preview, Window, headings_of, read_extract
from cases.extracts.sources import OnProgress
from cases.models import Extract, Sample
from cases.plan_drafts import checked_entry, new_draft
from checklists.instrument import Fact, Instrument
from peel.lib.errors import Invalid
from peel.lib.lists.problems import Problem
from peel.lib.tables import Table, csv_lines

LONGEST_SLUG, LONGEST_TITLE = 50, 200
HEADINGS, COUNTS = "headings", "counts"
REASONS_SHOWN = 10
MOST_VALUES_SHOWN = 30
REJECTED_HEADINGS = ("Row", "Column", "What is there", "What to do")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of an extract have each combination of values of ``facts``."""

    facts: tuple[str, ...]
    records: Mapping[tuple[str, ...], int]


def keep_headings(extract: Extract) -> None:
    """Find the headings and keep them with a few sample rows. Raises Invalid."""
    found = headings_of(_path_of(extract), instrument=extract.sample.instrument)
    content = {
        "headings": list(found.headings),
        "guessed": dict(found.guessed),
        "sample": [list(row) for row in found.sample],
    }
    held_extracts.write(extract.folder, HEADINGS, content)


def kept_headings(extract: Extract) -> Preview:
    """What ``keep_headings`` found."""
    kept = held_extracts.read(extract.folder, HEADINGS)
    sample = tuple(tuple(row) for row in kept["sample"])
    return Preview(tuple(kept["headings"]), kept["guessed"], sample)


def read_held(extract: Extract, on_progress: OnProgress) -> Content:
    """Read the extract whole, by the columns that were matched. Raises Invalid."""
    return read_extract(
        _path_of(extract),
        instrument=extract.sample.instrument,
        columns=extract.columns,
        window=window_of(extract.sample),
        on_progress=on_progress,
    )


def window_of(sample: Sample) -> Window:
    """The days that the records of a sample must lie in."""
    return Window(sample.starts, sample.ends)


def _path_of(extract: Extract) -> Path:
    path = held_extracts.path_of(extract.folder)
    if not path.exists():
        raise Invalid(held_extracts.GONE)
    return path


def keep_contents(extract: Extract, content: Content) -> dict[str, Any]:
    """Keep the counts and the rejected rows; gives the totals that the pages show."""
    instrument = extract.sample.instrument
    counted = [f for f in instrument.facts if f.kind != "date" and f.code in content.countable]
    combinations = content.counts(*(fact.code for fact in counted))
    kept = {
        "facts": [fact.code for fact in counted],
        "records": [[*values, number] for values, number in sorted(combinations.items())],
    }
    held_extracts.write(extract.folder, COUNTS, kept)
    _keep_rejected(extract, content.rejected)
    return _totals(instrument, content, counted)


def first_plan(sample: Sample) -> dict[str, Any]:
    """The plan that planning begins with: the target and the minimums of the sample."""
    plan = new_draft(
        code=f"{sample.inspection.slug}-{sample.slug}"[:LONGEST_SLUG].rstrip("-_"),
        title=f"{sample.name}, {sample.inspection}"[:LONGEST_TITLE],
        checklist=sample.instrument.checklist,
        target=sample.target,
    )
    for minimum in sample.minimums:
        entry = {"where": {minimum["fact"]: [minimum["value"]]}, "files": minimum["files"]}
        written = checked_entry("minimums", entry, sample.instrument)
        plan["minimums"].append(written)
    return plan


def kept_counts(extract: Extract) -> Counts:
    """The counts that ``keep_contents`` kept."""
    kept = held_extracts.read(extract.folder, COUNTS)
    return Counts(tuple(kept["facts"]), {tuple(row[:-1]): row[-1] for row in kept["records"]})


def rejected_lines(extract: Extract) -> Iterator[bytes]:
    """The list of rejected rows as CSV, piece by piece. Raises FileNotFoundError."""
    with gzip.open(held_extracts.rejected_of(extract.folder)) as file:
        while piece := file.read(64 * 1024):
            yield piece


def _keep_rejected(extract: Extract, problems: Iterable[Problem]) -> None:
    rows = ((p.row, p.column, p.value, p.reason) for p in problems)
    with gzip.open(held_extracts.rejected_of(extract.folder), "wb", compresslevel=3) as file:
        file.writelines(line.encode() for line in csv_lines(Table(REJECTED_HEADINGS, rows)))


def _totals(instrument: Instrument, content: Content, counted: Iterable[Fact]) -> dict[str, Any]:
    date = next((fact.code for fact in instrument.facts if fact.kind == "date"), None)
    reasons = content.rejected.reasons.most_common(REASONS_SHOWN)
    return {
        "rows": content.rows,
        "records": len(content.records),
        "rejected": content.rejected.rows,
        "outside_window": content.outside_window,
        "reasons": [[column, reason, number] for (column, reason), number in reasons],
        "facts": {fact.code: _by_value(content, fact) for fact in counted},
        "months": content.by_month(date) if date else {},
    }


def _by_value(content: Content, fact: Fact) -> list[list[Any]]:
    """Values with their numbers of records: the checklist's own in order, others by number."""
    found = {value: number for (value,), number in content.counts(fact.code).items()}
    if fact.choices:
        codes = [*(choice.code for choice in fact.choices), ""]
        return [[code, found[code]] for code in codes if code in found]
    return [[v, n] for v, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]
