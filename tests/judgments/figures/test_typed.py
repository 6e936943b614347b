"""Figures that were typed by hand: house style read back, and what is no figure passed over."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.house_style import cases, counted, sentence
from cases.statistics.printing import Decimals, printed, times
from cases.statistics.proportions import wald, wilson
from judgments.figures.sentences import Sentences
from judgments.figures.typed import (
    NOTHING,
    WORDS,
    Count,
    Percent,
    RoundedShare,
    Times,
    Typed,
    Value,
    number_of,
    typed_in,
)
from peel.lib.rounding import rounded

OF = st.one_of(st.integers(1, 12), st.integers(13, 5_000_000))
COUNTS = OF.flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
AROUND = st.sampled_from(
    ["{}.", "In {}, so to say.", "**{}**", "- {} on 3 May 2024\n- and more", "({})", "“{}”"]
)


def values_in(text: str) -> list[Value | RoundedShare]:
    return [typed.value for typed in typed_in(text)]


@given(COUNTS, AROUND)
def test_what_house_style_prints_of_cases_is_read_back(count: tuple[int, int], around: str) -> None:
    assert values_in(around.format(cases(*count))) == [Count(*count)]


@given(st.integers(0, 5_000), st.integers(1, 5_000), AROUND)
def test_two_numbers_alone_are_read_back(number: int, of: int, around: str) -> None:
    assert values_in(around.format(counted(number, of))) == [Count(number, of)]


@given(COUNTS)
def test_a_printed_sentence_is_read_back(count: tuple[int, int]) -> None:
    text = sentence("investigations were effective in {cases}", *count)
    assert values_in(text) == [Count(*count)]


@given(COUNTS, st.integers(0, 3), st.integers(0, 3), AROUND)
def test_a_printed_estimate_is_read_back(
    count: tuple[int, int], rate: int, interval: int, around: str
) -> None:
    estimate = wald(*count)
    assert estimate.half_width is not None
    text = around.format(printed(estimate, Decimals(rate, interval)))
    expected = Percent(
        rounded(estimate.percent, rate), half_width=rounded(estimate.half_width, interval)
    )
    assert values_in(text) == [expected]


@given(COUNTS)
def test_limits_are_read_back(count: tuple[int, int]) -> None:
    (found,) = values_in(printed(wilson(*count), Decimals(1, 1)))
    assert isinstance(found, Percent)
    assert found.half_width is None
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= found.value <= found.upper


@given(st.fractions(0, 1_000), st.integers(0, 3))
def test_a_rate_ratio_is_read_back(ratio: Fraction, decimals: int) -> None:
    assert values_in(f"It was {times(ratio, decimals)} as likely.") == [
        Times(rounded(ratio, decimals))
    ]


@given(st.text())
def test_any_text_is_read_and_words_stand_where_it_says(text: str) -> None:
    for typed in typed_in(text):
        assert text[typed.start : typed.end] == typed.words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("83 out of 100 cases", Count(83, 100)),
        ("Thirty-three of thirty-four", Count(33, 34)),
        ("83 of the 100", Count(83, 100)),
        ("**83** of 100", Count(83, 100)),
        ("83 of\n100 cases", Count(83, 100)),
        ("12,826 of 14,000 searches", Count(12_826, 14_000)),
        ("None of the eight", Count(0, 8)),
        ("all of the 21 recordings", Count(21, 21)),
        ("both of the cases", Count(2, 2)),
        ("83/100 cases", Count(83, 100)),
        ("83/100 files", Count(83, 100)),
        ("83/100 relevant investigations", Count(83, 100)),
        ("83/100 of the records", Count(83, 100)),
        ("(83/100 victims)", Count(83, 100)),
        ("12,826/14,000 searches", Count(12_826, 14_000)),
        ("83.9%", Percent(Decimal("83.9"))),
        ("83 %", Percent(Decimal(83))),
        ("83 pct", Percent(Decimal(83))),
        ("83.9 pct of cases", Percent(Decimal("83.9"))),
        ("83 per cent", Percent(Decimal(83))),
        ("83.9 per cent of 999 calls", Percent(Decimal("83.9"))),
        ("Ten percent", Percent(Decimal(10))),
        ("85.9 percent ± 4.9", Percent(Decimal("85.9"), Decimal("4.9"))),
        ("85.9 percent (+/- 4.9 percentage points)", Percent(Decimal("85.9"), Decimal("4.9"))),
        ("three times as likely", Times(Decimal(3))),
        ("nine in ten", RoundedShare(9, 10)),
        ("more than one in 20 of the cases", RoundedShare(1, 20)),
        ("9 in every 10 callers", RoundedShare(9, 10)),
        ("one in\nfive", RoundedShare(1, 5)),
        ("right in 83 of 100 cases", Count(83, 100)),
        ("one in 83 of 100 cases", Count(83, 100)),
    ],
)
def test_other_ways_to_write_a_figure(text: str, value: Value) -> None:
    assert values_in(f"It was {text}.") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "See page 3 of 12.",
        "It is in table 2 of 5.",
        "On 4 of 2024 it began.",
        "In the first 3 of 12 March it began.",
        "All 2024 plans were read.",
        "Both the lead and the inspector agreed, all in all.",
        "They met three times a week and 4 times in May.",
        "The year ending 30 June 2024, from 2023/24 on.",
        "It rose by 5.2 percentage points.",
        "The 2023/24 cases were read, and 24/7 calls are taken.",
        "It was built on 1/2 and 83/100 only, in unit 12/40.",
        "On 12/10/2023 cases were drawn.",
        "{{lancashire-2023-25/vsa/effective count}}",
        "[the list](https://example.org/83-of-100 83 of 100)",
        "https://example.org/83%20of%20100",
        "The interval is plus or minus 4.9 percent.",
        "Three in 2024, 3 in 10 minutes, two in ten days and one in 12 March.",
        "Ten in five, five in five and none in 20 of all.",
        "It costs £83 of £100, the code is A83 of 100.",
    ],
)
def test_what_is_no_figure_is_passed_over(text: str) -> None:
    assert values_in(text) == []


@pytest.mark.parametrize(("word", "number"), [*WORDS.items(), *((word, 0) for word in NOTHING)])
def test_every_word_for_a_number_is_read_however_it_begins(word: str, number: int) -> None:
    for written in (word, word.capitalize()):
        assert values_in(f"{written} of 99 cases") == [Count(number, 99)]
        if word in WORDS:
            assert values_in(f"({written} percent)") == [Percent(Decimal(number))]
            assert values_in(f"“{written} times”") == [Times(Decimal(number))]


def test_several_figures_come_in_their_order() -> None:
    text = "Plans were made in 63 of 76 cases, and 60 of these 63 were followed: 95.2 percent."
    assert values_in(text) == [Count(63, 76), Count(60, 63), Percent(Decimal("95.2"))]


def test_the_noun_of_a_count_belongs_to_it() -> None:
    assert typed_in("In 8 of 10 relevant cases.") == (
        Typed(3, 25, "8 of 10 relevant cases", Count(8, 10)),
    )


def test_a_sentence_ends_at_its_stop_and_not_at_a_decimal_point() -> None:
    text = "First. It was 83.9 percent (+/- 1.2 percent) of all. Then more."
    (typed,) = typed_in(text)
    start, end = Sentences(text).at(typed.start, typed.end)
    assert text[start:end] == "It was 83.9 percent (+/- 1.2 percent) of all."


def test_a_number_that_begins_a_line_begins_no_sentence() -> None:
    text = "Of violent offences it records\n95.0 percent.\n1. A list begins here: 4 of 5 cases."
    first, second = typed_in(text)
    start, end = Sentences(text).at(first.start, first.end)
    assert text[start:end] == "Of violent offences it records\n95.0 percent."
    assert Sentences(text).at(second.start, second.end)[0] > end


@pytest.mark.parametrize(
    ("words", "number"),
    [("10.7 percent", "10.7"), ("eleven per cent", "eleven"), ("1,200.5 %", "1,200.5")],
)
def test_the_number_of_a_typed_percentage_stands_first(words: str, number: str) -> None:
    assert number_of(words) == number
