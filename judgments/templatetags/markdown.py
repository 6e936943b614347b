"""Markdown on a page: ``{{ finding.text|markdown }}``, with figures ``|markdown:figures``."""

from django import template
from django.utils.safestring import SafeString

from judgments.text.citing import Figures
from judgments.text.html import to_html

register = template.Library()


@register.filter
def markdown(text: str, figures: Figures | None = None) -> SafeString:
    """The text as HTML that is safe whatever was typed."""
    return to_html(text, figures)
