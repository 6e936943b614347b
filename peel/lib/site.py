"""Where Peel is served, for links that are followed from outside its pages."""

from django.conf import settings


def served_at() -> str:
    """The address without a slash at its end: ``BASE_URL``, or else the first of ALLOWED_HOSTS."""
    if settings.BASE_URL:
        return str(settings.BASE_URL).rstrip("/")
    hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    if settings.SESSION_COOKIE_SECURE and hosts:
        return f"https://{hosts[0]}"
    return "http://127.0.0.1:8000"
