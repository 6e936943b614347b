"""The words of a report's parts: what counts as nothing, and what is refused."""

import pytest

from cases.actions.reasons import required
from judgments.actions.texts import needed_text, optional_text
from peel.lib.errors import Invalid

INVISIBLE = "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}\N{BRAILLE PATTERN BLANK}\ufeff"


def test_invisible_signs_alone_are_nothing_written() -> None:
    assert optional_text(INVISIBLE, "Rationale") == ""
    with pytest.raises(Invalid, match="Heading: write something"):
        needed_text(INVISIBLE, "Heading")
    with pytest.raises(Invalid, match="Give the reason"):
        required(INVISIBLE)


def test_invisible_signs_among_words_stay() -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"
    assert optional_text(f" {family} ", "Text") == family


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\x0c", "\x7f", "\x85", "\ufffe", "\uffff"])
def test_control_signs_are_refused_with_the_remedy(sign: str) -> None:
    with pytest.raises(Invalid, match=r"Text: it holds a control character.*as plain text"):
        optional_text(f"a{sign}b", "Text")
    with pytest.raises(Invalid, match=r"The reason holds a control character.*as plain text"):
        required(f"a{sign}b")


def test_a_reason_may_have_lines() -> None:
    assert required(" One\r\ntwo\nthree\t ") == "One\r\ntwo\nthree"


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_what_no_database_keeps_is_refused(sign: str) -> None:
    with pytest.raises(Invalid, match="can't be stored"):
        optional_text(f"a{sign}b", "Text")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_with_a_line_feed(end: str) -> None:
    assert optional_text(f"One{end}two\t", "Text") == "One\ntwo"
