"""The columns of the pack's tables, each with what it means. The dictionary is made of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from checklists.instrument import Fact, Instrument, Question
from peel.lib.tables import Row, Table

Kind = Literal["text", "code", "whole number", "number", "true or false", "date", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``values`` are the codes that it takes, where they are known."""

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV of the pack: its name, what a row is, its columns, and the rows to be read once."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]

    @property
    def table(self) -> Table:
        return Table([column.name for column in self.columns], self.rows)


DICTIONARY = (
    Column("file", "text", "The file of the pack."),
    Column("column", "text", "The heading of the column."),
    Column("type", "text", "What the column holds. An empty cell is a missing value."),
    Column("meaning", "text", "What it means."),
    Column("values", "text", "The codes it takes, with spaces between them, where they are known."),
)


def dictionary_of(sheets: Iterable[Sheet]) -> Sheet:
    """Every column of the sheets, and its own."""
    about = "Every column of every file: its type, its meaning and the codes it takes."
    own = Sheet("dictionary.csv", about, DICTIONARY, ())
    described = [*sheets, own]
    return Sheet(own.name, about, DICTIONARY, _entries(described))


def _entries(sheets: Iterable[Sheet]) -> Iterator[Row]:
    for sheet in sheets:
        for column in sheet.columns:
            yield sheet.name, column.name, column.kind, column.meaning, " ".join(column.values)


def fact_columns(instrument: Instrument) -> tuple[Column, ...]:
    """One column for each fact, by its code."""
    return tuple(
        Column(fact.code, _kind_of(fact), fact.label, tuple(c.code for c in fact.choices))
        for fact in instrument.facts
    )


def _kind_of(fact: Fact) -> Kind:
    kinds: dict[str, Kind] = {"choice": "code", "date": "date", "text": "text"}
    return kinds[fact.kind]


def question_columns(question: Question) -> tuple[Column, ...]:
    """The answer, its note and, for a follow-up, what was answered while it was asked."""
    kinds: dict[str, Kind] = {"count": "whole number", "text": "text"}
    # Such an answer can be "not applicable" as well as a number.
    kind = "code" if question.options else kinds.get(question.kind, "code")
    options = tuple(option.code for option in question.options)
    columns = (
        Column(question.code, kind, question.text, options),
        Column(f"{question.code}_note", "text", f"Note on {question.code}."),
    )
    if not question.parent:
        return columns
    kept = f"Answer to {question.code} that does not count, as it is no longer asked."
    return (*columns, Column(f"{question.code}_kept", kind, kept, options))


def true_or_false(true: bool) -> str:
    """As R and pandas both read it."""
    return "TRUE" if true else "FALSE"


def in_utc(at: datetime | None) -> str:
    """Such as "2024-05-13T12:00:00Z"; "" for no time."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""
