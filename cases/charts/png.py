"""A drawing as a picture that a report or a slide can hold."""

from functools import cache
from pathlib import Path
from typing import Final

import typst

from .shapes import Drawing
from .svg import in_file

FONTS: Final = Path(__file__).parent / "fonts"
DOTS_PER_INCH: Final = 192.0
SOURCE: Final = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt)
"""


def png(drawing: Drawing) -> bytes:
    """The drawing as a PNG at twice the pixels of a screen, with letters that are always ours."""
    return png_of(in_file(drawing), drawing.description)


def png_of(svg: str, description: str) -> bytes:
    """The same of a drawing that is written already, as ``svg.in_file`` does."""
    inputs = {"svg": svg, "alt": description}
    return typst.compile(
        SOURCE, font_paths=_fonts(), format="png", ppi=DOTS_PER_INCH, sys_inputs=inputs
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
