"""The figure check: every figure of a draft, linked or typed, beside what is known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from accounts.models import User
from forces.models import Inspection
from judgments.figures.addresses import address_of
from judgments.figures.drafts import DraftText, texts_of
from judgments.figures.figure import Figure, Missing, label_of, names_of
from judgments.figures.known import Known, known_from
from judgments.figures.lookup import Found, Records, read
from judgments.figures.matching import Match, Verdict, matches_in
from judgments.figures.rendering import printed
from judgments.figures.standing_alone import NEEDS_A_PARAGRAPH, in_sentences
from judgments.figures.tokens import Form, Token, split, tokens_of, unreadable
from judgments.figures.typed import Count, Typed, sentence_at, typed_in
from judgments.models import CitedFigure

Cited = Mapping[tuple[str, str], CitedFigure]
NO_MORE: Final[Mapping[Token, str]] = MappingProxyType({})
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


class Status(StrEnum):
    """What the check says of one figure of a text."""

    LINKED = "linked"
    TYPED = "typed"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    MOVED = "moved"
    MISSING = "missing"
    UNREADABLE = "unreadable"


ERRORS: Final = frozenset({Status.DIFFERS, Status.MOVED, Status.MISSING, Status.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that a typed one may be, by its token, and what that prints.

    ``label`` names the figure, ``reads`` is the sentence as it would read with the token.
    """

    token: Token
    label: str
    printed: str
    reads: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a text.

    ``written`` is the token, or the words that were typed from ``start`` on; ``context`` the
    sentence around it, printed. ``now`` is what a token prints, ``was`` what it printed when
    somebody last accepted it. ``name`` is that of what a token cites, ``address`` leads to the
    cases or data behind it.
    """

    status: Status
    text: DraftText
    written: str
    context: str
    start: int = 0
    now: str = ""
    was: str = ""
    reason: str = ""
    offers: tuple[Offer, ...] = ()
    name: str = ""
    address: str = ""

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

    def of(self, *statuses: Status) -> list[Line]:
        return [line for line in self.lines if line.status in statuses]


def check_figures(inspection: Inspection, *, reader: User | None = None) -> FigureCheck:
    """Checks every figure of the inspection's draft. A constant number of queries."""
    return check_texts(inspection, texts_of(inspection), reader=reader)


def check_texts(
    inspection: Inspection, texts: Iterable[DraftText], *, reader: User | None = None
) -> FigureCheck:
    """The same of some texts of the inspection."""
    texts = list(texts)
    tokens = list(dict.fromkeys(t for text in texts for t in tokens_of(text.text)))
    records = read(tokens, inspection, reader=reader)
    rows = CitedFigure.objects.filter(inspection=inspection)
    cited = {(row.owner, row.token): row for row in rows}
    checker = _Checker(inspection, records, records.figures(tokens), cited)
    return FigureCheck([line for text in texts for line in checker.lines(text)])


