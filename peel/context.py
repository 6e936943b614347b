"""What every page template may ask."""

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """``demonstration``: true where the case files shown are synthetic."""
    return {"demonstration": settings.DEMONSTRATION}
