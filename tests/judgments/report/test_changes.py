"""What an erratum changes, passage by passage."""

from dataclasses import replace
from datetime import date
from typing import Any

from judgments.findings.differences import Change
from judgments.report.changes import Changed, changes
from judgments.report.document import (
    Callout,
    Document,
    Facts,
    GradeMark,
    Listing,
    Part,
    Prose,
    Section,
    Tone,
)
from judgments.text.tree import Chart
from tests.judgments.report.reports import TEXT, blocks, draft, published


def of(*parts: Part, **changed: Any) -> Document:
    section = Section("area-vsa", "Victim service", parts, GradeMark("Good", "green"))
    return replace(draft(), sections=(replace(section, **changed),))


def listing(*rows: tuple[str, ...]) -> Listing:
    return Listing("Figures", ("Figure", "What it is"), rows, (1, 2))


def told(found: tuple[Changed, ...]) -> list[tuple[str, str, str]]:
    """The chapter, the words taken out and those put in."""
    return [
        (
            changed.chapter,
            "".join(p.words for p in changed.pieces if p.change is Change.TAKEN_OUT),
            "".join(p.words for p in changed.pieces if p.change is Change.PUT_IN),
        )
        for changed in found
    ]


def test_the_same_report_has_no_changes() -> None:
    assert changes(published(2), draft()) == ()


def test_a_word_is_changed_in_its_passage() -> None:
    same = Prose("Calls", blocks("Calls wait."))
    before = of(same, Prose("Plans", blocks("Plans were *often* made.")))
    after = of(same, Prose("Plans", blocks("Plans were *seldom* made.")))

    (changed,) = changes(before, after)

    assert told((changed,)) == [("Victim service", "often", "seldom")]
    assert [p.words for p in changed.pieces if p.change is Change.SAME] == [
        "Plans\nPlans were ", " made.",
    ]  # fmt: skip


def test_a_row_of_a_table_is_changed_alone() -> None:
    rows = [(f"{number} of 100", f"Measure {number}") for number in range(30)]
    before = of(listing(*rows))
    rows[7] = ("88 of 100", "Measure 7")

    assert told(changes(before, of(listing(*rows)))) == [("Victim service", "7", "88")]


def test_a_passage_and_a_chapter_are_put_in_and_taken_out() -> None:
    plans, calls = Prose("Plans", blocks("Made.")), Prose("Calls", blocks("Wait."))
    chapter = Section("earlier", "Earlier", (), words="All is done.")
    both = replace(of(plans, calls), sections=(*of(plans, calls).sections, chapter))

    assert told(changes(of(plans), both)) == [
        ("Victim service", "", "Calls\nWait."),
        ("Earlier", "", "All is done."),
    ]
    assert told(changes(both, of(plans))) == [
        ("Victim service", "Calls\nWait.", ""),
        ("Earlier", "All is done.", ""),
    ]


def test_a_grade_a_deadline_a_fact_and_the_days_are_told() -> None:
    def report(day: int, grade: str, files: str) -> Document:
        below = Callout("Recommendation", Tone.RECOMMENDATION, "Train", (), "2",
                        deadline=date(2025, 3, day))  # fmt: skip
        cause = Callout("Cause of concern", Tone.CONCERN, "Calls", (), "1", inside=(below,))
        facts = Facts("Files", (("Read", files),), ("A note.",))
        made = of(cause, facts, grade=GradeMark(grade, "green"))
        return replace(made, starts=date(2024, 3, day))

    assert told(changes(report(5, "Good", "100"), report(6, "Adequate", "99"))) == [
        ("Title page", "5", "6"),
        ("Victim service", "Good", "Adequate"),
        ("Victim service", "5", "6"),
        ("Victim service", "100", "99"),
    ]


def test_the_drawing_of_a_chart_alone_is_no_change_and_its_words_are() -> None:
    (drawn,) = (block for block in blocks(TEXT) if isinstance(block, Chart))
    before = of(Prose("", (drawn,)))

    assert changes(before, of(Prose("", (replace(drawn, svg="<svg/>"),)))) == ()
    later = replace(drawn, description="84 of 100 cases had a plan.")
    assert told(changes(before, of(Prose("", (later,))))) == [("Victim service", "83", "84")]
