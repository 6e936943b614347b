"""Charts as SVG, drawn on the server: they need no script and no style of their own.

``BarChart`` and ``SeriesChart`` say what is to be shown, ``bars`` and ``series`` draw it,
``on_page`` and ``in_file`` write the drawing, and ``png`` makes a picture of it.
"""

from .bars import Bar, BarChart, Emphasis, bars, emphasis_of
from .key import Entry
from .layouts import NARROW, WIDE, Layout
from .png import png
from .progress_bar import bar
from .rows import Line
from .series import Point, RuleLine, SeriesChart, series
from .shapes import Drawing
from .svg import in_file, on_page

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "BarChart",
    "Drawing",
    "Emphasis",
    "Entry",
    "Layout",
    "Line",
    "Point",
    "RuleLine",
    "SeriesChart",
    "bar",
    "bars",
    "emphasis_of",
    "in_file",
    "on_page",
    "png",
    "series",
]
