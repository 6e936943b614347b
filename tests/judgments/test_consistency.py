"""What does not fit together, told from plain values."""

from dataclasses import replace

import pytest

from judgments.consistency import (
    Cause,
    JudgedArea,
    Point,
    Scale,
    Severity,
    WrittenArea,
    checks_of,
    checks_of_findings,
    refused,
    why_not_compared,
)

FOUR = ("outstanding", "good", "requires_improvement", "inadequate")
FIVE = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")
AREAS = frozenset({"responding"})


def area(*, needs_grade: bool = True, ready: bool = False, under_way: bool = False) -> JudgedArea:
    return JudgedArea("Responding", needs_grade, ready, under_way)


def test_a_graded_area_that_nobody_judged_is_refused() -> None:
    [check] = checks_of([area()])
    assert check.sentence.startswith("It is graded, but nobody has judged it.")
    assert check.severity == Severity.REFUSED
    assert refused([check]) == [check]


def test_a_judgment_under_way_is_named_as_that() -> None:
    [check] = checks_of([area(under_way=True)])
    assert check.sentence == "Its judgment is not confirmed yet."


def test_what_is_asked_of_an_area_is_looked_at_where_it_is_written() -> None:
    causes = (Cause("Calls are lost", "/lost/", is_bare=True), Cause("Late", "/late/"))
    asked = JudgedArea("Responding", False, True, False, is_inadequate=True, causes=causes)
    [check] = checks_of([asked])
    assert check.point == Point(
        "Responding: The cause of concern “Calls are lost” has no recommendation. Write one.",
        "/lost/",
    )
    [missing] = checks_of([replace(asked, causes=(), asked_at="/actions/")])
    assert (missing.severity, missing.address) == (Severity.WARNING, "/actions/")


@pytest.mark.parametrize(
    "fits", [area(ready=True), area(ready=True, under_way=True), area(needs_grade=False)]
)
def test_what_fits_is_passed_over(fits: JudgedArea) -> None:
    assert checks_of([fits]) == ()


def test_an_inspected_area_without_a_finding_is_named() -> None:
    areas = [
        WrittenArea("bare", "Bare", is_inspected=True, findings=0),
        WrittenArea("written", "Written", is_inspected=True, findings=2),
        WrittenArea("stands", "Stands", is_inspected=False, findings=0),
    ]
    [check] = checks_of_findings(areas, "/findings/")
    assert (check.area, check.severity) == ("Bare", Severity.WARNING)
    assert check.address == "/findings/#bare"
    assert refused([check]) == []


def test_a_pillar_has_the_findings_of_its_questions() -> None:
    areas = [
        WrittenArea("pillar", "Pillar", is_inspected=True, findings=0),
        WrittenArea("one", "One", is_inspected=True, findings=1, pillar="pillar"),
        WrittenArea("two", "Two", is_inspected=True, findings=0, pillar="pillar"),
    ]
    assert [check.area for check in checks_of_findings(areas, "/findings/")] == ["Two"]


@pytest.mark.parametrize(
    ("earlier", "later", "reason"),
    [
        (Scale("2017", FOUR, AREAS), Scale("2023-25", FIVE, AREAS), "2017 has four grades, "),
        (
            Scale("2021/22", FIVE, AREAS),
            Scale("2023-25", FIVE, frozenset()),
            "the two cycles do not judge the same areas.",
        ),
        (
            Scale("2023-25", FIVE, AREAS),
            Scale("2025-27", FIVE, AREAS),
            "each cycle judges against characteristics of its own.",
        ),
    ],
)
def test_grades_of_two_cycles_are_never_compared(earlier: Scale, later: Scale, reason: str) -> None:
    told = why_not_compared(earlier, later)
    assert told.startswith(f"Grades of {earlier.cycle} and {later.cycle} are not compared: ")
    assert reason in told


def test_within_a_cycle_there_is_nothing_to_refuse() -> None:
    with pytest.raises(ValueError, match="one cycle"):
        why_not_compared(Scale("2017", FOUR, AREAS), Scale("2017", FOUR, AREAS))
