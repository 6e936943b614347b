"""Findings and practice of an inspection as a table for a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence

from accounts.models import User
from judgments.figures.lookup import printed_of
from judgments.figures.tokens import Token
from judgments.findings.sheet import Section, Written
from judgments.models import Finding
from judgments.text.citing import with_figures
from judgments.text.markdown import parse
from judgments.text.tree import Printed, words_of
from peel.lib.tables import Row, Table

HEADING = (
    "what", "id", "area", "area_title", "kind", "heading", "text", "evidence", "state",
    "edition", "written_at", "synthetic",
)  # fmt: skip


def findings_table(sections: Sequence[Section], reader: User) -> Table:
    """A row for each, in the order of the page, withdrawn ones last in their area.

    The text is in plain words with the figures that ``reader`` reads.
    """
    written = [(section, each) for section in sections for each in _all(section)]
    figures = printed_of(*(each.text for _, each in written), reader=reader)
    return Table(HEADING, (_row(section, each, figures) for section, each in written))


def _all(section: Section) -> list[Written]:
    return [*section.standing, *section.withdrawn]


def _row(section: Section, written: Written, figures: Mapping[Token, Printed]) -> Row:
    return [
        written.noun,
        written.pk,
        section.area.code,
        section.area.title,
        written.kind,
        written.heading,
        words_of(with_figures(parse(written.text), figures)),
        "; ".join(_evidence(written)),
        "withdrawn" if written.withdrawn else "standing",
        written.edition,
        written.written_at.isoformat(timespec="seconds"),
        "yes" if written.synthetic else "no",
    ]


def _evidence(written: Written) -> Iterator[str]:
    """The numbers of what it cites."""
    if isinstance(written, Finding):
        for citation in written.citations.all():
            cited = citation.evidence
            yield f"{cited} (withdrawn)" if cited.withdrawn else str(cited)
