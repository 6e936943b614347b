"""What a cell may hold that nobody can see."""

import unicodedata

import pytest

from checklists.instrument import Choice
from peel.lib.lists.cells import Unusable, choice_of, date_of, text_of

INVISIBLE = [
    "\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u2066", "\u2060", "\U000e0041",
    "\u034f", "\u115f", "\u2800", "\u3164", "\ufe0f", "\uffa0", "\U000e0100",
]  # fmt: skip


@pytest.mark.parametrize("sign", INVISIBLE, ids=unicodedata.name)
@pytest.mark.parametrize("is_reference", [True, False])
def test_a_sign_that_can_not_be_seen_is_refused_with_its_place(sign, is_reference):
    with pytest.raises(Unusable) as refused:
        text_of(f"A-{sign}1", is_reference=is_reference)
    assert str(refused.value) == (
        f"Character 3 of this value can't be seen: U+{ord(sign):04X}, "
        f"{unicodedata.name(sign).lower()}. Delete the whole value and type it again."
    )


@pytest.mark.parametrize("sign", INVISIBLE, ids=unicodedata.name)
def test_it_hides_no_formula_choice_or_date(sign):
    for read in (text_of, date_of, lambda cell: choice_of(cell, (Choice("a", "A"),))):
        with pytest.raises(Unusable, match="Character 1 of this value can't be seen"):
            read(f"{sign}=1+1")


@pytest.mark.parametrize(
    "text", ["Café", "Cafe\u0301", "“Łódź”", "04/1 \u2013 23", "\u0410-1", "\uff11"]
)
def test_letters_of_any_script_are_taken(text):
    assert text_of(text, is_reference=True) == text
