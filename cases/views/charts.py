"""Charts on a page, and as pictures beside the tables of the same figures."""

from functools import lru_cache
from typing import NamedTuple

from django.http import Http404, HttpResponse, HttpResponseBase

from cases.charts import NARROW, WIDE, BarChart, Drawing, bars, in_file, on_page, png
from cases.views.exports import KINDS, download
from peel.lib.tables import Table

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


class Charts(NamedTuple):
    """A chart at both widths, for the page."""

    wide: str
    narrow: str


def both(wide: Drawing, narrow: Drawing) -> Charts:
    return Charts(on_page(wide, "wide"), on_page(narrow, "narrow"))


# The same figures make the same picture for everybody, and stand for months.
@lru_cache(maxsize=100)
def bars_on_page(chart: BarChart) -> Charts:
    return both(bars(chart, WIDE), bars(chart, NARROW))


def check_kind(kind: str, drawing: Drawing | None) -> None:
    """Raises Http404 for what is neither a table nor a picture of a chart that there is."""
    if kind not in KINDS and (kind not in PICTURES or drawing is None):
        raise Http404


def chart_or_table(table: Table, drawing: Drawing | None, name: str, kind: str) -> HttpResponseBase:
    """The download of a ``kind`` that ``check_kind`` lets pass."""
    if drawing is None or kind in KINDS:
        return download([("Figures", table)], name, kind)
    content = png(drawing) if kind == "png" else in_file(drawing)
    response = HttpResponse(content, content_type=PICTURES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    return response
