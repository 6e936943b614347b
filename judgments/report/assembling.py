"""Putting the report of an inspection together, with every figure resolved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from accounts.models import User
from forces.models import Inspection
from judgments.consistency import Scale, why_not_compared
from judgments.figures.figure import Figure, Missing
from judgments.figures.lookup import each_in
from judgments.figures.rendering import printed
from judgments.figures.tokens import Token
from judgments.models import Framework
from judgments.report.document import Document, Erratum, Listing, Part, Prose, Section
from judgments.report.methodology import facts_of, records_of
from judgments.report.reading import Material, material_of
from judgments.report.sections import sections_of
from judgments.text.tree import Paragraph, Text

FIGURES: Final = ("Figure", "What it is", "Where it comes from")
STYLE: Final = (
    "Counts are of relevant cases. Two numbers up to ten are written in words; when either is "
    "above ten, both are in numerals."
)
NO_CITED: Final = "No figure is cited in this report."


def assemble(inspection: Inspection, *, reader: User | None = None) -> Document:
    """The report as it would be printed now, as a draft.

    With a ``reader``, figures that they may not read are missing. The number of queries does not
    grow with the report.
    """
    found = material_of(inspection, reader)
    force = inspection.force
    return Document(
        inspection=inspection.slug,
        force=force.name,
        region=force.get_region_display(),
        cycle=inspection.cycle.name,
        starts=inspection.starts,
        ends=inspection.ends,
        sections=(*sections_of(found), _data(found), *_figures(found)),
        synthetic=found.synthetic,
        corrects=found.publications[-1].number if found.publications else 0,
    )


def as_published(
    document: Document, errata: tuple[Erratum, ...], first: date, on: date
) -> Document:
    """The draft as version 1, or as the last of ``errata``. ``first`` is the day of version 1."""
    return replace(
        document,
        number=1 + len(errata),
        first_published_on=first,
        published_on=on,
        errata=errata,
        corrects=0,
    )


def _data(found: Material) -> Section:
    facts = facts_of(records_of(found.inspection))
    notes = [Prose("How to read the figures", _paragraphs(_reading_notes(found)))]
    return Section("data", "About the data", (*facts, *notes))


def _reading_notes(found: Material) -> Iterator[str]:
    yield STYLE
    if len(found.frameworks) > 1:
        later, earlier = (_scale(framework) for framework in found.frameworks)
        yield why_not_compared(earlier, later)


def _scale(framework: Framework) -> Scale:
    definition = framework.definition
    return Scale(
        cycle=framework.cycle.name,
        grades=tuple(grade.code for grade in definition.grades),
        areas=frozenset(area.code for area in definition.areas),
    )


def _figures(found: Material) -> Iterator[Section]:
    """Every figure that is cited, with its source: each printed number leads back to it."""
    cited = dict(_each_cited(found))
    rows = tuple(
        (printed(token, figure), _name(figure), f"{figure.setting}. {figure.source}")
        for token, figure in cited.items()
    )
    tokens = tuple(token.text if figure.traceable else "" for token, figure in cited.items())
    parts: tuple[Part, ...] = (Prose("", _paragraphs([NO_CITED])),)
    if rows:
        parts = (Listing("Every figure that the text cites", FIGURES, rows, (3, 3, 4), tokens),)
    yield Section("figures", "Figures and their sources", parts)


def _each_cited(found: Material) -> Iterator[tuple[Token, Figure]]:
    """Each form that a sentence cites, then what charts and tables alone show, each by itself."""
    there = {t: each for t, each in found.cited.items() if not isinstance(each, Missing)}
    in_sentences = {token: figure for token, figure in there.items() if not token.is_block}
    yield from in_sentences.items()
    said = {token.figure for token in in_sentences}
    blocks = (token for token in there if token.is_block)
    alone = (each for block in blocks for each in each_in(block, there[block]))
    yield from ((token, figure) for token, figure in alone if token.figure not in said)


def _name(figure: object) -> str:
    return getattr(figure, "label", "")


def _paragraphs(sentences: Iterator[str] | list[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Text(sentence),)) for sentence in sentences)
