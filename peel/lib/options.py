"""The options of a select: a page of filters has dozens, too many for a template's loop."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SELECTED = mark_safe(" selected")
Groups = Iterable[tuple[str | None, Iterable[dict[str, Any]], int]]


@register.simple_tag
def options(groups: Groups) -> SafeString:
    """``groups`` as a choice widget's context holds them: a name or None, and its options."""
    return format_html_join("", "{}", ((_group(name, within),) for name, within, _ in groups))


def _group(name: str | None, within: Iterable[dict[str, Any]]) -> SafeString:
    listed = format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((str(o["value"]), SELECTED if o["selected"] else "", o["label"]) for o in within),
    )
    return (
        format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, listed) if name else listed
    )
