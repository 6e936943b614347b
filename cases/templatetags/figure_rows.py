"""The rows of the tables of figures, each the row's pattern with one figure filled in."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from cases.results_sheet import OTHER_PARTS, Line
from peel.lib.patterns import Pattern, Slots, pattern_from

register = template.Library()
NOUGHT = mark_safe(" results-nought")
NONE = mark_safe('<span class="govuk-visually-hidden">Does not apply to a ratio</span>')


@register.simple_tag
def figure_rows(lines: Iterable[Line]) -> SafeString:
    """A row for each line: its measure, its figure with a bar, and its other numbers."""
    filled = (
        _pattern(bool(line.url), line.headline, bool(line.note)).fill(_values(line))
        for line in lines
    )
    return mark_safe("\n".join(filled))  # noqa: S308


def _values(line: Line) -> dict[str, str]:
    values = {
        "url": line.url,
        "label": line.label,
        "sentence": line.sentence,
        "note": line.note,
        "met": line.met.link,
        "of": line.of.link,
        "bar": line.bar,
    }
    for place, number in enumerate(line.others):
        values[f"other {place}"] = NONE if number.count is None else number.link
        values[f"nought {place}"] = "" if number.count else NOUGHT
    return values


@lru_cache
def _pattern(linked: bool, headline: bool, noted: bool) -> Pattern:
    slots = Slots()
    places = range(len(OTHER_PARTS))
    context = {
        "linked": linked,
        "headline": headline,
        "noted": noted,
        "others": [(slots[f"other {place}"], slots[f"nought {place}"]) for place in places],
    }
    return pattern_from("cases/results_row.html", context)
