"""The report as HTML: anchors that exist, headings in order, and one identifier each."""

import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from judgments.report.document import Document, Listing, Section
from judgments.report.formats import FORMATS, file_name
from judgments.report.html import body_of, html_file
from judgments.report.storing import checksum_of, restored
from tests.judgments.report.reports import draft, published


class _Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.identifiers: list[str] = []
        self.named: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.identifiers += [given["id"] or ""] if "id" in given else []
        link = given.get("href") or ""
        self.named += [link[1:]] if link.startswith("#") else []
        self.named += (given.get("aria-labelledby") or "").split()


@pytest.fixture
def page() -> str:
    return html_file(published()).decode()


def test_what_is_named_is_there_once(page: str) -> None:
    seen = _Seen(page)

    assert len(seen.identifiers) == len(set(seen.identifiers))
    assert set(seen.named) <= set(seen.identifiers)
    assert {"grades", "investigating", "about"} <= set(seen.named)


def test_headings_leave_out_no_level(page: str) -> None:
    levels = [int(tag[1]) for tag in _Seen(page).tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_figure_is_printed_and_nothing_typed_is_markup(page: str) -> None:
    assert page.count("83 of 100 cases") >= 3
    assert "<script" not in page
    assert "Requires improvement (2016)" in page
    assert "To be done by 31 March 2025" in page
    assert "Published before this report, on 3 December 2024" in page


def test_a_grade_is_never_told_by_colour_alone() -> None:
    grades = re.findall(r"<strong class=\"judgments-grade[^>]*>([^<]*)</strong>", body_of(draft()))

    assert len(grades) >= 4
    assert all(grades)


def test_only_a_draft_is_marked_as_one() -> None:
    assert "report--draft" in html_file(draft()).decode()
    assert '"report report--draft"' not in html_file(published()).decode()


def test_a_file_needs_nothing_else(page: str) -> None:
    assert "{% " not in page
    assert "<link" not in page
    assert ".report__callout" in page


def test_only_areas_begin_a_page_on_paper() -> None:
    sections = (Section("summary", "Summary", ()), Section("area-vsa", "Victims", ()))

    begun = re.findall(r'report__section--page" id="([^"]+)"', body_of(_with(sections)))

    assert begun == ["area-vsa"]


def test_only_a_table_longer_than_a_page_may_be_parted() -> None:
    short, long = (Listing("Figures", ("Figure",), (("1",),) * rows, (1,)) for rows in (20, 21))

    assert "report__listing--long" not in body_of(_with((Section("a", "A", (short,)),)))
    assert "report__listing--long" in body_of(_with((Section("a", "A", (long,)),)))


def _with(sections: tuple[Section, ...]) -> Document:
    return replace(draft(), sections=sections)


def test_json_holds_the_whole_document_and_its_checksum() -> None:
    held = json.loads(FORMATS["json"].write(published(2)))

    assert restored(held["report"]) == published(2)
    assert held["checksum"] == checksum_of(held["report"])


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (draft(), "shire-2023-25-report-draft.pdf"),
        (published(2), "shire-2023-25-report-2.pdf"),
    ],
)
def test_files_are_named_after_inspection_and_version(document, name: str) -> None:
    assert file_name(document, FORMATS["pdf"]) == name
