"""Loading the judgments that earlier reports printed from a list."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from accounts.events import history_of
from accounts.models import User
from forces.models import Cycle, Inspection
from judgments.actions.frameworks import load_framework
from judgments.actions.publishing import PrintedJudgment, PrintedReport, enter_published_judgments
from judgments.models import InspectionArea, Judgment
from judgments.published_list import COLUMNS, read_printed_judgments
from judgments.shipped import shipped_sources
from peel.lib.errors import Conflict, Invalid
from tests.factories import CycleFactory, InspectionFactory, SecondmentFactory

HEADINGS = "inspection,area,grade,treatment,rationale,source,published_on\n"
SHIRE = "shire-2023-25"
GRADED = f"{SHIRE},responding,Requires improvement,,Calls are lost.,A report,2024-01-02\n"
UNGRADED = f"{SHIRE},victim_service,,ungraded,,A report,02/01/2024\n"
OTHER_REPORT = f"{SHIRE},leadership,good,graded,,Another report,2024-03-04\n"
PRINTED = PrintedJudgment("responding", "good")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "judgments.csv"


def load(file: Path, rows: str, by: User) -> None:
    file.write_text(HEADINGS + rows)
    call_command("load_published_judgments", str(file), by=by.email)


def treatments(inspection: Inspection) -> dict[str, str]:
    covered = InspectionArea.objects.filter(inspection=inspection)
    return dict(covered.values_list("area__code", "treatment"))


def test_a_list_is_loaded_with_what_the_inspection_covered(
    inspection: Inspection, other_supervisor: User, observer: User, file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    load(file, GRADED + UNGRADED, other_supervisor)
    printed = capsys.readouterr().out.strip()
    assert printed == "Judgments entered: 1. Areas without a grade: 1."
    made = Judgment.objects.visible_to(observer).get()
    assert (made.grade.code, made.rationale) == ("requires_improvement", "Calls are lost.")
    assert (made.source, made.published_on) == ("A report", date(2024, 1, 2))
    assert history_of(made).get().verb == "entered from a report"
    assert treatments(inspection) == {"victim_service": "ungraded", "responding": "graded"}


def test_an_inspection_can_have_several_reports_at_once(
    inspection: Inspection, supervisor: User, file: Path
) -> None:
    load(file, GRADED + OTHER_REPORT, supervisor)
    sources = Judgment.objects.values_list("area__area__code", "source")
    assert dict(sources) == {"responding": "A report", "leadership": "Another report"}


def test_the_next_report_leaves_what_is_covered(
    inspection: Inspection, supervisor: User, file: Path
) -> None:
    load(file, GRADED + UNGRADED, supervisor)
    load(file, OTHER_REPORT, supervisor)
    assert treatments(inspection) == {
        "victim_service": "ungraded", "responding": "graded", "leadership": "graded",
    }  # fmt: skip
    with pytest.raises(CommandError, match="Row 2, area: The inspection has a judgment of it"):
        load(file, GRADED, supervisor)
    assert Judgment.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nowhere-2017,a,Good,,,S,2024-01-02", "inspection: There is no such inspection"),
        (f"{SHIRE},custody,Good,,,S,2024-01-02", "area: Enter one of victim_service, responding"),
        (f"{SHIRE},planning,Superb,,,S,2024-01-02", "grade: Enter one of Good, Requires improv"),
        (f"{SHIRE},planning,,,,S,2024-01-02", "grade: Enter the grade, or ungraded as the treat"),
        (f"{SHIRE},planning,Good,ungraded,,S,2024-01-02", "grade: Leave this empty, or take ungr"),
        (f"{SHIRE},planning,Good,seen,,S,2024-01-02", "treatment: Enter one of graded, ungraded"),
        (f"{SHIRE},planning,Good,stands,,S,2024-01-02", "treatment: In this cycle no grade stands"),
        (f"{SHIRE},planning,,ungraded,Why,S,2024-01-02", "rationale: Leave this empty: an area"),
        (f"{SHIRE},planning,Good,,07700 900123,S,2024-01-02", "rationale: This looks like a"),
        (f"{SHIRE},planning,Good,,{'x' * 20_001},S,2024-01-02", "rationale: Use at most 20,000"),
        (f"{SHIRE},planning,Good,,,,2024-01-02", "source: Name the report in at most 300"),
        (f"{SHIRE},planning,Good,,,{'x' * 301},2024-01-02", "source: Name the report in at most"),
        (f"{SHIRE},planning,Good,,,S,", "published_on: Enter a date."),
        (f"{SHIRE},planning,Good,,,S,2099-01-01", "published_on: This day is still to come."),
        (f"{SHIRE},responding,Good,,,S,2024-01-02", "area: Row 2 is about this area too."),
        (f"{SHIRE},planning,Good,,,S,2024-01-02,more", "a value stands under no heading"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_loaded(
    inspection: Inspection, supervisor: User, file: Path, row: str, problem: str
) -> None:
    with pytest.raises(CommandError) as told:
        load(file, f"{GRADED}{row}\n", supervisor)
    first, last = str(told.value).splitlines()
    assert first.startswith("Row 3")
    assert problem in first
    assert last == "Nothing was loaded."
    assert not Judgment.objects.exists()
    assert not InspectionArea.objects.exists()


def test_every_wrong_row_is_told(inspection: Inspection, supervisor: User, file: Path) -> None:
    rows = f"{SHIRE},custody,Good,,,S,2024-01-02\n" * 2
    with pytest.raises(CommandError) as told:
        load(file, rows, supervisor)
    assert [line.split(",")[0] for line in str(told.value).splitlines()[:2]] == ["Row 2", "Row 3"]


def test_a_workbook_is_read_too(inspection: Inspection) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS.names)
    sheet.append([SHIRE, "responding", "Good", "S", date(2024, 1, 2), "", "Why.", "yes"])
    content = BytesIO()
    book.save(content)
    [found] = read_printed_judgments(content.getvalue())
    judgment = PrintedJudgment("responding", "good", rationale="Why.")
    assert found == PrintedReport(inspection, (judgment,), "S", date(2024, 1, 2), synthetic=True)


def test_who_and_what_can_not_load(
    inspection: Inspection, supervisor: User, inspector: User, other_supervisor: User, file: Path
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=inspection.force)
    for person in (inspector, other_supervisor):
        with pytest.raises(CommandError, match=r"enters .* judgments.\nNothing was loaded"):
            load(file, GRADED, person)
    with pytest.raises(CommandError, match="can sign in"):
        call_command("load_published_judgments", str(file), by="nobody@example.org")
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_published_judgments", f"{file}.not", by=supervisor.email)
    with pytest.raises(CommandError, match="no judgments below the headings"):
        load(file, "", supervisor)
    file.write_text("inspection,area\n")
    with pytest.raises(CommandError, match="has no column grade, source, published_on"):
        call_command("load_published_judgments", str(file), by=supervisor.email)


def test_a_grade_can_stand_from_the_cycle_before(
    earlier: Cycle, supervisor: User, file: Path
) -> None:
    cycle = CycleFactory.create(slug="2017", starts=date(2017, 1, 1), ends=date(2017, 12, 31))
    load_framework(source=shipped_sources()["2017"], by=None)
    made = InspectionFactory.create(cycle=cycle, slug="shire-2017")
    rows = "shire-2017,organised_crime,Good,stands,,PEEL 2017,2018-03-22\n"
    load(file, f"{rows}shire-2017,effectiveness,Inadequate,,,PEEL 2017,2018-03-22\n", supervisor)
    assert treatments(made) == {"organised_crime": "stands", "effectiveness": "graded"}
    assert set(Judgment.objects.values_list("grade__code", flat=True)) == {"good", "inadequate"}


def test_a_cycle_without_a_framework_is_told(supervisor: User, file: Path) -> None:
    made = InspectionFactory.create(slug="shire-2017")
    with pytest.raises(CommandError, match="Row 2, inspection: Its cycle has no framework"):
        load(file, f"{made.slug},responding,Good,,,S,2024-01-02\n", supervisor)


def test_an_inspection_that_is_judged_here_takes_no_report(
    drafted: Judgment, supervisor: User, file: Path
) -> None:
    with pytest.raises(CommandError, match="is judged here"):
        load(file, OTHER_REPORT, supervisor)
    assert Judgment.objects.get() == drafted


def test_reports_that_do_not_fit_each_other_are_refused(
    inspection: Inspection, supervisor: User
) -> None:
    report = PrintedReport(inspection, (PRINTED,), "A report", date(2024, 1, 2))
    with pytest.raises(Invalid, match="“responding” is named twice"):
        enter_published_judgments(reports=[report, report], by=supervisor)
    later = PrintedReport(inspection, (PRINTED,), "A report", date(2099, 1, 2))
    with pytest.raises(Invalid, match="the day of the report is still to come"):
        enter_published_judgments(reports=[later], by=supervisor)
    enter_published_judgments(reports=[report], by=supervisor)
    with pytest.raises(Conflict, match="Responding has judgments already"):
        enter_published_judgments(reports=[report], by=supervisor)
