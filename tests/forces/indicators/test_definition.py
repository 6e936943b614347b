"""Definitions of indicators: what they say, and what is refused, by line."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forces.indicators.definition import parse
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standards import Unreadable, large_change_of, standard_of
from peel.lib.definitions.problems import BrokenDefinition

VALID = """\
groupings:
  - code: ethnicity
    label: Ethnicity
    groups:
      - {code: white, label: White}
      - {code: not_stated, label: Not stated}
indicators:
  - code: calls
    label: Calls
    theme: Calls
    guidance: All of them.
    unit: count
    frequency: month
    by: ethnicity
    large_change: 20 percent
  - code: answered
    label: Calls answered
    theme: Calls
    guidance: Within ten seconds.
    unit: count
    frequency: month
    large_change: 20 percent
  - code: share_answered
    label: Share of calls answered
    theme: Calls
    guidance: Of all calls.
    unit: percent
    numerator: answered
    denominator: calls
    frequency: month
    better: higher
    standard: 90 percent
    large_change: 5 points
    decimals: "2"
  - code: population
    label: Population
    theme: Calls
    guidance: By an estimate.
    unit: count
    frequency: year
    snapshot: yes
    large_change: 5 percent
    source_required: yes
"""


def line_of(fragment: str, source: str = VALID) -> int:
    assert fragment in source
    return source[: source.index(fragment)].count("\n") + 1


def problems_of(source: str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenDefinition) as refusal:
        parse(source)
    return [(problem.line, problem.sentence) for problem in refusal.value.problems]


def test_a_definition_is_read_into_values() -> None:
    indicators = parse(VALID)
    calls, answered, share, population = indicators.all
    assert (calls.unit, calls.frequency, calls.months, calls.decimals) == ("count", "month", 1, 0)
    assert calls.grouping is not None
    assert calls.grouping.codes == {"white", "not_stated"}
    assert answered.better == "higher"
    assert indicators.parts_of(share) == (answered, calls)
    assert (share.computed, share.per, share.decimals) == (True, 100, 2)
    assert share.standard is not None
    assert share.standard.text == "at least 90 percent"
    assert (population.snapshot, population.source_required) == (True, True)


BREAKS = [
    ("code: answered\n", "code: calls\n", "code: calls\n    label: Calls answered",
     "The indicator “calls” stands on line 8 too. Rename one."),
    ("unit: percent", "unit: percentage", "unit: percentage", "can't be used here. Use one of"),
    ("frequency: year", "frequency: week", "frequency: week", "Use one of “month”, “quarter”"),
    ("better: higher", "better: best", "better: best", "Use one of “higher”, “lower”, “neither”"),
    ("numerator: answered", "numerator: answerd", "numerator: answerd",
     "There is no indicator “answerd”. Did you mean “answered”?"),
    ("    denominator: calls\n", "", "numerator:",
     "Give a numerator and a denominator, or neither."),
    ("standard: 90 percent", "standard: good", "standard: good", "Write a standard such as"),
    ("standard: 90 percent", "standard: 90", "standard: 90",
     "in the unit of the indicator: percent"),
    ("large_change: 5 points", "large_change: some", "large_change: some",
     "Write a large change such as"),
    ("    source_required: yes", "    source_required: maybe", "source_required", "Use one of"),
    ("by: ethnicity", "by: ethnicty", "by: ethnicty", "Did you mean “ethnicity”?"),
    ("label: Population", "lable: Population", "lable", "Did you mean “label”?"),
    ("{code: not_stated", "{code: white", "{code: white, label: Not",
     "The group “white” stands twice. Remove one."),
    ("denominator: calls", "denominator: share_answered", "denominator: share_answered",
     "isn't a count"),
    ("numerator: answered", "numerator: population", "numerator: population",
     "is counted on one day and has no rate"),
    ("unit: percent", "unit: count", "numerator:", "A count is given, not computed."),
    ('decimals: "2"', 'decimals: "7"', "decimals", "Use one of"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "says"), BREAKS)
def test_what_is_broken_is_refused_with_its_line(old: str, new: str, at: str, says: str) -> None:
    source = VALID.replace(old, new, 1)
    assert source != VALID
    found = problems_of(source)
    assert any(line == line_of(at, source) and says in sentence for line, sentence in found), found


def test_every_problem_is_found_at_once() -> None:
    source = VALID.replace("unit: percent", "unit: per cent").replace(
        "frequency: year", "frequency: week"
    )
    assert len(problems_of(source)) == 2


def test_a_rate_needs_its_parts() -> None:
    source = VALID.replace("unit: count", "unit: per 1,000 arrests", 1)
    assert (line_of("unit: per", source), "A rate needs a numerator and a denominator.") in (
        problems_of(source)
    )


def test_an_indicator_is_by_the_grouping_of_its_parts_only() -> None:
    source = VALID.replace("    better: higher\n", "    better: higher\n    by: ethnicity\n")
    found = [sentence for _, sentence in problems_of(source)]
    assert found == ["The indicator “answered” isn't given by this grouping."]


def test_another_yaml_file_is_told_how_one_starts() -> None:
    assert problems_of("- a list") == [
        (1, "The definition must start with its keys, such as “indicators:”.")
    ]


@pytest.mark.parametrize(
    ("text", "better", "met", "missed"),
    [
        ("90 percent", "higher", 90, "89.99"),
        ("5 percent", "lower", 5, "5.01"),
        ("below 5 percent", "neither", "4.99", 5),
        ("above 5 percent", "neither", "5.01", 5),
    ],
)
def test_a_standard_says_what_meets_it(text, better, met, missed) -> None:
    standard = standard_of(text, "percent", better)
    assert standard.met_by(Decimal(met))
    assert not standard.met_by(Decimal(missed))


def test_a_bare_number_is_no_standard_where_neither_is_better() -> None:
    with pytest.raises(Unreadable, match="at least"):
        standard_of("90 percent", "percent", "neither")


@given(before=st.integers(0, 10**6), now=st.integers(0, 10**6))
def test_a_large_change_in_percent_is_of_the_last_value(before: int, now: int) -> None:
    change = large_change_of("20 percent", "count")
    expected = now > 0 if before == 0 else abs(Fraction(now - before, before)) > Fraction(1, 5)
    assert change.exceeded(before, now) == expected


def test_points_are_for_percentages() -> None:
    assert large_change_of("5 points", "percent").exceeded(Decimal("82.6"), Decimal("88"))
    assert not large_change_of("5 points", "percent").exceeded(Decimal("82.6"), Decimal("87.6"))
    with pytest.raises(Unreadable, match="Only a percentage"):
        large_change_of("5 points", "count")


def test_the_shipped_indicators_are_read() -> None:
    indicators = shipped_indicators()
    assert {"calls_999", "population", "find_rate", "pre_charge_bail_rate"} <= set(
        indicators.by_code
    )
    answered = indicators.by_code["share_999_answered_in_10_seconds"].standard
    abandoned = indicators.by_code["share_101_abandoned"].standard
    assert answered is not None
    assert abandoned is not None
    assert (answered.text, abandoned.text) == ("at least 90 percent", "below 5 percent")
