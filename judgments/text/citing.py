"""Putting figures in the place of the tokens that cite them. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from judgments.figures.tokens import Token
from judgments.text.tree import (
    Block,
    Blocks,
    BulletList,
    Chart,
    Emphasis,
    Figure,
    FigureToken,
    Heading,
    Inline,
    Inlines,
    Link,
    MissingFigure,
    NumberedList,
    Paragraph,
    Printed,
    Quote,
    Strong,
    TableBlock,
    plain,
)

Figures = Mapping[Token, Printed]
SENTENCE_ENDS: Final = (".", "!", "?")
UNKNOWN: Final = "nobody looked this figure up"
NOT_ALONE: Final = "a chart or table needs a paragraph of its own"


def with_figures(blocks: Blocks, figures: Figures) -> Blocks:
    """The text with each token replaced: by words, or by a chart or table of its own."""
    return tuple(_block(block, figures) for block in blocks)


def _block(block: Block, figures: Figures) -> Block:
    match block:
        case Paragraph((FigureToken(token),)) if token.is_block:
            printed = _printed(token, figures)
            return printed if isinstance(printed, Chart | TableBlock) else Paragraph((printed,))
        case Paragraph(inside) | Heading(_, inside):
            return replace(block, inside=_inlines(inside, figures))
        case BulletList(items) | NumberedList(items):
            return replace(block, items=tuple(with_figures(item, figures) for item in items))
        case Quote(blocks):
            return Quote(with_figures(blocks, figures))
        case TableBlock(heading, rows):
            cited = tuple(_cells(row, figures) for row in rows)
            return replace(block, heading=_cells(heading, figures), rows=cited)
        case Chart():
            return block


def _cells(row: tuple[Inlines, ...], figures: Figures) -> tuple[Inlines, ...]:
    return tuple(_inlines(cell, figures) for cell in row)


def _inlines(inlines: Inlines, figures: Figures, *, begins: bool = True) -> Inlines:
    """``begins`` says that a sentence begins here: its figure then has a capital letter."""
    made: list[Inline] = []
    for inline in inlines:
        made.append(_inline(inline, figures, begins))
        before = plain(made[-1:]).rstrip()
        begins = before.endswith(SENTENCE_ENDS) if before else begins
    return tuple(made)


def _inline(inline: Inline, figures: Figures, begins: bool) -> Inline:
    match inline:
        case FigureToken(token):
            return _cited(token, figures, begins)
        case Strong(inside) | Emphasis(inside) | Link(_, inside):
            return replace(inline, inside=_inlines(inside, figures, begins=begins))
        case _:
            return inline


def _cited(token: Token, figures: Figures, begins: bool) -> Inline:
    match _printed(token, figures):
        case Figure(source, words) if begins:
            return Figure(source, words[:1].upper() + words[1:])
        case Figure() | MissingFigure() as printed:
            return printed
        case _:
            return MissingFigure(token.text, NOT_ALONE)


def _printed(token: Token, figures: Figures) -> Printed:
    return figures.get(token) or MissingFigure(token.text, UNKNOWN)
