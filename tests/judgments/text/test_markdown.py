"""Markdown is read into a tree, and nothing that is typed reaches a page as markup of its own."""

import re
from functools import partial
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from judgments.figures.tokens import Token, token_of
from judgments.text.citing import Figures, with_figures
from judgments.text.html import html_of, to_html
from judgments.text.markdown import DEEPEST_INSIDE, parse
from judgments.text.tree import (
    BulletList,
    Chart,
    Emphasis,
    Figure,
    FigureToken,
    Heading,
    LineBreak,
    Link,
    MissingFigure,
    NumberedList,
    Paragraph,
    Quote,
    Strong,
    TableBlock,
    Text,
    inlines_of,
    plain,
)
from tests.counting import calls

PLAN = "{{shire-2023-25/vsa/plan_present}}"
COUNT = "{{shire-2023-25/vsa/plan_present count}}"
CHART = "{{shire-2023-25/vsa/plan_present chart}}"
KNOWN_TAGS = {
    "p", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "div", "span",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5",
}  # fmt: skip
KNOWN_ATTRIBUTES = {
    "class", "href", "rel", "start", "scope", "title", "role", "aria-label", "tabindex",
}  # fmt: skip


class _Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]


def _token(text: str) -> Token:
    token = token_of(text)
    assert token is not None
    return token


def test_paragraphs_with_emphasis_and_links():
    (block,) = parse("Calls are **often** *late*  \nsee [the\nplan](https://example.org/a?b=1&c).")

    assert block == Paragraph(
        (
            Text("Calls are "),
            Strong((Text("often"),)),
            Text(" "),
            Emphasis((Text("late"),)),
            LineBreak(),
            Text("see "),
            Link("https://example.org/a?b=1&c", (Text("the plan"),)),
            Text("."),
        )
    )


def test_lists_quotes_and_headings():
    text = "# One\n\n#### Four\n\n- a\n- b\n  1. c\n\n3. d\n\n> e\n\n---\n"

    assert parse(text) == (
        Heading(1, (Text("One"),)),
        Heading(2, (Text("Four"),)),
        BulletList(
            (
                (Paragraph((Text("a"),)),),
                (Paragraph((Text("b"),)), NumberedList(((Paragraph((Text("c"),)),),))),
            )
        ),
        NumberedList(((Paragraph((Text("d"),)),),), start=3),
        Quote((Paragraph((Text("e"),)),)),
    )


def test_headings_begin_at_level_1_and_leave_none_out():
    blocks = parse("### a\n\n## b\n\n# c\n\n### d\n\n> # e\n")

    levels = [block.level for block in blocks if isinstance(block, Heading)]
    assert levels == [1, 2, 1, 2]
    assert blocks[-1] == Quote((Paragraph((Strong((Text("e"),)),)),))


def test_tables_have_as_many_cells_in_each_row_as_in_the_heading():
    (table,) = parse("| Stage | Files |\n|---|--:|\n| Calls | 12 |\n| Outcomes |\n")

    assert table == TableBlock(
        heading=((Text("Stage"),), (Text("Files"),)),
        rows=(((Text("Calls"),), (Text("12"),)), ((Text("Outcomes"),), ())),
        right=(False, True),
    )


def test_braces_without_a_token_stay_text():
    (block,) = parse("{{not a token}} and {{shire/**vsa**}}")

    assert FigureToken not in {type(inline) for inline in inlines_of([block])}
    assert isinstance(block, Paragraph)
    assert plain(block.inside) == "{{not a token}} and {{shire/vsa}}"


def test_figures_take_the_place_of_tokens():
    figures: Figures = {
        _token(PLAN): Figure(PLAN, "83 of 100 cases"),
        _token(CHART): Chart(CHART, "Plans", "Bars", "<svg></svg>"),
    }

    blocks = with_figures(parse(f"**{PLAN}**, {COUNT} and {CHART}.\n\n{CHART}"), figures)

    assert blocks[0] == Paragraph(
        (
            Strong((Figure(PLAN, "83 of 100 cases"),)),
            Text(", "),
            MissingFigure(COUNT, "nobody looked this figure up"),
            Text(" and "),
            MissingFigure(CHART, "a chart or table needs a paragraph of its own"),
            Text("."),
        )
    )
    assert blocks[1] == figures[_token(CHART)]


