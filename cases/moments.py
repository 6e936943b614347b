"""Moments as the pages of a review print them."""

from datetime import datetime

from django.utils import timezone


def moment(at: datetime) -> str:
    """When, as briefly as is clear: "10:42" today, "12 May at 10:42" in another day."""
    local, today = timezone.localtime(at), timezone.localdate()
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today:
        return time
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%B}{year} at {time}"