class _Checker:
    def __init__(
        self, inspection: Inspection, records: Records, found: Found, cited: Cited
    ) -> None:
        self.found, self.cited = found, cited
        self.figures: Mapping[Token, Figure] = records.every()
        self.known: list[Known] = known_from(self.figures, inspection.slug)
        self.since = inspection.cycle.starts.year

    def lines(self, text: DraftText) -> Iterator[Line]:
        lines = [*self._tokens(text), *self._braces(text), *self._typed(text)]
        yield from sorted(lines, key=lambda line: line.start)

    def _tokens(self, text: DraftText) -> Iterator[Line]:
        among_words = in_sentences(text.text)
        for token, start in _places(text.text):
            context = self._context(text.text, start, start + 1)
            written, figure = token.text, self.found[token]
            if text.is_heading or token in among_words:
                reason = IN_A_HEADING if text.is_heading else NEEDS_A_PARAGRAPH
                yield Line(Status.UNREADABLE, text, written, context, start, reason=reason)
            elif isinstance(figure, Missing):
                yield self._missing(text, token, figure, start, context)
            else:
                yield self._linked(text, token, figure, start, context)

    def _missing(
        self, text: DraftText, token: Token, figure: Missing, start: int, context: str
    ) -> Line:
        row = None if figure.withheld else self.cited.get((text.name, token.text))
        # A figure that was there once moved; one that never was is a slip.
        status = Status.MOVED if row else Status.MISSING
        was = row.printed if row else ""
        return Line(status, text, token.text, context, start, was=was, reason=figure.reason)

    def _linked(
        self, text: DraftText, token: Token, figure: Figure, start: int, context: str
    ) -> Line:
        row = self.cited.get((text.name, token.text))
        now = printed(token, figure)
        was = row.printed if row else ""
        name = names_of(figure)
        line = Line(Status.LINKED, text, token.text, context, start, now=now, name=name)
        if figure.traceable:
            line = replace(line, address=address_of(token))
        if row and (row.printed, row.value) == (now, dict(figure.value)):
            return line
        reason = MOVED if row else CAME_LATER
        return replace(line, status=Status.MOVED, was=was, reason=reason)

    def _braces(self, text: DraftText) -> Iterator[Line]:
        for written in unreadable(text.text):
            start = text.text.index(written)
            context = self._context(text.text, start, start + len(written))
            yield Line(Status.UNREADABLE, text, written, context, start, reason=NOT_READABLE)

    def _typed(self, text: DraftText) -> Iterator[Line]:
        typed = typed_in(text.text)
        for match in matches_in(text.text, typed, self.known, self.since):
            start, end = match.typed.start, match.typed.end
            offers = () if text.is_heading else tuple(self._offers(text, match))
            yield Line(
                status=STATUSES[match.verdict],
                text=text,
                written=match.typed.words,
                context=self._context(text.text, start, end),
                start=start,
                reason=self._reason(match),
                offers=offers,
            )

    def _offers(self, text: DraftText, match: Match) -> Iterator[Offer]:
        start, end = match.typed.start, match.typed.end
        for found in match.tokens[:OFFERED]:
            token = _fitting(found, match.typed)
            changed = f"{text.text[:start]}{token.text}{text.text[end:]}"
            now = printed(token, self.figures[found])
            reads = self._context(changed, start, start + len(token.text), {token: now})
            yield Offer(token, label_of(self.figures[found]), now, reads)

    def _reason(self, match: Match) -> str:
        match match.verdict:
            case Verdict.UNKNOWN:
                return NOBODY_FOUND_IT
            case Verdict.EQUAL:
                return TYPED_COPY
            case Verdict.DIFFERS:
                token = match.tokens[0]
                figure = self.figures[token]
                return f"The sentence names “{label_of(figure)}”: {printed(token, figure)}."

    def _context(self, text: str, start: int, end: int, more: Mapping[Token, str] = NO_MORE) -> str:
        """The sentence as it is printed; ``more`` are tokens that are not in the draft yet."""
        begins, ends = sentence_at(text, start, end)
        parts = split(text[begins:ends])
        said = (p if isinstance(p, str) else more.get(p) or self._said(p) for p in parts)
        return "".join(said).strip()

    def _said(self, token: Token) -> str:
        figure = self.found.get(token)
        if figure is None or isinstance(figure, Missing):
            return token.text
        return printed(token, figure)


def _fitting(token: Token, typed: Typed) -> Token:
    """In the form that leaves the words around it as they are."""
    if isinstance(typed.value, Count) and "case" not in typed.words.lower():
        return replace(token, form=Form.NUMBERS)
    return replace(token, form=Form.COUNT) if isinstance(typed.value, Count) else token


STATUSES: Final[Mapping[Verdict, Status]] = {
    Verdict.EQUAL: Status.TYPED,
    Verdict.DIFFERS: Status.DIFFERS,
    Verdict.UNKNOWN: Status.UNKNOWN,
}


def _places(text: str) -> Iterator[tuple[Token, int]]:
    """Each token once, where it first stands."""
    seen: set[Token] = set()
    start = 0
    for part in split(text):
        if isinstance(part, Token) and part not in seen:
            seen.add(part)
            yield part, start
        start = _after(text, part, start)


def _after(text: str, part: str | Token, start: int) -> int:
    """Where ``part`` ends, which may be written with more spaces than it needs."""
    return start + len(part) if isinstance(part, str) else text.index("}}", start) + 2
