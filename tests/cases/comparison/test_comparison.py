"""What is read, and what is made of it."""

from datetime import date
from fractions import Fraction
from math import sqrt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions.publishing import withdraw_published_result
from cases.actions.signing import reopen
from cases.comparison.matrix import matrix
from cases.comparison.measures import measure_called, measures_to_compare
from cases.comparison.national import ABOVE, BELOW, National, forces_beside, national
from cases.comparison.pictures import bars_of, points_of
from cases.comparison.series import Series, series
from cases.comparison.stored import latest_compared_cycle, stored_figures
from cases.comparison.tables import NATIONAL, national_table, series_table
from cases.comparison.wording import change_of, made_up, mean_of
from cases.models import Sample
from forces.models import Cycle, Force
from tests.cases.comparison.conftest import Publish
from tests.factories import CycleFactory, InspectorFactory, SupervisorFactory

RECORDED = ("small", "recorded")


def compared(user: User, cycle: Cycle, chosen: str = "") -> National:
    measure = measure_called(*RECORDED)
    assert measure
    return national(user, measure, cycle, list(forces_beside(user, chosen)), chosen)


def over_time(user: User, force: Force) -> Series:
    measure = measure_called(*RECORDED)
    assert measure
    return series(user, measure, force, list(Cycle.objects.all()))


