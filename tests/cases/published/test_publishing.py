"""Published figures: entered, corrected, withdrawn and loaded from a list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.events import history_of
from accounts.models import User
from cases.actions.publishing import (
    correct_published_result,
    enter_published_result,
    figure_of,
    load_published_results,
    withdraw_published_result,
)
from cases.models import PublishedResult
from cases.published.figures import PublishedFigure
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SecondmentFactory, SupervisorFactory, small_version

FIGURE = PublishedFigure(
    checklist="small",
    sample="stop-and-search",
    code="recorded",
    starts=date(2021, 1, 1),
    ends=date(2021, 12, 31),
    source="PEEL 2021/22, page 20",
    percent=Decimal("85.2"),
    half_width=Decimal("5.1"),
)
HEADINGS = (
    "force,cycle,checklist,sample,measure,starts,ends,source,numerator,denominator,n,percent,"
    "half width,synthetic\n"
)


@pytest.fixture
def small(db: None) -> None:
    small_version()


@pytest.fixture
def result(small: None, inspection: Inspection, supervisor: User) -> PublishedResult:
    return enter_published_result(inspection=inspection, figure=FIGURE, by=supervisor)


@pytest.fixture
def row(inspection: Inspection) -> Callable[..., str]:
    """A line of a list: the figure above, with some of its cells changed."""
    cells = {
        "force": inspection.force.slug, "cycle": inspection.cycle.slug, "checklist": "small",
        "sample": "stop-and-search", "measure": "recorded", "starts": "01/01/2021",
        "ends": "2021-12-31", "source": "PEEL 2021/22", "numerator": "", "denominator": "",
        "n": "", "percent": "85.2", "half_width": "5.1", "synthetic": "",
    }  # fmt: skip
    return lambda **changes: ",".join({**cells, **changes}.values()) + "\n"


def test_an_entered_figure_stands_with_its_source_and_its_record(result: PublishedResult) -> None:
    stored = PublishedResult.objects.standing().get()
    assert figure_of(stored) == FIGURE
    assert [event.verb for event in history_of(stored)] == ["entered a published result"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ends": date(2020, 1, 1)}, "must not lie before the first day"),
        ({"source": "  "}, "name the report and the page"),
        ({"percent": None, "half_width": None}, "enter a percentage, or how many"),
        ({"percent": None}, "enter the percentage that it belongs to"),
        ({"percent": Decimal("100.1")}, "from 0 to 100"),
        ({"percent": Decimal("85.20001")}, "no more than 4 decimals"),
        ({"numerator": 3}, "enter both numbers"),
        ({"numerator": 5, "denominator": 4}, "must not be more"),
        ({"numerator": 0, "denominator": 0}, "enter 1 or more"),
        ({"numerator": 1, "denominator": 2}, "not what the two counts come to"),
        ({"n": 0}, "enter 1 or more, or leave it empty"),
        ({"numerator": 161, "denominator": 189, "n": 190}, "the number that the count is of"),
        ({"ends": date(2098, 12, 31)}, "must not lie in the future"),
        ({"starts": date(1021, 1, 1)}, "longer than five years"),
        ({"code": "nothing"}, "has “nothing”"),
    ],
)
def test_a_figure_that_cant_be_right_is_refused(
    small: None, inspection: Inspection, supervisor: User, changes: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Invalid, match=fault):
        enter_published_result(
            inspection=inspection,
            figure=replace(FIGURE, **changes),
            by=supervisor,
        )
    assert not PublishedResult.objects.exists()


def test_counts_that_print_as_the_percentage_are_taken(
    small: None, inspection: Inspection, supervisor: User
) -> None:
    counted = replace(FIGURE, numerator=161, denominator=189)
    made = enter_published_result(inspection=inspection, figure=counted, by=supervisor)
    assert (made.numerator, made.denominator) == (161, 189)


def test_a_figure_is_entered_once(result: PublishedResult, supervisor: User) -> None:
    with pytest.raises(Conflict, match="Correct that one"):
        enter_published_result(inspection=result.inspection, figure=FIGURE, by=supervisor)


def test_a_correction_supersedes_and_both_stay(result: PublishedResult, supervisor: User) -> None:
    better = replace(FIGURE, percent=Decimal("85.3"))
    made = correct_published_result(result=result, figure=better, reason="Misread", by=supervisor)
    assert list(PublishedResult.objects.standing()) == [made]
    assert PublishedResult.objects.count() == 2
    with pytest.raises(Conflict, match="meanwhile"):
        correct_published_result(result=result, figure=FIGURE, reason="Late", by=supervisor)


def test_a_correction_needs_a_reason_and_stays_the_same_figure(
    result: PublishedResult, supervisor: User
) -> None:
    with pytest.raises(Invalid, match="reason"):
        correct_published_result(result=result, figure=FIGURE, reason=" ", by=supervisor)
    other = replace(FIGURE, code="effective")
    with pytest.raises(Invalid, match="Withdraw this figure"):
        correct_published_result(result=result, figure=other, reason="Wrong", by=supervisor)


def test_a_withdrawn_figure_is_gone_and_may_be_entered_again(
    result: PublishedResult, supervisor: User
) -> None:
    withdraw_published_result(result=result, reason="Another force's", by=supervisor)
    assert not PublishedResult.objects.standing().exists()
    again = enter_published_result(inspection=result.inspection, figure=FIGURE, by=supervisor)
    assert again.revision == 3
    assert list(PublishedResult.objects.standing()) == [again]


def test_only_supervisors_of_other_forces_enter_figures(
    small: None, inspection: Inspection, inspector: User, supervisor: User
) -> None:
    with pytest.raises(Refused, match="Only a supervisor"):
        enter_published_result(inspection=inspection, figure=FIGURE, by=inspector)
    seconded = SupervisorFactory.create()
    SecondmentFactory.create(user=seconded, force=inspection.force)
    with pytest.raises(Refused, match="seconded"):
        enter_published_result(inspection=inspection, figure=FIGURE, by=seconded)


def test_stored_figures_never_change(result: PublishedResult) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedResult.objects.update(percent=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedResult.objects.filter(pk=result.pk).delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"percent": None, "half_width": None},
        {"percent": None},
        {"numerator": None, "denominator": 4},
        {"numerator": 5, "denominator": 4},
        {"source": ""},
        {"revision": 2},
    ],
)
def test_the_database_refuses_what_the_action_refuses(
    result: PublishedResult, changes: dict[str, object]
) -> None:
    row = PublishedResult.objects.get()
    row.pk, row.revision, row.code = None, 1, "effective"
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_list_is_loaded_once_and_corrects_what_differs(
    small: None, inspection: Inspection, supervisor: User, tmp_path: Path,
    row: Callable[..., str], capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "results.csv"
    counted = {"percent": "", "half_width": "", "numerator": "19", "denominator": "22"}
    path.write_text(HEADINGS + row() + row(measure="effective", synthetic="yes", **counted))
    for printed in ("2 entered, 0 corrected, 0 there", "0 entered, 0 corrected, 2 there"):
        call_command("load_published_results", str(path), by=supervisor.email)
        assert printed in capsys.readouterr().out
    path.write_text(HEADINGS + row(percent="85.3"))
    call_command("load_published_results", str(path), by=supervisor.email)
    assert "0 entered, 1 corrected" in capsys.readouterr().out
    assert PublishedResult.objects.standing().get(code="recorded").percent == Decimal("85.3")
    assert PublishedResult.objects.standing().get(code="effective").synthetic


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"force": "nowhere"}, "Row 2, force: There is no inspection of “nowhere”"),
        ({"starts": ""}, "Row 2, starts: Enter a date"),
        ({"percent": "many"}, "Row 2, percent: Enter a number"),
        ({"n": "1.5"}, "Row 2, n: Enter a whole number"),
        ({"sample": "Stop Search"}, "Row 2, sample: Use small letters"),
        ({"synthetic": "perhaps"}, "Row 2, synthetic: Enter yes or no"),
        ({"measure": "nothing"}, "no published checklist"),
        ({"percent": "105"}, "Row 2, Percentage: enter a number from 0 to 100"),
        ({"ends": "1/1/1998"}, "Row 2, Last day of the window: it must not lie before"),
        ({"synthetic": "no,99"}, "Row 2: a value stands under no heading"),
    ],
)
def test_a_list_with_a_fault_names_it_and_loads_nothing(
    small: None, supervisor: User, tmp_path: Path, row: Callable[..., str],
    changes: dict[str, str], fault: str,
) -> None:  # fmt: skip
    path = tmp_path / "results.csv"
    path.write_text(HEADINGS + row(**changes) + row(measure="effective"))
    with pytest.raises(CommandError, match=fault) as raised:
        call_command("load_published_results", str(path), by=supervisor.email)
    assert "Nothing was loaded" in str(raised.value)
    assert not PublishedResult.objects.exists()


def test_a_list_names_a_missing_and_an_unknown_column_and_a_row_that_comes_twice(
    small: None, inspection: Inspection, supervisor: User, tmp_path: Path, row: Callable[..., str]
) -> None:
    path = tmp_path / "results.csv"
    for text, fault in (
        (HEADINGS.replace("source,", "") + row(), "no column source"),
        (HEADINGS.replace("synthetic", "colour") + row(), "“colour” is not known"),
        (HEADINGS + row() + row(), "Row 3: row 2 gives the same figure"),
        (HEADINGS.replace("synthetic", "source") + row(), "column source stands there twice"),
        (HEADINGS, "no published results below the headings"),
    ):
        path.write_text(text)
        with pytest.raises(CommandError, match=fault):
            call_command("load_published_results", str(path), by=supervisor.email)


def test_loading_asks_no_more_for_more_figures(
    small: None, inspection: Inspection, supervisor: User
) -> None:
    figures = [(inspection, replace(FIGURE, sample=f"sample-{n}")) for n in range(4)]
    with CaptureQueriesContext(connection) as one:
        load_published_results(figures=figures[:1], by=supervisor)
    with CaptureQueriesContext(connection) as three:
        load_published_results(figures=figures[1:], by=supervisor)
    assert len(three) <= len(one)
