"""How much room words take, so that they can be laid out before anybody draws them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

SIZE: Final = 14
"""The height of letters, in pixels."""

# Of Arial and its likes, in thousandths of their size.
_WIDTHS: Final = {
    191: "'",
    222: "ijl\N{RIGHT SINGLE QUOTATION MARK}",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu\N{EN DASH}",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
_WIDTH_OF: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDEST: Final = 1015
_BOLD: Final = 1.1
"""No letter is wider in bold by more, over a whole word."""


@lru_cache(maxsize=1_000)
def width_of(words: str, *, bold: bool = False) -> float:
    """The width of a line of text, in pixels. A letter that is not known counts as the widest."""
    width = sum([_WIDTH_OF.get(letter, _WIDEST) for letter in words]) * SIZE / 1000
    return width * _BOLD if bold else width


def wrapped(words: str, width: float) -> list[str]:
    """The words in lines no wider than ``width``. A longer word stands on a line of its own."""
    return list(_lines(words.split(), width))


def _lines(words: list[str], width: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".lstrip()
        if line and width_of(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line
