"""Days as the record holds them, on a page: ``{{ event.details.deadline|day }}``."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(recorded: str) -> str:
    """The day that the record holds as 2026-04-01, as people write it: 1 April 2026."""
    return date_format(date.fromisoformat(recorded), "j F Y")
