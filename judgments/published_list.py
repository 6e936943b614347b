"""A list of judgments that earlier reports printed, CSV or Excel."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from cases.actions.answering import PersonalDataWarning
from forces.models import Inspection
from judgments import framework as pure
from judgments.actions.publishing import PrintedJudgment, PrintedReport
from judgments.actions.rationales import LONGEST_RATIONALE, rationale_of
from judgments.models import LONGEST_SOURCE, Framework, Judgment, Treatment
from peel.lib.lists.named_cells import NamedCells, NamedColumns

COLUMNS: Final = NamedColumns(
    what="judgments",
    required=("inspection", "area", "grade", "source", "published_on"),
    optional=("treatment", "rationale", "synthetic"),
    most_rows=5_000,
)
TREATMENTS: Final[Mapping[str, str]] = {
    word: value for value, label in Treatment.choices for word in (value, label.casefold())
}


def read_printed_judgments(content: bytes) -> list[PrintedReport]:
    """The reports of a list: rows with the same inspection, source and day are of one.

    Raises Invalid with a sentence for each fault, naming row, column and remedy.
    """
    return _reports(COLUMNS.read(content, _Reader().line))


@dataclass(frozen=True, slots=True)
class _Line:
    inspection: Inspection
    judgment: PrintedJudgment
    source: str
    published_on: date
    synthetic: bool


def _reports(lines: Sequence[_Line]) -> list[PrintedReport]:
    found: dict[tuple[Inspection, str, date, bool], list[PrintedJudgment]] = defaultdict(list)
    for line in lines:
        report = (line.inspection, line.source, line.published_on, line.synthetic)
        found[report].append(line.judgment)
    return [
        PrintedReport(inspection, tuple(judgments), source, published_on, synthetic)
        for (inspection, source, published_on, synthetic), judgments in found.items()
    ]


class _Reader:
    """Reads row after row, and knows the inspections, frameworks and judgments of the record."""

    def __init__(self) -> None:
        inspections = Inspection.objects.select_related("force", "cycle").order_by()
        self.inspections = {inspection.slug: inspection for inspection in inspections}
        self.frameworks = {each.cycle_id: each.definition for each in Framework.objects.all()}
        judged = Judgment.objects.order_by().values_list("area__inspection", "area__area__code")
        self.judged = set(judged)
        self.rows: dict[tuple[int, str], int] = {}

    def line(self, cells: NamedCells) -> _Line:
        inspection, framework = self._inspection(cells)
        area = self._area(cells, inspection, framework)
        grade = _grade(cells, framework)
        treatment = _treatment(cells, framework, grade)
        judgment = PrintedJudgment(area, grade, treatment, _rationale(cells, treatment))
        return _Line(inspection, judgment, _source(cells), _day(cells), cells.is_yes("synthetic"))

    def _inspection(self, cells: NamedCells) -> tuple[Inspection, pure.Framework]:
        inspection = self.inspections.get(cells.text("inspection"))
        if inspection is None:
            raise cells.fault(
                "inspection",
                "There is no such inspection. Write it as it stands in addresses, such as "
                "lancashire-2017, or open the inspection first.",
            )
        framework = self.frameworks.get(inspection.cycle_id)
        if framework is None:
            raise cells.fault("inspection", "Its cycle has no framework. Load that first.")
        return inspection, framework

    def _area(self, cells: NamedCells, inspection: Inspection, framework: pure.Framework) -> str:
        area = cells.text("area")
        codes = [each.code for each in framework.areas]
        if area not in codes:
            raise cells.fault("area", f"Enter one of {', '.join(codes)}.")
        if (inspection.pk, area) in self.judged:
            raise cells.fault(
                "area",
                "The inspection has a judgment of it already. Remove the row, and reissue that "
                "judgment on its page.",
            )
        first = self.rows.setdefault((inspection.pk, area), cells.row.number)
        if first != cells.row.number:
            raise cells.fault("area", f"Row {first} is about this area too. Remove one of the two.")
        return area


def _grade(cells: NamedCells, framework: pure.Framework) -> str:
    """Its code, by code or text, "" for none."""
    text = cells.text("grade").casefold()
    codes = {word: g.code for g in framework.grades for word in (g.code, g.text.casefold())}
    if text and text not in codes:
        texts = ", ".join(grade.text for grade in framework.grades)
        raise cells.fault("grade", f"Enter one of {texts}.")
    return codes.get(text, "")


def _treatment(cells: NamedCells, framework: pure.Framework, grade: str) -> str:
    """What the row says, "graded" when that is nothing."""
    text = cells.text("treatment").casefold() or Treatment.GRADED.value
    treatment = TREATMENTS.get(text)
    if treatment is None:
        raise cells.fault("treatment", f"Enter one of {', '.join(Treatment.values)}.")
    if treatment == Treatment.STANDS and not framework.grades_stand_from:
        raise cells.fault(
            "treatment", "In this cycle no grade stands from an earlier one. Enter graded."
        )
    if treatment == Treatment.UNGRADED and grade:
        raise cells.fault("grade", "Leave this empty, or take ungraded out of treatment.")
    if treatment != Treatment.UNGRADED and not grade:
        raise cells.fault("grade", "Enter the grade, or ungraded as the treatment.")
    return treatment


def _rationale(cells: NamedCells, treatment: str) -> str:
    text = cells.text("rationale")
    if text and treatment == Treatment.UNGRADED:
        raise cells.fault("rationale", "Leave this empty: an area without a grade keeps none.")
    if len(text) > LONGEST_RATIONALE:
        raise cells.fault("rationale", f"Use at most {LONGEST_RATIONALE:,} characters.")
    try:
        return rationale_of(text)
    except PersonalDataWarning as warning:
        kinds = " and ".join(warning.kinds)
        raise cells.fault("rationale", f"This looks like {kinds}. Take it out.") from None


def _source(cells: NamedCells) -> str:
    source = cells.text("source")
    if not source or len(source) > LONGEST_SOURCE:
        raise cells.fault("source", f"Name the report in at most {LONGEST_SOURCE} characters.")
    return source


def _day(cells: NamedCells) -> date:
    day = cells.day("published_on")
    if day > timezone.localdate():
        raise cells.fault("published_on", "This day is still to come. Enter that of the report.")
    return day
