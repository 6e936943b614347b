"""The two widths that every chart is drawn at: a desktop's and a phone's."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Layout:
    """``width`` in pixels. With ``names_above``, a name stands above its bar and not beside it."""

    name: str
    width: int
    row: int
    names_above: bool


WIDE: Final = Layout("wide", width=800, row=24, names_above=False)
NARROW: Final = Layout("narrow", width=345, row=44, names_above=True)
