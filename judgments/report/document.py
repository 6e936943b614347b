"""The whole report as plain values, every figure resolved. All formats print this. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from judgments.text.tree import Blocks, MissingFigure, inlines_of

AREA: Final = "area-"
"""What the anchors of areas begin with."""
ROWS_OF_A_PAGE: Final = 20


class Tone(StrEnum):
    """What a boxed part of a report is, so that each format can dress it."""

    GOOD = "good"
    IMPROVE = "improve"
    CONCERN = "concern"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class GradeMark:
    """A grade: its text and its colour, such as ``deep-green``.

    ``note`` stands behind it, such as the cycle that it stands from.
    """

    text: str
    colour: str
    note: str = ""

    @property
    def words(self) -> str:
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True, slots=True)
class GradeLine:
    """An area in the summary of grades. ``grade`` is None where it has none: see ``words``.

    ``anchor`` is that of its section; one that is ``below`` is a question of the pillar above.
    """

    area: str
    anchor: str
    grade: GradeMark | None
    words: str = ""
    below: bool = False


@dataclass(frozen=True, slots=True)
class Grades:
    """The summary of grades. ``scale`` are the grades that could be given, best first."""

    lines: tuple[GradeLine, ...]
    scale: tuple[GradeMark, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Text under a heading of its own, which may be ""."""

    heading: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed part: ``label`` says what it is, ``reference`` names it within the report.

    A cause of concern holds its recommendations ``inside``, and may have been published before
    the report.
    """

    label: str
    tone: Tone
    heading: str
    blocks: Blocks
    reference: str = ""
    deadline: date | None = None
    inside: tuple["Callout", ...] = ()
    published_early_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Things known by name, such as the number of files of a sample."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of words. ``widths`` are the shares of its columns in the width of the page.

    Where each row is a figure, ``tokens`` has the one whose records Peel holds, "" for others.
    """

    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    tokens: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether a page has room for it, so that it is not parted."""
        return len(self.rows) <= ROWS_OF_A_PAGE


Part = Grades | Prose | Callout | Facts | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report. ``anchor`` is unique in it; ``grade`` is that of an area."""

    anchor: str
    title: str
    parts: tuple[Part, ...]
    grade: GradeMark | None = None
    words: str = ""

    @property
    def begins_a_page(self) -> bool:
        """Whether it does on paper, as areas do. Others follow each other."""
        return self.anchor.startswith(AREA)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction: the version that it made, the day, and the reason."""

    number: int
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``number`` is its version and 0 for a draft, which has no ``published_on``.

    A draft that ``corrects`` a version has its number there, any other 0. ``synthetic`` says that
    something in it is made up for a demonstration.
    """

    inspection: str
    force: str
    region: str
    cycle: str
    starts: date | None
    ends: date | None
    sections: tuple[Section, ...]
    number: int = 0
    published_on: date | None = None
    first_published_on: date | None = None
    errata: tuple[Erratum, ...] = ()
    synthetic: bool = False
    corrects: int = 0

    @property
    def is_draft(self) -> bool:
        return self.number == 0

    @property
    def title(self) -> str:
        return f"{self.force}: PEEL inspection {self.cycle}"


def without_empty_columns(listing: Listing) -> Listing:
    """Columns that no row has a word in are left out."""
    kept = [n for n in range(len(listing.heading)) if any(row[n] for row in listing.rows)]
    return replace(
        listing,
        heading=tuple(listing.heading[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in listing.rows),
        widths=tuple(listing.widths[n] for n in kept),
    )


def texts_of(document: Document) -> Iterator[Blocks]:
    """Every text that somebody wrote in Markdown, in its order."""
    for section in document.sections:
        yield from _texts_in(section)


def missing_from(document: Document) -> tuple[MissingFigure, ...]:
    """The tokens that have no figure to print."""
    return tuple(missing for section in document.sections for missing in missing_in(section))


def missing_in(section: Section) -> Iterator[MissingFigure]:
    """Those of a chapter."""
    inlines = (inline for blocks in _texts_in(section) for inline in inlines_of(blocks))
    return (inline for inline in inlines if isinstance(inline, MissingFigure))


def _texts_in(section: Section) -> Iterator[Blocks]:
    for part in section.parts:
        yield from _texts(part)


def _texts(part: Part) -> Iterable[Blocks]:
    match part:
        case Prose():
            return [part.blocks]
        case Callout():
            return [part.blocks, *(blocks for below in part.inside for blocks in _texts(below))]
        case _:
            return []
