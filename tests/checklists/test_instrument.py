import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.definition import parse
from checklists.instrument import LARGEST_COUNT, LONGEST_TEXT, Choice, Instrument
from checklists.numbering import number_questions
from tests.checklists.definitions import VALID

PARSED = parse(VALID)


@pytest.fixture
def instrument() -> Instrument:
    return PARSED


def test_questions_come_in_printed_order_with_numbers_and_depths(instrument: Instrument) -> None:
    assert [(q.number, q.code, q.depth) for q in instrument.questions] == [
        ("1.1", "crimes_to_record", 0),
        ("1.2", "crimes_recorded", 0),
        ("2.1", "checked", 0),
        ("2.1a", "found", 1),
        ("2.1a(i)", "what", 2),
        ("2.1b", "why_not", 1),
        ("3.1", "used", 0),
    ]


def test_look_ups_find_by_code(instrument: Instrument) -> None:
    for question in instrument.questions:
        assert instrument.question(question.code) is question
    assert instrument.fact("reported_on").kind == "date"
    assert instrument.measure("recorded").kind == "ratio"
    with pytest.raises(KeyError):
        instrument.question("unheard_of")


def test_options_end_with_not_applicable_where_it_is_allowed(instrument: Instrument) -> None:
    def codes(code: str) -> list[str]:
        return [option.code for option in instrument.question(code).options]

    assert codes("checked") == ["yes", "no", "not_applicable"]
    assert codes("found") == ["yes", "no"]
    assert codes("what") == ["person", "thing"]
    assert codes("crimes_recorded") == ["not_applicable"]
    assert codes("why_not") == []


@pytest.mark.parametrize(
    ("code", "raw", "stored"),
    [
        ("checked", " yes ", ("yes", None)),
        ("checked", "not_applicable", ("not_applicable", None)),
        ("checked", "", ("", None)),
        ("what", "thing", ("thing", None)),
        ("crimes_to_record", "007", ("7", 7)),
        ("crimes_to_record", "0", ("0", 0)),
        ("crimes_to_record", str(LARGEST_COUNT), (str(LARGEST_COUNT), LARGEST_COUNT)),
        ("crimes_recorded", "not_applicable", ("not_applicable", None)),
        ("why_not", " two\r\nlines ", ("two\nlines", None)),
        ("why_not", "x" * LONGEST_TEXT, ("x" * LONGEST_TEXT, None)),
    ],
)
def test_an_answer_is_stored_in_one_form(
    instrument: Instrument, code: str, raw: str, stored: tuple[str, int | None]
) -> None:
    assert instrument.question(code).clean(raw) == stored


@pytest.mark.parametrize(
    ("code", "raw", "sentence"),
    [
        ("checked", "maybe", "Choose one of these answers: Yes, No, Not applicable."),
        ("checked", "Yes", "Choose one of these answers"),
        ("found", "not_applicable", "can't be answered “Not applicable”"),
        ("why_not", "not_applicable", "can't be answered “Not applicable”"),
        ("crimes_to_record", "-1", "whole number"),
        ("crimes_to_record", "1.5", "whole number"),
        ("crimes_to_record", "١٢", "whole number"),
        ("crimes_to_record", "²", "whole number"),
        ("crimes_to_record", str(LARGEST_COUNT + 1), "no larger than 999,999"),
        ("crimes_to_record", "9" * 5_000, "no larger than 999,999"),
        ("why_not", "x" * (LONGEST_TEXT + 1), "Shorten the text to 5,000 characters"),
        ("why_not", "a\x00b", "can't be stored"),
        ("why_not", "a\ud800b", "can't be stored"),
    ],
)
def test_an_answer_that_the_question_cannot_take_is_refused(
    instrument: Instrument, code: str, raw: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        instrument.question(code).clean(raw)


@given(raw=st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    for question in PARSED.questions:
        try:
            value, count = question.clean(raw)
        except ValueError:
            continue
        assert question.clean(value) == (value, count)
        assert count is None or value == str(count)


def test_facts_are_printed_as_labels_and_dates_in_words(instrument: Instrument) -> None:
    assert instrument.fact("offence_group").label_of("1A") == "Charged"
    assert instrument.fact("offence_group").label_of("unheard_of") == "unheard_of"
    assert instrument.fact("reported_on").label_of("2024-03-07") == "7 March 2024"
    assert instrument.fact("reported_on").label_of("2024-13-45") == "2024-13-45"


def test_a_measure_reads_one_question_and_a_ratio_two(instrument: Instrument) -> None:
    def read_by(code: str) -> list[str]:
        return [question.code for question in instrument.questions_of(instrument.measure(code))]

    assert read_by("person_found") == ["what"]
    assert read_by("recorded") == ["crimes_recorded", "crimes_to_record"]


def test_labels_are_printed_for_codes_and_other_values_stand_for_themselves(
    instrument: Instrument,
) -> None:
    assert instrument.question("checked").label_of("not_applicable") == "Not applicable"
    assert instrument.question("what").label_of("person") == "A person"
    assert instrument.question("crimes_to_record").label_of("12") == "12"
    assert instrument.question("why_not").label_of("because") == "because"
    assert instrument.question("checked").label_of("") == ""


def test_an_optional_stage_is_left_out_with_its_measures(instrument: Instrument) -> None:
    less = instrument.without(["recording"])
    assert [stage.code for stage in less.stages] == ["contact", "result"]
    assert [measure.code for measure in less.measures] == ["checked", "person_found"]
    assert less.question("checked").number == "2.1"
    with pytest.raises(KeyError):
        less.question("crimes_recorded")
    assert instrument.without([]) == instrument


@pytest.mark.parametrize("code", ["contact", "unheard_of"])
def test_only_optional_stages_can_be_left_out(instrument: Instrument, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        instrument.without([code])


def test_an_instrument_is_immutable_and_hashable(instrument: Instrument) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        instrument.title = "Another"  # type: ignore[misc]
    assert hash(instrument) == hash(parse(VALID))
    assert {Choice("a", "A"), Choice("a", "A")} == {Choice("a", "A")}


def test_numbers_go_on_past_the_alphabet_and_below_the_second_follow_up() -> None:
    top: list[tuple[str, str | None]] = [("q", None)]
    followers: list[tuple[str, str | None]] = [(f"f{n}", "q") for n in range(28)]
    assert number_questions(4, top + followers)["f27"].number == "4.1ab"
    chain: list[tuple[str, str | None]] = [("a", None), ("b", "a"), ("c", "b"), ("d", "c")]
    assert number_questions(2, chain)["d"] == ("2.1a(i).1", 3)
    many: list[tuple[str, str | None]] = [(f"c{n}", "b") for n in range(9)]
    assert number_questions(1, chain[:2] + many)["c8"].number == "1.1a(ix)"
