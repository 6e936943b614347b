"""The attributes and options of form widgets: a page of filters has too many for templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SELECTED = mark_safe(" selected")
Groups = Iterable[tuple[str | None, Iterable[dict[str, Any]], int]]


# A placeholder vanishes when one types: the label and the hint say what is wanted.
APART = ("class", "placeholder")


@register.simple_tag
def attributes(attrs: Mapping[str, Any], govuk_class: str = "") -> SafeString:
    """The attributes of a widget, with ``govuk_class`` before the classes of its own."""
    classes = f"{govuk_class} {attrs.get('class', '')}".strip()
    named: dict[str, Any] = {"class": classes} if classes else {}
    named |= {name: value for name, value in attrs.items() if name not in APART}
    return format_html_join("", "{}", ((_attribute(*item),) for item in named.items()))


def _attribute(name: str, value: object) -> SafeString:
    if value is False:
        return SafeString("")
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))


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
