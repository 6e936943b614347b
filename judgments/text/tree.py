"""What a text is made of, whichever format it is printed in. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from judgments.figures.tokens import Token


@dataclass(frozen=True, slots=True)
class Text:
    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a web page or a mail address, never to anything else."""

    url: str
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class FigureToken:
    """A figure that is cited, before anybody looked it up."""

    token: Token


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the words that are printed. ``token`` is the text of what cites it."""

    token: str
    words: str


@dataclass(frozen=True, slots=True)
class MissingFigure:
    """A token without a figure to print, and the reason."""

    token: str
    reason: str


Inline = Text | Strong | Emphasis | Link | LineBreak | FigureToken | Figure | MissingFigure
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    inside: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 1 to 3 within the text, whatever stands above it, and leaves none out."""

    level: int
    inside: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """``start`` is the number of the first item."""

    items: tuple[tuple["Block", ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. Each row has as many cells as the ``heading``.

    ``right`` says for each column whether it is set to the right, as numbers are. A table that a
    ``token`` asked for has a ``caption``.
    """

    heading: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    right: tuple[bool, ...]
    caption: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that a token asked for. ``svg`` stands alone, as in a file, with its title.

    ``alternative`` tells it to who can't see it.
    """

    token: str
    title: str
    description: str
    svg: str

    @property
    def alternative(self) -> str:
        return f"{self.title}. {self.description}"


Printed = Figure | MissingFigure | TableBlock | Chart
"""What a token gives when it is printed."""
Block = Paragraph | Heading | BulletList | NumberedList | Quote | TableBlock | Chart
Blocks = tuple[Block, ...]


def inlines_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Every inline of a text in its order, those that stand inside others too."""
    for block in blocks:
        for inlines in _lines(block):
            yield from _every(inlines)


def words_of(blocks: Iterable[Block]) -> str:
    """The words of a text alone, each paragraph, item, heading and cell on a line of its own.

    A chart is told in words.
    """
    lines = (
        [block.alternative] if isinstance(block, Chart) else map(plain, _lines(block))
        for block in blocks
    )
    return "\n".join(line for some in lines for line in some)


def plain(inlines: Iterable[Inline]) -> str:
    """The words alone."""
    words = []
    for inline in _every(inlines):
        match inline:
            case Text(text) | Figure(_, text) | MissingFigure(text, _):
                words.append(text)
            case FigureToken(token):
                words.append(token.text)
            case LineBreak():
                words.append(" ")
            case _:
                pass
    return "".join(words)


def _every(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Strong | Emphasis | Link):
            yield from _every(inline.inside)


def _lines(block: Block) -> Iterator[Inlines]:
    match block:
        case Paragraph(inside) | Heading(_, inside):
            yield inside
        case BulletList(items) | NumberedList(items):
            yield from (line for item in items for part in item for line in _lines(part))
        case Quote(blocks):
            yield from (line for part in blocks for line in _lines(part))
        case TableBlock(heading, rows):
            yield from (cell for row in (heading, *rows) for cell in row)
        case Chart():
            return
