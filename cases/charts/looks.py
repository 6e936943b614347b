"""How each part of a chart looks. ``static/css/charts.css`` says the same for the pages."""

from collections.abc import Mapping
from typing import Final

INK: Final = "#0b0c0c"
LOOKS: Final[Mapping[str, Mapping[str, str]]] = {
    "paper": {"fill": "#ffffff"},
    "words": {"fill": INK},
    "heading": {"fill": INK, "font-weight": "700"},
    "chosen-words": {"fill": INK, "font-weight": "700"},
    "faint-words": {"fill": "#484949"},
    "bar": {"fill": "#6b8f9c"},
    "chosen-bar": {"fill": "#0f3b46"},
    "similar-bar": {"stroke": "#1d70b8", "stroke-width": "1.5"},
    "stripe": {"stroke": "#1d70b8", "stroke-width": "3", "fill": "none"},
    "stripe-ground": {"fill": "#ffffff"},
    "grid": {"stroke": "#cecece", "fill": "none"},
    "axis": {"stroke": "#484949", "fill": "none"},
    "halo": {"stroke": "#ffffff", "stroke-width": "5", "fill": "none"},
    "mean": {"stroke": INK, "stroke-width": "2", "fill": "none"},
    "whisker": {"stroke": INK, "stroke-width": "2", "fill": "none"},
    "deviation": {
        "stroke": INK,
        "stroke-width": "2",
        "stroke-dasharray": "6 4",
        "fill": "none",
    },
    "rule": {"stroke": "#ca3535", "stroke-width": "2", "stroke-dasharray": "2 3", "fill": "none"},
    "band": {"fill": "#b5d3ea"},
    "joining": {"stroke": "#0f3b46", "stroke-width": "2", "fill": "none"},
    "point": {"fill": "#0f3b46", "stroke": "#ffffff", "stroke-width": "1.5"},
    "target": {"fill": "transparent"},
    "link": {},
}
PATTERNED: Final = {"similar-bar": "stripes"}
"""Looks that are filled with a pattern as well, so that colour alone tells nothing."""
