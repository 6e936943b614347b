"""The figure check: every figure of a draft, linked or typed, beside what is known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from accounts.models import User
from forces.models import Inspection
from judgments.figures.addresses import address_of_text
from judgments.figures.drafts import DraftText, texts_of
from judgments.figures.excerpts import Excerpts
from judgments.figures.figure import Figure, Missing, label_of, names_of
from judgments.figures.lookup import Found, Records, read
from judgments.figures.matching.known import known_from
from judgments.figures.matching.known_figures import KnownFigures
from judgments.figures.matching.matches import Match, Verdict, matches_in
from judgments.figures.published import PublishedFigure, published_figures
from judgments.figures.rendering import printed
from judgments.figures.standing_alone import NEEDS_A_PARAGRAPH, in_sentences
from judgments.figures.tokens import (
    CHANGE,
    ForceDataToken,
    Form,
    Token,
    split,
    tokens_of,
    unreadable,
)
from judgments.figures.typed import Count, RoundedShare, Typed, number_of, typed_in
from judgments.models import CitedFigure

Cited = Mapping[tuple[str, str], CitedFigure]
OFFERED: Final = 4
"""So many tokens are offered for one typed figure."""
IN_A_HEADING: Final = "A heading prints what is typed. Write the figure in the text below it."
NOT_READABLE: Final = (
    "This stands in double braces and is no token. Insert the figure again, or leave the braces "
    "out."
)
MOVED: Final = "This figure moved after somebody last accepted it."
CAME_LATER: Final = (
    "Nobody has read the text with this figure yet: it came after the text was saved."
)
TYPED_COPY: Final = "Use the token, so that the figure is never a typed copy."
NOBODY_FOUND_IT: Final = "No figure that is known has this value. Make sure of it by hand."
OUTDATED: Final = "Reissue the judgment to print the new figure."
OUTDATED_WITHOUT: Final = (
    "The judgment prints the figure of before. When there is a new one, reissue the judgment to "
    "print it."
)
ROUNDED: Final = "This share is rounded, so it is matched to no figure. Make sure of it by hand."


class Status(StrEnum):
    """What the check says of one figure of a text."""

    LINKED = "linked"
    TYPED = "typed"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    MOVED = "moved"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    PUBLISHED = "published"


ERRORS: Final = frozenset({Status.DIFFERS, Status.MOVED, Status.MISSING, Status.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Place:
    """From ``start`` to ``end`` of a text."""

    excerpts: Excerpts
    start: int
    end: int

    @property
    def words(self) -> str:
        """What is written there."""
        return self.excerpts.text[self.start : self.end]

    @property
    def context(self) -> str:
        """The sentence around it, printed; "" of no place."""
        return self.excerpts.around(self.start, self.end) if self.start < self.end else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that a typed one may be, by its token, and what that prints.

    ``label`` names the figure, ``place`` is where the token would stand: the typed figure, or its
    number alone where the words around that stay.
    """

    token: Token
    label: str
    printed: str
    place: Place

    @property
    def reads(self) -> str:
        """The sentence as it would read with the token."""
        return self.place.excerpts.with_instead(self.place.start, self.place.end, self.printed)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a text.

    ``written`` is the token, or the words that were typed at the place. ``now`` is what a token
    prints, ``was`` what it printed when somebody last accepted it. ``figure`` is what a token
    cites.
    """

    status: Status
    text: DraftText
    written: str
    place: Place
    now: str = ""
    was: str = ""
    reason: str = ""
    offers: tuple[Offer, ...] = ()
    figure: Figure | None = None

    @property
    def start(self) -> int:
        return self.place.start

    @property
    def context(self) -> str:
        """The sentence around it, printed."""
        return self.place.context

    @property
    def anchor(self) -> str:
        """The name of its place on the page of the figures, unique among errors."""
        part = "heading" if self.text.is_heading else "text"
        return f"{self.text.name.replace('.', '-').replace(':', '-')}-{part}-{self.start}"

    @property
    def name(self) -> str:
        """The name of what a token cites."""
        return names_of(self.figure) if self.figure else ""

    @property
    def address(self) -> str:
        """Where the cases or the data behind a token are; "" where they are not in Peel."""
        return address_of_text(self.written) if self.figure and self.figure.traceable else ""

    @property
    def is_error(self) -> bool:
        return self.status in ERRORS

    @property
    def may_be_accepted(self) -> bool:
        return self.status is Status.MOVED and bool(self.now)


class FigureCheck:
    """What was found in the texts of an inspection, in their order."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    @cached_property
    def errors(self) -> list[Line]:
        """What keeps the report from being published."""
        return [line for line in self.lines if line.is_error]

    @cached_property
    def counts(self) -> Mapping[Status, int]:
        return Counter(line.status for line in self.lines)

    @cached_property
    def to_accept(self) -> list[Line]:
        """Where figures moved, one line for each that a text has: it is accepted once for all."""
        moved = [line for line in self.lines if line.may_be_accepted]
        first: dict[tuple[str, str], Line] = {}
        for line in moved:
            first.setdefault((line.text.name, line.written), line)
        return list(first.values())

    def of(self, *statuses: Status) -> list[Line]:
        return [line for line in self.lines if line.status in statuses]