def test_forces_are_sorted_with_mean_and_population_deviation(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    for force, percent in zip(forces, ("80.0", "95.0", "86.0"), strict=False):
        publish(force, cycle, percent)
    found = compared(observer, cycle)
    assert [standing.figure.words for standing in found.standings] == ["95.0", "86.0", "80.0"]
    assert found.spread
    assert found.spread.mean == 87
    assert float(found.spread.deviation) == pytest.approx(sqrt((49 + 64 + 1) / 3))
    assert [standing.position for standing in found.standings] == [ABOVE, "", BELOW]
    assert found.without == (forces[3],)
    assert "mean of 3 forces is 87.0 percent" in mean_of(found)


def test_one_force_has_no_mean_and_equal_ones_nobody_outside(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    publish(forces[0], cycle, "90.0")
    alone = compared(observer, cycle)
    assert alone.spread is None
    assert bars_of(alone, str).lines == ()
    publish(forces[1], cycle, "90.0")
    equal = compared(observer, cycle)
    assert not any(standing.position for standing in equal.standings)
    assert [line.look for line in bars_of(equal, str).lines] == ["mean"]


def test_most_similar_forces_are_marked(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    for force in forces[:3]:
        publish(force, cycle, "90.0")
    forces[0].most_similar.set([forces[1], forces[3]])
    found = compared(observer, cycle, chosen=forces[0].slug)
    assert found.chosen == forces[0]
    assert found.similar == (forces[1], forces[3])
    looks = {bar.name: bar.emphasis.value for bar in bars_of(found, str).bars}
    assert looks == {"Avonshire": "chosen-bar", "Borset": "similar-bar", "Cranfordshire": "bar"}
    assert compared(observer, cycle, chosen=forces[1].slug).similar == ()


def test_counts_are_compared_by_their_share_and_shown_as_counts(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    publish(forces[0], cycle, None, code="effective", numerator=83, denominator=100)
    [figure] = stored_figures(observer, [("small", "effective")], cycle=cycle)
    assert figure.value == Fraction(83)
    assert figure.words == "83 of 100"
    assert figure.estimate is None


def test_a_signed_off_figure_is_taken_before_a_published_one(
    publish: Publish, signed: Sample, observer: User
) -> None:
    inspection = signed.inspection
    publish(inspection.force, inspection.cycle, "12.0")
    publish(inspection.force, inspection.cycle, None, code="effective", numerator=1, denominator=9)
    found = stored_figures(observer, [("small", "effective")], cycle=inspection.cycle)
    assert [figure.words for figure in found] == ["2 of 3"]
    assert found[0].signed_off


def test_too_few_cases_are_named_and_not_compared(signed: Sample, observer: User) -> None:
    found = compared(observer, signed.inspection.cycle)
    assert found.standings == ()
    assert found.too_few == (signed.inspection.force,)
    assert "Too few cases to estimate: Lancashire." in bars_of(found, str).notes


def test_a_figure_of_a_reopened_sample_or_a_withdrawn_one_does_not_stand(
    publish: Publish, signed: Sample, supervisor: User, forces: list[Force]
) -> None:
    reopen(sample=signed.pk, reason="A file was wrong", by=supervisor)
    made = publish(forces[0], signed.inspection.cycle, "80.0")
    withdraw_published_result(result=made, reason="Misread", by=supervisor)
    assert stored_figures(supervisor, [RECORDED, ("small", "effective")]) == []


def test_inspectors_compare_what_is_published_and_their_own_inspections(
    publish: Publish, signed: Sample, inspector: User, forces: list[Force]
) -> None:
    publish(forces[0], signed.inspection.cycle, None, code="effective", numerator=1, denominator=2)
    keys = [("small", "effective")]
    assert len(stored_figures(inspector, keys)) == 2
    assert [f.words for f in stored_figures(InspectorFactory.create(), keys)] == ["1 of 2"]


def test_a_change_is_told_in_words(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    before = CycleFactory.create(slug="2021-22", starts=date(2021, 1, 1), ends=date(2022, 12, 31))
    then = {"starts": date(2021, 1, 1), "ends": date(2021, 12, 31)}
    publish(forces[0], before, "85.2", **then)
    publish(forces[0], cycle, "85.9")
    publish(forces[1], before, "70.0", **then)
    publish(forces[1], cycle, "90.0")
    told = [[change_of(p) for p in over_time(observer, force).periods] for force in forces[:2]]
    assert told == [["First figure", "Broadly unchanged."], ["First figure", "Improved."]]
    chart = points_of(over_time(observer, forces[0]), str)
    assert [point.joined for point in chart.points] == [False, True]


def test_counts_and_windows_that_overlap_are_not_compared(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    before = CycleFactory.create(slug="2021-22", starts=date(2021, 1, 1), ends=date(2022, 12, 31))
    publish(forces[0], before, "85.2")
    publish(forces[0], cycle, "85.9", ends=date(2024, 6, 30))
    [_, told] = [change_of(period) for period in over_time(observer, forces[0]).periods]
    assert told == "Not compared. The earlier period has to end before the later one starts."


def test_a_rule_change_refuses_the_comparison_and_is_drawn(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    before = CycleFactory.create(slug="2021-22", starts=date(2021, 1, 1), ends=date(2022, 12, 31))
    publish(forces[0], before, "85.2", starts=date(2021, 1, 1), ends=date(2021, 12, 31))
    publish(forces[0], cycle, "95.9")
    measure = measure_called(*RECORDED)
    assert measure
    broken = type(measure)(
        **{name: getattr(measure, name) for name in measure.__dataclass_fields__}
        | {"broken_by": ("counting_rules_2023",)}
    )
    found = series(observer, broken, forces[0], list(Cycle.objects.all()))
    assert change_of(found.periods[1]).startswith("Not compared. The rules changed on 1 May 2023")
    chart = points_of(found, str)
    assert not chart.points[1].joined
    assert [rule.on for rule in chart.rules] == [date(2023, 5, 1)]


def test_the_matrix_has_the_measures_and_forces_with_figures(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    publish(forces[0], cycle, None, code="effective", numerator=8, denominator=9)
    publish(forces[1], cycle, None, code="victim_checked", numerator=1, denominator=9)
    headlines = [measure for measure in measures_to_compare() if measure.headline]
    found = matrix(observer, headlines, cycle, forces)
    assert [column.measure.code for column in found.columns] == ["victim_checked", "effective"]
    words = [[cell.figure.words if cell.figure else "" for cell in r.cells] for r in found.rows]
    assert words == [["", "8 of 9"], ["1 of 9", ""]]
    assert found.without == (forces[2], forces[3])
    assert found.checklists == [("Small checklist", 2)]


def test_tables_hold_every_force_and_the_numbers_as_printed(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    publish(forces[0], cycle, "98.0", synthetic=True)
    rows = [
        dict(zip(NATIONAL, row, strict=True))
        for row in national_table(compared(observer, cycle)).rows
    ]
    assert len(rows) == len(forces)
    first = rows[0]
    assert (first["percent"], first["half_width"], first["upper"]) == (98.0, 4.0, 100.0)
    assert (first["synthetic"], first["method"], first["n"]) == ("yes", "published", "")
    assert rows[1]["position"] == "no figure"
    [row] = series_table(over_time(observer, forces[0])).rows
    assert row[-1] == "First figure"


def test_synthetic_figures_are_called_so(
    publish: Publish, signed: Sample, forces: list[Force], observer: User
) -> None:
    publish(forces[0], signed.inspection.cycle, None, code="effective", numerator=1, denominator=2)
    keys = [("small", "effective")]
    figures = stored_figures(observer, keys)
    assert made_up(figures, demonstration=False) == ""
    assert made_up(figures, demonstration=True).startswith("1 of these 2 figures is synthetic")
    signed_off = [figure for figure in figures if figure.signed_off]
    assert made_up(signed_off, demonstration=True).startswith("These figures are synthetic")


def test_the_latest_cycle_with_a_figure_is_shown_first(
    publish: Publish, forces: list[Force], cycle: Cycle, observer: User
) -> None:
    assert latest_compared_cycle(observer) is None
    CycleFactory.create(slug="later", starts=date(2030, 1, 1), ends=date(2031, 1, 1))
    publish(forces[0], cycle, "90.0")
    assert latest_compared_cycle(observer) == "2023-25"


def test_more_forces_and_cycles_take_no_more_queries(
    publish: Publish, forces: list[Force], cycle: Cycle
) -> None:
    def asked() -> list[int]:
        reader = SupervisorFactory.create()
        with CaptureQueriesContext(connection) as of_cycle:
            compared(reader, cycle, forces[0].slug)
        with CaptureQueriesContext(connection) as of_force:
            over_time(reader, forces[0])
        return [len(of_cycle), len(of_force)]

    publish(forces[0], cycle, "90.0")
    one = asked()
    for year in range(2000, 2010):
        earlier = CycleFactory.create(starts=date(year, 1, 1), ends=date(year, 12, 31))
        for force in forces:
            publish(force, earlier, "90.0", starts=date(year, 1, 1), ends=date(year, 12, 31))
    for force in forces[1:]:
        publish(force, cycle, "80.0")
    assert asked() == one
    assert max(one) <= 6
