"""Where a request came from."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """The address of the page of this site that led to the request.

    "" where it is unknown, of another site, or the page that is asked for itself.
    """
    referrer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referrer, {request.get_host()}, require_https=request.is_secure()
    )
    if not is_ours or (request.method != "POST" and referrer == request.build_absolute_uri()):
        return ""
    return referrer
