"""What an erratum changes: the passages and figures of two reports that differ. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from judgments.findings.differences import Piece, differences
from judgments.report.document import (
    Callout,
    Document,
    Facts,
    Grades,
    Listing,
    Part,
    Prose,
    Section,
)
from judgments.report.wording import deadline_of, early, named, period
from judgments.text.tree import words_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a report in words, below the title of its ``chapter``."""

    chapter: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A passage that differs: ``pieces`` are both its texts in one."""

    chapter: str
    pieces: tuple[Piece, ...]


def changes(before: Document, after: Document) -> tuple[Changed, ...]:
    """The passages that differ, in the order of the report; of a table each row is one.

    A chapter that is only in one of the two is put in or taken out as a whole. What differs in
    the drawing of a chart alone is none.
    """
    return tuple(_changes(before, after))


def _changes(before: Document, after: Document) -> Iterator[Changed]:
    yield from _between(list(_title(before)), list(_title(after)))
    old = {section.anchor: list(_passages(section)) for section in before.sections}
    new = {section.anchor: list(_passages(section)) for section in after.sections}
    for anchor in dict.fromkeys((*new, *old)):
        yield from _between(old.get(anchor, []), new.get(anchor, []))


def _between(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Changed]:
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            for former, later in zip_longest(old[a:b], new[c:d]):
                yield _changed(former, later)


def _changed(former: Passage | None, later: Passage | None) -> Changed:
    chapter = later or former
    pieces = differences(former.words if former else "", later.words if later else "")
    return Changed(chapter.chapter if chapter else "", pieces)


def _title(document: Document) -> Iterator[Passage]:
    yield Passage("Title page", document.force)
    yield Passage("Title page", f"Inspected: {period(document.starts, document.ends)}")


def _passages(section: Section) -> Iterator[Passage]:
    verdict = section.grade.words if section.grade else section.words
    yield Passage(section.title, verdict)
    for part in section.parts:
        for words in _words(part):
            yield Passage(section.title, words)


def _words(part: Part) -> Iterator[str]:
    match part:
        case Prose(heading, blocks):
            yield _together(heading, words_of(blocks))
        case Callout():
            yield _together(
                named(part), part.heading, deadline_of(part), early(part), words_of(part.blocks)
            )
            for below in part.inside:
                yield from _words(below)
        case Facts(heading, rows, notes):
            yield from (f"{heading}: {name}: {value}" for name, value in rows)
            yield from notes
        case Listing(_, _, rows):
            yield from ("; ".join(cell for cell in row if cell) for row in rows)
        case Grades():
            # Each stands at the head of its own chapter too.
            return


def _together(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
