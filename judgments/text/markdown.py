"""Reading Markdown: CommonMark with tables, and without HTML, pictures and code. Pure.

What is not allowed is kept as the characters that were typed, so that no word is lost; a line
that parts two paragraphs is dropped.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from judgments.figures.tokens import token_of
from judgments.text.tree import (
    Block,
    Blocks,
    BulletList,
    Emphasis,
    FigureToken,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NumberedList,
    Paragraph,
    Quote,
    Strong,
    TableBlock,
    Text,
)

DEEPEST_HEADING: Final = 3
LONGEST: Final = 40_000
"""In characters: more than anything that can be saved. A longer text stays as it was typed."""
LONGEST_TOKEN: Final = 300
LONGEST_URL: Final = 2000
WIDEST_TABLE: Final = 20
"""In columns. A wider one can't be printed and stays as it was typed."""
DEEPEST_INSIDE: Final = 10
"""So many strong words, emphases and links within each other; those further inside have no mark."""
RULE: Final = "hr"
ALLOWED_URL: Final = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
NOT_ALLOWED: Final = ("image", "html_inline", "html_block", "code", "fence", "backticks")


@lru_cache(maxsize=512)
def parse(text: str) -> Blocks:
    """The tree of a text. Any text has one: there is nothing that can't be read.

    A report reads its texts at each look at its draft, so those read last are kept.
    """
    if len(text) > LONGEST:
        return (Paragraph((Text(text),)),)
    tokens = READER.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_shallow(token.children))
    return tuple(_levelled(_blocks(SyntaxTreeNode(tokens).children)))


def _shallow(inside: Sequence[Token]) -> Iterator[Token]:
    """The inlines without the marks that are too far inside others."""
    depth = 0
    for token in inside:
        depth -= token.nesting < 0
        if not token.nesting or depth < DEEPEST_INSIDE:
            yield token
        depth += token.nesting > 0


def _is_allowed(url: str) -> bool:
    return len(url) <= LONGEST_URL and ALLOWED_URL.fullmatch(url) is not None


def _narrow_table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    start, end = state.bMarks[first], state.eMarks[first]
    return state.src.count("|", start, end) <= WIDEST_TABLE and table(state, first, last, silent)


def _figure_token(state: StateInline, silent: bool) -> bool:
    """Take ``{{…}}`` before any sign inside it is read as Markdown."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos, min(state.pos + LONGEST_TOKEN, state.posMax)) + 2
    token = token_of(state.src[state.pos : end])
    if token is None:
        return False
    if not silent:
        state.push("figure", "", 0).meta["token"] = token
    state.pos = end
    return True


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(NOT_ALLOWED)
    reader.block.ruler.at("table", _narrow_table, {"alt": ["paragraph", "reference"]})
    reader.inline.ruler.before("escape", "figure", _figure_token)
    reader.validateLink = _is_allowed  # type: ignore[method-assign]
    return reader


READER: Final = _reader()
Nodes = Sequence[SyntaxTreeNode]


def _blocks(nodes: Nodes) -> Blocks:
    return tuple(BLOCKS[node.type](node) for node in nodes if node.type != RULE)


def _levelled(blocks: Blocks) -> Iterator[Block]:
    """The blocks with headings that begin at level 1 and never leave out a level.

    A heading without words heads nothing.
    """
    last = 0
    for block in blocks:
        if isinstance(block, Heading) and not block.inside:
            continue
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            yield Heading(last, block.inside)
        else:
            yield block


def _within(nodes: Nodes) -> Blocks:
    """Blocks within another, where a heading would head nothing: it becomes strong words."""
    return tuple(
        Paragraph((Strong(block.inside),)) if isinstance(block, Heading) else block
        for block in _blocks(nodes)
    )


def _heading(node: SyntaxTreeNode) -> Block:
    return Heading(min(int(node.tag[1]), DEEPEST_HEADING), _inside(node))


def _numbered(node: SyntaxTreeNode) -> Block:
    return NumberedList(_items(node), start=int(node.attrs.get("start", 1)))


def _items(node: SyntaxTreeNode) -> tuple[Blocks, ...]:
    return tuple(_within(item.children) for item in node.children)


def _table(node: SyntaxTreeNode) -> Block:
    head, *body = (row for part in node.children for row in part.children)
    return TableBlock(
        heading=_cells(head),
        rows=tuple(_cells(row) for row in body),
        right=tuple("right" in str(cell.attrs.get("style", "")) for cell in head.children),
    )


def _cells(row: SyntaxTreeNode) -> tuple[Inlines, ...]:
    return tuple(_inside(cell) for cell in row.children)


def _inside(node: SyntaxTreeNode) -> Inlines:
    """What stands in a block, whose one child holds the inlines."""
    return _inlines(node.children[0].children) if node.children else ()


def _inlines(nodes: Nodes) -> Inlines:
    joined: list[Inline] = []
    for node in nodes:
        made = INLINES[node.type](node)
        if isinstance(made, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].words + made.words)
        else:
            joined.append(made)
    return tuple(inline for inline in joined if inline != Text(""))


def _link(node: SyntaxTreeNode) -> Inline:
    return Link(str(node.attrs["href"]), _inlines(node.children))


BLOCKS: Final[dict[str, Callable[[SyntaxTreeNode], Block]]] = {
    "paragraph": lambda node: Paragraph(_inside(node)),
    "heading": _heading,
    "bullet_list": lambda node: BulletList(_items(node)),
    "ordered_list": _numbered,
    "blockquote": lambda node: Quote(_within(node.children)),
    "table": _table,
}
INLINES: Final[dict[str, Callable[[SyntaxTreeNode], Inline]]] = {
    "text": lambda node: Text(node.content),
    "softbreak": lambda _: Text(" "),
    "hardbreak": lambda _: LineBreak(),
    "strong": lambda node: Strong(_inlines(node.children)),
    "em": lambda node: Emphasis(_inlines(node.children)),
    "link": _link,
    "figure": lambda node: FigureToken(node.meta["token"]),
}
