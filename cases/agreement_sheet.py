"""Agreement laid out for its page: tables, and a heat map of who differs on what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checklists.instrument import Question

from .agreement.cross_tables import Paired
from .agreement.scales import Basis
from .agreement.summaries import FEWEST, Agreement
from .agreement.wording import Printed, coefficient, percent
from .agreements import (
    Comparison,
    Line,
    Questions,
    by_pair,
    by_question,
    by_stage,
    drift,
    months_of,
    pairs_of_people,
)

Title = tuple[str, str]
"""The number of a question or stage, "" when it has none, and what it says."""

BANDS = (
    (0.95, "1", "95 percent or more the same"),
    (0.9, "2", "90 to 95"),
    (0.8, "3", "80 to 90"),
    (0.7, "4", "70 to 80"),
    (0.0, "5", "less than 70 percent"),
)
"""The shades of the heat map: the least share of the same answers, a name and its words."""

ALL_PAIRS = "All inspectors"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of agreement."""

    title: Title
    agreement: Agreement

    @property
    def raw(self) -> Printed:
        return percent(self.agreement.raw)

    @property
    def kappa(self) -> Printed:
        return coefficient(self.agreement.kappa)

    @property
    def ac1(self) -> Printed:
        return coefficient(self.agreement.ac1)


@dataclass(frozen=True, slots=True)
class StageRows:
    """The questions of one stage; ``total`` adds up those answered by yes or no."""

    code: str
    title: Title
    total: Row | None
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Cell:
    """How often two people gave the same answer, of how many times."""

    column: str
    agreed: int
    pairs: int

    @property
    def band(self) -> str:
        """The shade; "" where there are too few pairs to say."""
        if self.pairs < FEWEST:
            return ""
        return next(name for least, name, _ in BANDS if self.agreed / self.pairs >= least)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One line of a heat map."""

    title: Title
    cells: Sequence[Cell]


def rows_by_stage(comparison: Comparison, basis: Basis) -> list[StageRows]:
    """The questions that two reviewers of a file were both asked, by stage."""
    lines = {line.key["question"]: line for line in by_question(comparison)}
    totals = {line.key["stage"]: line for line in by_stage(comparison)}
    stages = (
        StageRows(
            code=stage.code,
            title=(stage.number, stage.title),
            total=_row(("", "All yes or no questions"), totals.get(stage.code), basis),
            rows=[
                row
                for question in stage.questions
                if (row := _row(_title(question), lines.get(question.code), basis))
            ],
        )
        for stage in comparison.instrument.stages
    )
    return [stage for stage in stages if stage.rows]


def rows_by_pair(comparison: Comparison, basis: Basis) -> list[Row]:
    """A row for each two inspectors who read the same files."""
    return [
        Row(("", _both(line.key["inspector"], line.key["other_inspector"])), line.on(basis))
        for line in by_pair(comparison)
    ]


def _row(title: Title, line: Line | None, basis: Basis) -> Row | None:
    """None where there is nothing to compare."""
    agreement = line.on(basis) if line else None
    return Row(title, agreement) if agreement and agreement.pairs else None


def _title(question: Question) -> Title:
    return question.number, question.text


def _both(one: str, other: str) -> str:
    return f"{one} and {other}"


def heat_map_of_questions(comparison: Comparison, basis: Basis) -> list[CellRow]:
    """A row for each question; a cell for all pairs of answers, then one for each two people."""
    questions = comparison.questions
    titles = {question.code: _title(question) for question in questions}
    return _heat_map(comparison, basis, titles, {code: code for code in titles})


def heat_map_of_stages(comparison: Comparison, basis: Basis) -> list[CellRow]:
    """The same with a row for each stage, which adds up its yes or no questions."""
    titles = {stage.code: (stage.number, stage.title) for stage in comparison.instrument.stages}
    stage_of = {code: question.stage for code, question in comparison.pooled.items()}
    return _heat_map(comparison, basis, titles, stage_of)


HEAT_MAPS = {"question": heat_map_of_questions, "stage": heat_map_of_stages}


def _heat_map(
    comparison: Comparison,
    basis: Basis,
    titles: Mapping[str, Title],
    row_of: Mapping[str, str],
) -> list[CellRow]:
    people = pairs_of_people(comparison).items()
    columns = [(ALL_PAIRS, comparison.pairs)]
    columns += [(_both(one.name, other.name), pairs) for (one, other), pairs in people]
    counted = [(name, *_counts(pairs, row_of, basis)) for name, pairs in columns]
    rows = (
        CellRow(title, [Cell(name, agreed[code], total[code]) for name, agreed, total in counted])
        for code, title in titles.items()
    )
    return [row for row in rows if row.cells[0].pairs]


def _counts(
    pairs: Iterable[Paired], row_of: Mapping[str, str], basis: Basis
) -> tuple[Counter[str], Counter[str]]:
    """How many pairs agree, and how many there are, by row."""
    agreed, total = Counter[str](), Counter[str]()
    for pair in pairs:
        if pair.question in row_of and basis.takes(pair):
            row = row_of[pair.question]
            total[row] += 1
            agreed[row] += pair.first == pair.second
    return agreed, total


def months_table(comparison: Comparison, questions: Questions, basis: Basis) -> list[CellRow]:
    """A row for each inspector; a cell for each month in which they submitted reviews."""
    groups = {
        key: [pair for pair in pairs if basis.takes(pair)]
        for key, pairs in drift(comparison, questions).items()
    }
    months = months_of(comparison)
    return [
        CellRow(
            ("", reviewer.name),
            [_cell(_month(month), groups.get((reviewer, month), [])) for month in months],
        )
        for reviewer in sorted({reviewer for reviewer, _ in groups})
    ]


def _cell(column: str, pairs: Sequence[Paired]) -> Cell:
    return Cell(column, sum(pair.first == pair.second for pair in pairs), len(pairs))


def _month(month: str) -> str:
    """ "2024-05" as "May 2024"."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"
