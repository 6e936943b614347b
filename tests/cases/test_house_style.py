"""The inspectorate's house style, as a table and by what always holds."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import house_style
from cases.house_style import WORDS, cases, counted, sentence

PRINTED = [
    (83, 100, "83 of 100 cases"),
    (33, 34, "33 of 34 cases"),
    (77, 87, "77 of 87 cases"),
    (8, 10, "eight of ten cases"),
    (8, 9, "eight of nine cases"),
    (1, 10, "one of ten cases"),
    (4, 20, "4 of 20 cases"),
    (10, 11, "10 of 11 cases"),
    (30, 30, "all 30 cases"),
    (10, 10, "all ten cases"),
    (11, 11, "all 11 cases"),
    (3, 3, "all three cases"),
    (2, 2, "both cases"),
    (1, 1, "the only relevant case"),
    (0, 12, "none of the 12 cases"),
    (0, 10, "none of the ten cases"),
    (0, 3, "none of the three cases"),
    (0, 2, "neither of the two cases"),
    (0, 1, "no case out of one"),
    (0, 0, "no relevant cases"),
    (999, 1000, "999 of 1,000 cases"),
    (1200, 1200, "all 1,200 cases"),
]
pairs = st.integers(0, 2_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(("met", "of", "printed"), PRINTED)
def test_counts_are_printed_as_the_inspectorate_prints_them(met, of, printed):
    assert cases(met, of) == printed


@given(pairs)
def test_words_are_for_pairs_up_to_ten_and_numerals_for_all_others(pair):
    met, of = pair
    printed = cases(met, of)
    assert any(sign.isdigit() for sign in printed) == (of > 10)
    assert "%" not in printed
    assert "case" in printed.split() or "cases" in printed.split()


@given(pairs)
def test_different_counts_are_printed_differently(pair):
    met, of = pair
    others = {cases(other, of) for other in range(of + 1) if other != met}
    assert cases(met, of) not in others


@pytest.mark.parametrize(("met", "of"), [(2, 1), (-1, 3), (1, 0)])
def test_what_is_no_count_is_refused(met, of):
    with pytest.raises(ValueError, match="is not a count"):
        cases(met, of)


def test_a_sentence_puts_the_count_where_the_phrase_wants_it():
    phrase = "in {cases} the plan was followed"
    assert sentence(phrase, 60, 63) == "in 60 of 63 cases the plan was followed"


@pytest.mark.parametrize(
    ("met", "printed"),
    [
        (1, "investigations were effective in the only relevant case"),
        (0, "investigations were effective in no case out of one"),
    ],
)
def test_a_sentence_about_a_single_case_reads_as_english(met, printed):
    assert sentence("investigations were effective in {cases}", met, 1) == printed


def test_a_sentence_without_relevant_cases_does_not_sound_like_a_failure():
    assert sentence("plans were followed in {cases}", 0, 0) == "there were no relevant cases"


@given(st.integers(0, 3_000), st.integers(0, 3_000))
def test_counts_of_anything_are_both_words_or_both_numerals(number, of):
    words = set(WORDS)
    printed = counted(number, of).split(" of ")
    assert {text in words for text in printed} == {max(number, of) <= 10}


def test_examples_in_the_documentation_hold():
    assert doctest.testmod(house_style).failed == 0
    assert doctest.testmod(house_style).attempted > 3
