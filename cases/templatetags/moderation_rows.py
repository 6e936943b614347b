"""What the moderation page prints many times: answers to choose, answers to read, effects."""

from collections.abc import Sequence
from functools import cache

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.contributions import ARROW, Effect
from cases.moderation_sheet import Option, Row
from cases.relevance import Given
from peel.lib.patterns import Pattern, pattern_from

register = template.Library()
CHECKED = mark_safe(" checked")
THIRD = mark_safe(" data-third")
NO_EFFECT = mark_safe(
    '<p class="moderation-effects moderation-effects--none">No figure changes</p>'
)
NEEDS_NOTE = mark_safe('<p class="moderation-effects moderation-effects--none">Needs a note.</p>')
NOTE = (
    '<p class="moderation-option__note"><span class="moderation-option__title">Note</span> {}</p>'
)
EFFECT = (
    '<li><span class="moderation-effects__label">{}</span> '
    f'<span class="moderation-effects__figure">{{}} <span aria-hidden="true">{ARROW}</span>'
    '<span class="govuk-visually-hidden">becomes</span> {}</span></li>'
)


@register.simple_tag
def option_card(option: Option, row: Row, place: int) -> SafeString:
    """An answer to choose, with its note and what it does to the figures."""
    marks = (CHECKED if option.is_chosen else "") + (THIRD if option.is_third else "")
    return _pattern("cases/moderate_option.html").fill(
        {
            "key": option.key,
            "place": f"{row.question.code}-{place}",
            "marks": mark_safe(marks),  # noqa: S308
            "title": option.title,
            "label": linebreaksbr(option.label),
            "note": format_html(NOTE, linebreaksbr(option.note)) if option.note else "",
            "effects": effects_list(option.effects) if option.effects else NO_EFFECT,
            "needs_note": NEEDS_NOTE if option.needs_note else "",
        }
    )


@register.simple_tag
def answer_of(title: str, label: str, given: Given | None = None) -> SafeString:
    """An answer to read, under the name of its review."""
    return _pattern("cases/moderate_answer.html").fill(
        {
            "title": title,
            "label": linebreaksbr(label),
            "note": linebreaksbr(given.note) if given and given.note else "",
        }
    )


@register.simple_tag
def effects_list(effects: Sequence[Effect]) -> SafeString:
    """The figures that move."""
    rows = ((effect.measure.label, effect.was, effect.becomes) for effect in effects)
    items = format_html_join("", EFFECT, rows)
    return format_html('<ul class="moderation-effects">{}</ul>', items)


@cache
def _pattern(name: str) -> Pattern:
    return pattern_from(name, {})
