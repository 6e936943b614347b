"""Extracts: a force's recorded crimes, CSV or XLSX, from which a sample is drawn. Pure.

An extract is read as it comes, so that a year of a large force fits in little memory, and
nothing in its reading depends on the clock: the same file gives the same records for good.
"""

from cases.extracts.columns import Preview
from cases.extracts.reading import Extract, NoUsableRow, Window, headings_of, read_extract
from cases.extracts.rejections import Rejections

__all__ = [
    "Extract",
    "NoUsableRow",
    "Preview",
    "Rejections",
    "Window",
    "headings_of",
    "read_extract",
]
