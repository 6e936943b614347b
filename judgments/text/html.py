"""A text as HTML for a page. Every word is escaped, and what comes out is cleaned once more."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe

from judgments.figures.tokens import Token
from judgments.text.citing import with_figures
from judgments.text.markdown import parse
from judgments.text.tree import (
    Block,
    BulletList,
    Chart,
    Emphasis,
    Figure,
    FigureToken,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    MissingFigure,
    NumberedList,
    Paragraph,
    Printed,
    Quote,
    Strong,
    TableBlock,
    Text,
)

TOP: Final = 3
SIZES: Final = {2: "m", 3: "s"}
CELL: Final = {"td": "govuk-table__cell", "th": "govuk-table__header"}
CLASSES: Final = {
    "p": {"govuk-body"},
    "ul": {"govuk-list", "govuk-list--bullet"},
    "ol": {"govuk-list", "govuk-list--number"},
    "li": set(),
    "blockquote": {"govuk-inset-text"},
    "a": {"govuk-link"},
    "table": {"govuk-table"},
    "caption": {"govuk-table__caption", "govuk-table__caption--s"},
    "thead": {"govuk-table__head"},
    "tbody": {"govuk-table__body"},
    "tr": {"govuk-table__row"},
    "th": {CELL["th"], f"{CELL['th']}--numeric"},
    "td": {CELL["td"], f"{CELL['td']}--numeric"},
    "span": {"figure", "figure-token", "figure-missing", "figure-missing__reason"},
    "div": {"peel-scroll"},
    **{f"h{level}": {"govuk-heading-m", "govuk-heading-s"} for level in range(2, 7)},
}
ATTRIBUTES: Final = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope"},
    "span": {"title"},
    "div": {"role", "aria-label", "tabindex"},
}
IDENTIFIER: Final = re.compile(
    r'(?:id="|labelledby="|(?<=title )|url\(#)chart-(?=title|about|stripes)'
)
CLEANER: Final = nh3.Cleaner(
    tags={*CLASSES, "strong", "em", "br"},
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


def to_html(text: str, figures: Mapping[Token, Printed] | None = None) -> SafeString:
    """Markdown as HTML. A token prints what ``figures`` has for it, or itself without them."""
    blocks = parse(text)
    return html_of(blocks if figures is None else with_figures(blocks, figures))


def html_of(blocks: Iterable[Block], *, top: int = TOP) -> SafeString:
    """The blocks as HTML. ``top`` is the level that a heading of level 1 gets."""
    made = []
    for is_chart, same in groupby(blocks, key=lambda block: isinstance(block, Chart)):
        written = "".join(_block(block, top) for block in same)
        # A drawing is our own, with nothing in it that anybody typed but escaped words.
        made.append(written if is_chart else CLEANER.clean(written))
    return mark_safe("".join(made))  # noqa: S308


def _block(block: Block, top: int) -> str:
    match block:
        case Paragraph(inside):
            return f'<p class="govuk-body">{_inlines(inside)}</p>'
        case Heading(level, inside):
            tag = min(top + level - 1, 6)
            return (
                f'<h{tag} class="govuk-heading-{SIZES.get(tag, "s")}">{_inlines(inside)}</h{tag}>'
            )
        case BulletList(items):
            return f'<ul class="govuk-list govuk-list--bullet">{_items(items, top)}</ul>'
        case NumberedList(items, start):
            begins = f' start="{start}"' if start != 1 else ""
            return f'<ol class="govuk-list govuk-list--number"{begins}>{_items(items, top)}</ol>'
        case Quote(blocks):
            inside_quote = "".join(_block(part, top) for part in blocks)
            return f'<blockquote class="govuk-inset-text">{inside_quote}</blockquote>'
        case TableBlock():
            return _table(block)
        case Chart():
            return _chart(block)


def _items(items: Iterable[Iterable[Block]], top: int) -> str:
    return "".join(f"<li>{_item(tuple(item), top)}</li>" for item in items)


def _item(blocks: tuple[Block, ...], top: int) -> str:
    """An item that is one paragraph is printed without the space of a paragraph."""
    first, rest = blocks[:1], blocks[1:]
    words = _inlines(first[0].inside) if first and isinstance(first[0], Paragraph) else None
    if words is None:
        return "".join(_block(block, top) for block in blocks)
    return words + "".join(_block(block, top) for block in rest)


def _table(table: TableBlock) -> str:
    caption = escape(table.caption)
    told = f'<caption class="{" ".join(sorted(CLASSES["caption"]))}">{caption}</caption>'
    heading = _row("th", table.heading, table.right, ' scope="col"')
    rows = "".join(_row("td", row, table.right) for row in table.rows)
    return (
        f'<div class="peel-scroll" role="region" aria-label="{caption or "Table"}" tabindex="0">'
        f'<table class="govuk-table">{told if caption else ""}'
        f'<thead class="govuk-table__head">{heading}</thead>'
        f'<tbody class="govuk-table__body">{rows}</tbody></table></div>'
    )


def _row(tag: str, cells: Iterable[Inlines], right: Iterable[bool], more: str = "") -> str:
    return f'<tr class="govuk-table__row">{"".join(_cells(tag, cells, right, more))}</tr>'


def _cells(tag: str, cells: Iterable[Inlines], right: Iterable[bool], more: str) -> Iterator[str]:
    for cell, is_number in zip(cells, right, strict=True):
        name = f"{CELL[tag]} {CELL[tag]}--numeric" if is_number else CELL[tag]
        yield f'<{tag} class="{name}"{more}>{_inlines(cell)}</{tag}>'


def _chart(chart: Chart) -> str:
    """The drawing with identifiers of its own, as a page may show several."""
    key = hashlib.sha256(f"{chart.token}{chart.svg}".encode()).hexdigest()[:12]
    drawn = IDENTIFIER.sub(rf"\g<0>{key}-", chart.svg)
    return f'<div class="report-chart">{drawn}</div>'


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(words):
            return escape(words, quote=False)
        case Strong(inside):
            return f"<strong>{_inlines(inside)}</strong>"
        case Emphasis(inside):
            return f"<em>{_inlines(inside)}</em>"
        case Link(url, inside):
            return f'<a class="govuk-link" href="{escape(url)}">{_inlines(inside)}</a>'
        case LineBreak():
            return "<br>"
        case FigureToken() | Figure() | MissingFigure():
            return _figure(inline)


def _figure(inline: FigureToken | Figure | MissingFigure) -> str:
    match inline:
        case FigureToken(token):
            return f'<span class="figure-token">{escape(token.text)}</span>'
        case Figure(source, words):
            return f'<span class="figure" title="{escape(source)}">{escape(words)}</span>'
        case MissingFigure(typed, reason):
            told = f'<span class="figure-missing__reason">{escape(reason)}</span>'
            return f'<span class="figure-missing">{escape(typed)} {told}</span>'
