from dataclasses import replace

import pytest

from checklists import printing
from checklists.definition import parse
from checklists.instrument import Choice
from tests.checklists.definitions import VALID, broken

INSTRUMENT = parse(VALID)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("checked", "Yes, No or Not applicable"),
        ("found", "Yes or No"),
        ("what", "A person or A thing"),
        ("crimes_to_record", "A whole number"),
        ("crimes_recorded", "A whole number or Not applicable"),
        ("why_not", "Text"),
    ],
)
def test_the_answers_of_a_question_are_listed(code: str, line: str) -> None:
    assert printing.answers_line(INSTRUMENT.question(code)) == line


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("checked", ""),
        ("found", "Asked when 2.1 is Yes"),
        ("why_not", "Asked when 2.1 is No or Not applicable"),
        ("used", "Asked when 2.1a(i) is A person"),
    ],
)
def test_a_condition_names_its_parent_and_answers(code: str, line: str) -> None:
    assert printing.condition_line(INSTRUMENT.question(code), INSTRUMENT) == line


def test_a_note_is_announced_where_it_is_required() -> None:
    assert printing.note_line(INSTRUMENT.question("checked")) == "Note required on No"
    assert printing.note_line(INSTRUMENT.question("found")) == ""


def test_a_measure_says_what_it_counts() -> None:
    person, ratio = INSTRUMENT.measure("person_found"), INSTRUMENT.measure("recorded")
    assert printing.basis_line(person, INSTRUMENT) == "2.1a(i) is A person"
    assert printing.basis_line(ratio, INSTRUMENT) == "1.2 divided by 1.1"
    assert printing.restriction_line(ratio, INSTRUMENT) == ""
    expected = "Only files where Offence group is Theft or Charged"
    assert printing.restriction_line(person, INSTRUMENT) == expected
    assert printing.sentence(person) == "people were found in … of … cases"
    assert printing.sentence(ratio) == "crimes were recorded in … percent"
    counted = replace(ratio, printed="count", method="wald", strata=None)
    assert printing.sentence(counted) == "crimes were recorded in … of …"


def test_an_estimate_says_how_it_is_computed() -> None:
    weighted, count = INSTRUMENT.measure("recorded"), INSTRUMENT.measure("checked")
    assert printing.estimate_line(weighted, INSTRUMENT) == (
        "An estimate with its interval, as a ratio of counts weighted by offence group"
    )
    assert printing.estimate_line(count, INSTRUMENT) == ""
    plain = parse(broken("    method: stratified_ratio\n", "")).measure("recorded")
    assert plain.strata == "offence_group"
    assert printing.estimate_line(plain, INSTRUMENT) == (
        "An estimate with its interval, as a plain proportion"
    )


def test_a_value_shows_its_code_once() -> None:
    assert printing.value_pair(Choice("theft", "Theft")) == ("theft", "Theft")
    assert printing.value_pair(Choice("8", "8 Community resolution")) == (
        "",
        "8 Community resolution",
    )
    assert printing.value_pair(Choice("1", "10 or more")) == ("1", "10 or more")