def check_figures(inspection: Inspection, *, reader: User | None = None) -> FigureCheck:
    """Checks every figure of the inspection's draft, and what published judgments print.

    A constant number of queries.
    """
    cited = _cited(inspection)
    published = list(published_figures(inspection, cited))
    return _checked(inspection, texts_of(inspection), published, cited, reader)


def check_texts(
    inspection: Inspection, texts: Iterable[DraftText], *, reader: User | None = None
) -> FigureCheck:
    """Checks the figures of some texts of the inspection."""
    return _checked(inspection, list(texts), [], _cited(inspection), reader)


def _cited(inspection: Inspection) -> Cited:
    rows = CitedFigure.objects.filter(inspection=inspection)
    return {(row.owner, row.token): row for row in rows}


def _checked(
    inspection: Inspection,
    texts: Sequence[DraftText],
    published: Sequence[PublishedFigure],
    cited: Cited,
    reader: User | None,
) -> FigureCheck:
    in_texts = (token for text in texts for token in tokens_of(text.text))
    tokens = list(dict.fromkeys([*in_texts, *(each.token for each in published)]))
    records = read(tokens, inspection, reader=reader)
    checker = _Checker(inspection, records, records.figures(tokens), cited)
    lines = [line for text in texts for line in checker.lines(text)]
    return FigureCheck([*lines, *checker.outdated(published)])


