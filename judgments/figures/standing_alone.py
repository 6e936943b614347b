"""Charts and tables in a text, which stand in a paragraph of their own or can't be printed."""

from typing import Final

from judgments.figures.tokens import Token, tokens_of
from judgments.text.citing import NOT_ALONE, with_figures
from judgments.text.markdown import parse
from judgments.text.tree import Chart, MissingFigure, inlines_of

NEEDS_A_PARAGRAPH: Final = (
    "A chart or table needs a paragraph of its own. Put its token between two blank lines, or "
    "leave the form out of it."
)


def in_sentences(text: str) -> frozenset[Token]:
    """The charts and tables of a text that stand among words at least once."""
    charts = {each: Chart(each.text, "", "", "") for each in tokens_of(text) if each.is_block}
    if not charts:
        return frozenset()
    inlines = inlines_of(with_figures(parse(text), charts))
    refused = {i.token for i in inlines if isinstance(i, MissingFigure) and i.reason == NOT_ALONE}
    return frozenset(each for each in charts if each.text in refused)