def test_a_figure_that_begins_a_sentence_begins_with_a_capital():
    figures: Figures = {_token(PLAN): Figure(PLAN, "plans were present in 83 of 100 cases")}

    html = to_html(f"{PLAN}. {PLAN}, *{PLAN}*; {PLAN}\n\n- {PLAN}", figures)

    assert html.count(">Plans were") == 3
    assert html.count(">plans were") == 2


def test_a_page_shows_figures_and_says_what_is_missing():
    figures: Figures = {
        _token(PLAN): Figure(PLAN, "83 of 100 cases"),
        _token(COUNT): MissingFigure(COUNT, "the sample is <open>"),
    }

    html = to_html(f"{PLAN}\n\n{COUNT}", figures)

    assert f'<span class="figure" title="{PLAN}">83 of 100 cases</span>' in html
    assert "the sample is &lt;open&gt;" in html


def test_the_filter_prints_markdown_with_and_without_figures():
    template = Template("{% load markdown %}{{ text|markdown }}|{{ text|markdown:figures }}")
    figures = {_token(PLAN): Figure(PLAN, "two of three cases")}

    without, with_them = template.render(Context({"text": f"*{PLAN}*", "figures": figures})).split(
        "|"
    )

    assert f'<em><span class="figure-token">{PLAN}</span></em>' in without
    assert ">Two of three cases<" in with_them


def test_headings_stand_below_those_of_the_page():
    assert "<h2 " in html_of(parse("# One"), top=2)
    assert "<h6 " in html_of(parse("# One\n\n## Two\n\n### Three"), top=5)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//example.org/path)",
        "[x](/accounts/logout/)",
        "<javascript:alert(1)>",
        "![x](https://example.org/track.png)",
        "[x](https://example.org/\"onmouseover=\"alert(1))",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<a href='https://example.org' style='position:fixed'>x</a>",
        "`<b>`\n\n    <b>indented</b>\n\n```html\n<b>\n```",
        "| <b> |\n|---|\n| <script> |",
        "# <svg onload=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<!-- --><style>*{display:none}</style>",
    ],
)  # fmt: skip
def test_hostile_text_comes_out_as_words(hostile):
    seen = _Seen(to_html(hostile))

    assert seen.tags <= KNOWN_TAGS
    assert seen.attributes <= KNOWN_ATTRIBUTES
    assert all(link.startswith(("https://example.org/", "mailto:")) for link in seen.links)


@given(st.text(alphabet=st.sampled_from(list("ab <>&\"'[]()!*_`#>-|:{}/\\\n\t1.")), max_size=200))
def test_whatever_is_typed_only_known_markup_comes_out(text):
    seen = _Seen(to_html(text))

    assert seen.tags <= KNOWN_TAGS | {"h3", "h4", "h5"}
    assert seen.attributes <= KNOWN_ATTRIBUTES


@pytest.mark.parametrize(
    "piece", ["[", "*", "_a", "{{", "> ", "- ", "`", "![a](", "<a>", "\\", "|\n|-|\n"]
)
def test_work_grows_with_a_text_and_not_with_its_square(piece):
    short, long = ((piece * size)[:size] for size in (10_000, 20_000))

    assert calls(partial(to_html, long)) < 3 * calls(partial(to_html, short))


def test_marks_too_far_inside_others_are_dropped_and_no_word_is() -> None:
    marked = str(to_html("*" * 500 + "a" + "*" * 500))
    assert marked.count("<strong>") == DEEPEST_INSIDE
    assert re.sub(r"<[^>]*>", "", marked).strip() == "a"


def test_a_table_that_no_page_can_hold_stays_as_it_was_typed() -> None:
    wide = "|".join("a" * 30)
    assert "<table" not in str(to_html(f"{wide}\n{'|'.join('-' * 30)}\n{wide}"))
    assert "<table" in str(to_html("|a|b|\n|-|-|\n|1|2|"))


@pytest.mark.parametrize(
    "text", ["![" * 500_000, "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|b|\n" * 4000]
)
def test_what_would_take_long_is_not_read(text: str) -> None:
    [block] = parse(text)
    assert isinstance(block, Paragraph)


def test_a_heading_without_words_and_an_endless_link_are_not_printed() -> None:
    assert parse("#\n\nText.") == parse("Text.")
    assert "<a " not in str(to_html(f"[here](https://example.org/{'a' * 3000})"))
