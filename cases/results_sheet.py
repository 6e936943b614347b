"""Figures laid out for a page: by stage, each number with the address of its cases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from checklists.instrument import Instrument, Measure

from .breakdowns import Group
from .charts import bar
from .estimates.wording import note_of
from .evidence import parts_of
from .rollups import Figure

ALL = "All files"
OTHER_PARTS = ("not_met", "not_applicable", "not_asked", "outstanding")


@dataclass(frozen=True, slots=True)
class Number:
    """One number; ``url`` opens the cases behind it, "" where there are none to open."""

    count: int | None
    url: str = ""

    @property
    def link(self) -> SafeString:
        """The number as a link where it has an address. Templates print hundreds of these."""
        if not self.url:
            return SafeString("" if self.count is None else self.count)
        return format_html('<a class="govuk-link" href="{}">{}</a>', self.url, str(self.count))


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as a row of a table. ``others`` are the numbers of ``OTHER_PARTS``, ``note``
    tells of an estimate what is not printed.
    """

    label: str
    url: str
    headline: bool
    sentence: str
    met: Number
    of: Number
    others: tuple[Number, ...]
    note: str = ""

    @property
    def bar(self) -> SafeString:
        return bar(self.met.count or 0, self.of.count or 0)


@dataclass(frozen=True, slots=True)
class StageLines:
    """The figures of one stage."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the links of a table lead; "" where the person may not follow them.

    ``measures`` is what the page of a measure stands under, ``cases`` what the cases behind
    a number stand under.
    """

    measures: str = ""
    cases: str = ""

    def of_measure(self, measure: Measure) -> str:
        return f"{self.measures}{measure.code}/" if self.measures else ""

    def of_part(self, measure: Measure, part: str, group: tuple[str, str] | None) -> str:
        if not self.cases or part not in parts_of(measure):
            return ""
        return f"{self.cases}{measure.code}/{part}/{_query(group) if group else ''}"


@lru_cache(maxsize=1_000)
def _query(group: tuple[str, str]) -> str:
    return "?" + urlencode({"by": group[0], "value": group[1]})


def stages_of(
    instrument: Instrument,
    figures: Sequence[Figure],
    addresses: Addresses,
    files: int | None = None,
) -> list[StageLines]:
    """The figures by stage, without the stages that have none. ``files`` is how many they are of,
    where that is to be said beside a ratio.
    """
    stages = (
        StageLines(
            stage.code,
            stage.title,
            tuple(
                line_of(figure, addresses, files=files)
                for figure in figures
                if figure.measure.stage == stage.code
            ),
        )
        for stage in instrument.stages
    )
    return [stage for stage in stages if stage.lines]


def line_of(
    figure: Figure,
    addresses: Addresses,
    group: tuple[str, str] | None = None,
    label: str = "",
    files: int | None = None,
) -> Line:
    """The figure as a row: of the whole sample, or of one group that ``label`` names."""
    measure = figure.measure
    number = _Numbers(figure, addresses, group)
    return Line(
        label=label or measure.label,
        url="" if group else addresses.of_measure(measure),
        headline=measure.headline,
        sentence=figure.sentence,
        met=number.of("numerator"),
        of=number.of("denominator"),
        others=tuple(number.of(part) for part in OTHER_PARTS),
        note=_note(figure, files),
    )


def _note(figure: Figure, files: int | None) -> str:
    if figure.estimated:
        return note_of(figure.estimated)
    if figure.measure.kind == "ratio" and files:
        return f"Counted in {files:,} file{'' if files == 1 else 's'}."
    return ""


def lines_of_groups(groups: Iterable[Group], by: str, addresses: Addresses) -> list[Line]:
    """One measure's figure in each group."""
    return [
        line_of(group.figures[0], addresses, (by, group.value), group.label) for group in groups
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one group, or in all files: how many met it, of how many."""

    group: str
    met: Number
    of: Number


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One measure: a cell for all files, then one for each group."""

    label: str
    url: str
    cells: tuple[Cell, ...]


def matrix_of(
    figures: Sequence[Figure], groups: Sequence[Group], by: str, addresses: Addresses
) -> Iterator[MatrixRow]:
    """A row for each of ``figures``, which the groups hold in the same order."""
    for position, figure in enumerate(figures):
        in_groups = (
            _cell(group.label, group.figures[position], addresses, (by, group.value))
            for group in groups
        )
        yield MatrixRow(
            figure.measure.label,
            addresses.of_measure(figure.measure),
            (_cell(ALL, figure, addresses, None), *in_groups),
        )


def _cell(label: str, figure: Figure, addresses: Addresses, group: tuple[str, str] | None) -> Cell:
    number = _Numbers(figure, addresses, group)
    return Cell(label, number.of("numerator"), number.of("denominator"))


@dataclass(frozen=True, slots=True)
class _Numbers:
    figure: Figure
    addresses: Addresses
    group: tuple[str, str] | None

    def of(self, part: str) -> Number:
        measure = self.figure.measure
        if part not in parts_of(measure):
            return Number(None)
        count: int = getattr(self.figure, part)
        if not count:
            return Number(count)
        return Number(count, self.addresses.of_part(measure, part, self.group))