class _Checker:
    def __init__(
        self, inspection: Inspection, records: Records, found: Found, cited: Cited
    ) -> None:
        self.found, self.cited = found, cited
        self.figures: Mapping[Token, Figure] = records.every()
        self.known = KnownFigures(known_from(self.figures, inspection.slug))
        self.since = inspection.cycle.starts.year

    def lines(self, text: DraftText) -> Iterator[Line]:
        excerpts = Excerpts(text.text, self._said)
        parts = (self._tokens, self._braces, self._typed)
        lines = [line for part in parts for line in part(text, excerpts)]
        yield from sorted(lines, key=lambda line: line.start)

    def outdated(self, published: Iterable[PublishedFigure]) -> Iterator[Line]:
        """Where a published judgment prints a figure that is another by now, or open again."""
        for one in published:
            figure = self.found[one.token]
            if isinstance(figure, Missing):
                # Nothing else of it is told either: that it moved is kept from the reader too.
                if not figure.withheld:
                    yield _outdated(one, f"{figure.reason} {OUTDATED_WITHOUT}")
            elif (now := printed(one.token, figure)) != one.printed:
                yield replace(_outdated(one, OUTDATED), now=now, figure=figure)

    def _tokens(self, text: DraftText, excerpts: Excerpts) -> Iterator[Line]:
        among_words = in_sentences(text.text)
        refused: set[Token] = set()
        for token, place in _places(text.text, excerpts):
            written, figure = token.text, self.found[token]
            if text.is_heading or token in among_words:
                reason = IN_A_HEADING if text.is_heading else NEEDS_A_PARAGRAPH
                # A chart may stand in a paragraph of its own elsewhere: it is told once.
                if token not in refused:
                    yield Line(Status.UNREADABLE, text, written, place, reason=reason)
                refused.add(token)
            elif isinstance(figure, Missing):
                yield self._missing(text, token, figure, place)
            else:
                yield self._linked(text, token, figure, place)

    def _missing(self, text: DraftText, token: Token, figure: Missing, place: Place) -> Line:
        row = None if figure.withheld else self.cited.get((text.name, token.text))
        # A figure that was there once moved; one that never was is a slip.
        status = Status.MOVED if row else Status.MISSING
        was = row.printed if row else ""
        return Line(status, text, token.text, place, was=was, reason=figure.reason)

    def _linked(self, text: DraftText, token: Token, figure: Figure, place: Place) -> Line:
        row = self.cited.get((text.name, token.text))
        now = printed(token, figure)
        was = row.printed if row else ""
        line = Line(Status.LINKED, text, token.text, place, now=now, figure=figure)
        if row and (row.printed, row.value) == (now, dict(figure.value)):
            return line
        reason = MOVED if row else CAME_LATER
        return replace(line, status=Status.MOVED, was=was, reason=reason)

    def _braces(self, text: DraftText, excerpts: Excerpts) -> Iterator[Line]:
        for written in unreadable(text.text):
            start = text.text.index(written)
            place = Place(excerpts, start, start + len(written))
            yield Line(Status.UNREADABLE, text, written, place, reason=NOT_READABLE)

    def _typed(self, text: DraftText, excerpts: Excerpts) -> Iterator[Line]:
        for match in matches_in(text.text, typed_in(text.text), self.known, self.since):
            place = Place(excerpts, match.typed.start, match.typed.end)
            yield Line(
                status=STATUSES[match.verdict],
                text=text,
                written=match.typed.words,
                place=place,
                reason=self._reason(match),
                offers=() if text.is_heading else tuple(self._offers(match, place)),
            )

    def _offers(self, match: Match, place: Place) -> Iterator[Offer]:
        for found in match.tokens[:OFFERED]:
            token = _fitting(found, match.typed)
            figure = self.figures[found]
            taken = _number_at(place) if _is_change(found) else place
            yield Offer(token, label_of(figure), printed(token, figure), taken)

    def _reason(self, match: Match) -> str:
        match match.verdict:
            case Verdict.UNKNOWN:
                rounded = isinstance(match.typed.value, RoundedShare)
                return ROUNDED if rounded else NOBODY_FOUND_IT
            case Verdict.EQUAL:
                return TYPED_COPY
            case Verdict.DIFFERS:
                token = match.tokens[0]
                figure = self.figures[token]
                return f"The sentence names “{label_of(figure)}”: {printed(token, figure)}."

    def _said(self, token: Token) -> str:
        figure = self.found.get(token)
        if figure is None or isinstance(figure, Missing):
            return token.text
        return printed(token, figure)


def _outdated(one: PublishedFigure, reason: str) -> Line:
    place = Place(one.excerpts, *one.span)
    return Line(Status.PUBLISHED, one.text, one.token.text, place, was=one.printed, reason=reason)


def _fitting(token: Token, typed: Typed) -> Token:
    """In the form that leaves the words around it as they are."""
    if _is_change(token):
        return replace(token, form=Form.NUMBERS)
    if isinstance(typed.value, Count) and "case" not in typed.words.lower():
        return replace(token, form=Form.NUMBERS)
    return replace(token, form=Form.COUNT) if isinstance(typed.value, Count) else token


def _is_change(token: Token) -> bool:
    """Whether it prints which way a figure moved, which the words around a typed one say too."""
    return isinstance(token, ForceDataToken) and token.group == CHANGE


def _number_at(place: Place) -> Place:
    return replace(place, end=place.start + len(number_of(place.words)))


STATUSES: Final[Mapping[Verdict, Status]] = {
    Verdict.EQUAL: Status.TYPED,
    Verdict.DIFFERS: Status.DIFFERS,
    Verdict.UNKNOWN: Status.UNKNOWN,
}


def _places(text: str, excerpts: Excerpts) -> Iterator[tuple[Token, Place]]:
    """Every token of the text, wherever it stands."""
    start = 0
    for part in split(text):
        end = _after(text, part, start)
        if isinstance(part, Token):
            yield part, Place(excerpts, start, end)
        start = end


def _after(text: str, part: str | Token, start: int) -> int:
    """Where ``part`` ends, which may be written with more spaces than it needs."""
    return start + len(part) if isinstance(part, str) else text.index("}}", start) + 2
