"""The rows of the table of files, each the row's pattern with one file filled in."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from cases.grid import GridRow
from checklists.instrument import Fact
from peel.lib.patterns import Pattern, Slots, pattern_from

register = template.Library()


@register.simple_tag
def file_rows(
    rows: Iterable[GridRow], columns: Sequence[Fact], members: Sequence[User]
) -> SafeString:
    """Every row; where there are ``members`` to give files to, files can be chosen."""
    patterns = {
        allocatable: _pattern(len(columns), bool(members), allocatable)
        for allocatable in (True, False)
    }
    filled = (patterns[row.is_allocatable].fill(row.values) for row in rows)
    return mark_safe("\n".join(filled))  # noqa: S308


@lru_cache
def _pattern(facts: int, choosing: bool, is_allocatable: bool) -> Pattern:
    slots = Slots()
    context = {
        "facts": [slots[f"fact {place}"] for place in range(facts)],
        "choosing": choosing,
        "is_allocatable": is_allocatable,
    }
    return pattern_from("cases/file_row.html", context)
