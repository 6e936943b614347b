"""A report as HTML: the body that pages show, and a file that stands alone."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from judgments.report.document import (
    Callout,
    Document,
    Facts,
    GradeMark,
    Grades,
    Listing,
    Part,
    Prose,
    Section,
)
from judgments.report.wording import dated, deadline_of, early, kind_of, named, title_lines
from judgments.text.html import html_of

SECTION, PART = 2, 3
"""The levels of headings: the title of the report is the first."""
STYLES: Final = "css/report.css"
Address = Callable[[str], str]


def no_address(token: str) -> str:
    """For a file, which leads nowhere."""
    return ""


def body_of(document: Document, address: Address = no_address) -> SafeString:
    """The chapters of a report, each with its anchor.

    ``address`` gives the page of a token's cases or data; figures lead there where it is not "".
    """
    return mark_safe("".join(_section(each, address) for each in document.sections))  # noqa: S308


def html_file(document: Document) -> bytes:
    """The report as a file of its own, with its style sheet inside."""
    context = {
        "document": document,
        "body": body_of(document),
        "styles": mark_safe(_styles()),  # noqa: S308  (a file of ours)
        **words_of(document),
    }
    return render_to_string("judgments/report/file.html", context).encode()


def words_of(document: Document) -> dict[str, object]:
    """What a page says around the body."""
    return {
        "kind": kind_of(document),
        "dated": dated(document),
        "title_lines": list(title_lines(document)),
    }


@cache
def _styles() -> str:
    found = finders.find(STYLES)
    if not isinstance(found, str):
        raise FileNotFoundError(STYLES)
    return Path(found).read_text(encoding="utf-8")


def _section(section: Section, address: Address) -> str:
    anchor = escape(section.anchor)
    heading = f'<h2 class="govuk-heading-l" id="{anchor}-title">{escape(section.title)}</h2>'
    parts = "".join(_part(part, address) for part in section.parts)
    page = " report__section--page" if section.begins_a_page else ""
    return (
        f'<section class="report__section{page}" id="{anchor}" aria-labelledby="{anchor}-title">'
        f"{heading}{_verdict(section)}{parts}</section>"
    )


def _verdict(section: Section) -> str:
    if section.grade:
        return f'<p class="report__verdict">{_grade(section.grade, large=True)}</p>'
    return f'<p class="report__words">{escape(section.words)}</p>' if section.words else ""


def _part(part: Part, address: Address) -> str:
    match part:
        case Grades():
            return _grades(part)
        case Prose(heading, blocks):
            title = f'<h3 class="govuk-heading-m">{escape(heading)}</h3>' if heading else ""
            return title + html_of(blocks, top=PART + 1 if heading else PART)
        case Callout():
            return _callout(part, PART)
        case Facts():
            return _facts(part)
        case Listing():
            return _listing(part, address)


def _grade(grade: GradeMark, *, large: bool = False) -> str:
    size = " judgments-grade--large" if large else ""
    colour = escape(grade.colour)
    words = escape(grade.words)
    return f'<strong class="judgments-grade{size} judgments-grade--{colour}">{words}</strong>'


def _grades(part: Grades) -> str:
    rows = "".join(
        f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header'
        f'{" report__below" if line.below else ""}">'
        f'<a class="govuk-link" href="#{escape(line.anchor)}">{escape(line.area)}</a></th>'
        f'<td class="govuk-table__cell">'
        f"{_grade(line.grade) if line.grade else escape(line.words)}</td></tr>"
        for line in part.lines
    )
    scale = ", ".join(escape(grade.text) for grade in part.scale)
    told = f"Grades that can be given, best first: {scale}." if scale else ""
    head = _cells("th", ("Area", "Grade"), ' scope="col"')
    return _table("Grades by area", head, rows) + f'<p class="report__note">{told}</p>'


def _callout(part: Callout, level: int) -> str:
    deadline = deadline_of(part)
    when = f'<p class="report__deadline">{deadline}</p>' if deadline else ""
    before = f'<p class="report__early">{early(part)}</p>' if early(part) else ""
    inside = "".join(_callout(below, level + 1) for below in part.inside)
    return (
        f'<div class="report__callout report__callout--{part.tone}">'
        f'<p class="report__label">{escape(named(part))}</p>'
        f'<h{level} class="govuk-heading-s">{escape(part.heading)}</h{level}>'
        f"{when}{before}{html_of(part.blocks, top=level + 1)}{inside}</div>"
    )


def _facts(part: Facts) -> str:
    rows = "".join(
        f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{escape(name)}'
        f'</th><td class="govuk-table__cell">{escape(value)}</td></tr>'
        for name, value in part.rows
    )
    notes = "".join(f'<p class="govuk-body">{escape(note)}</p>' for note in part.notes)
    heading = f'<h3 class="govuk-heading-m">{escape(part.heading)}</h3>'
    return f"{heading}{_table(part.heading, '', rows)}{notes}"


def _listing(part: Listing, address: Address) -> str:
    head = _cells("th", part.heading, ' scope="col"')
    rows = "".join(
        f'<tr class="govuk-table__row">{"".join(_named_cells(part.heading, row, url))}</tr>'
        for row, url in zip_longest(part.rows, map(address, part.tokens), fillvalue="")
    )
    name = "report__listing" if part.is_short else "report__listing report__listing--long"
    return _table(part.caption, head, rows, name, shown=True)


def _named_cells(heading: Iterable[str], row: Iterable[str], url: str) -> Iterator[str]:
    """Cells that carry their heading, which a narrow screen shows in front of them.

    The first leads to ``url``.
    """
    for number, (name, words) in enumerate(zip(heading, row, strict=True)):
        blank = "" if words else " report__blank"
        label = f' data-label="{escape(name)}"'
        shown = escape(words)
        if url and number == 0:
            shown = f'<a class="govuk-link" href="{escape(url)}">{shown}</a>'
        yield f'<td class="govuk-table__cell{blank}"{label}>{shown}</td>'


def _cells(tag: str, words: Iterable[str], more: str) -> str:
    cells = (f'<{tag} class="govuk-table__header"{more}>{escape(word)}</{tag}>' for word in words)
    return f'<tr class="govuk-table__row">{"".join(cells)}</tr>'


def _table(caption: str, head: str, rows: str, name: str = "", *, shown: bool = False) -> str:
    seen = "govuk-table__caption--s" if shown else "govuk-visually-hidden"
    heads = f'<thead class="govuk-table__head">{head}</thead>' if head else ""
    return (
        f'<table class="govuk-table {name}">'
        f'<caption class="govuk-table__caption {seen}">{escape(caption)}</caption>'
        f'{heads}<tbody class="govuk-table__body">{rows}</tbody></table>'
    )
