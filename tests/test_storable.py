"""What of a text shows, and what a document can hold of it."""

import pytest

from peel.lib.storable import is_printable, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\N{NO-BREAK SPACE}\N{EM SPACE}\N{IDEOGRAPHIC SPACE}",
        "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}",
        "\N{BRAILLE PATTERN BLANK}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT MARK}\N{POP DIRECTIONAL ISOLATE}",
        "\N{SOFT HYPHEN}\N{COMBINING GRAPHEME JOINER}\N{VARIATION SELECTOR-16}",
        "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}",
        "\x00\x1b\x85",
    ],
)
def test_invisible_signs_alone_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        ".",
        "\N{ZERO WIDTH SPACE}a",
        "é",
        "e\N{COMBINING ACUTE ACCENT}",
        "\N{BRAILLE PATTERN DOTS-1}",
        "\N{FAMILY}\N{VARIATION SELECTOR-16}",
        "한",
        "\U0001fae9",
    ],
)
def test_what_shows_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize("code", [0, 8, 11, 12, 13, 27, 31, 127, 133, 159, 0xD800, 0xFFFE, 0xFFFF])
def test_no_document_holds_control_signs(code: int) -> None:
    assert not is_printable(f"a{chr(code)}b")


def test_a_document_holds_lines_tabs_and_every_script() -> None:
    assert is_printable(
        "A line.\n\tAnother: é, 한, \N{ZERO WIDTH JOINER}, \N{NO-BREAK SPACE}, 😀, �"
    )
