"""Telling the browser whose pages it holds, so that it drops those of somebody else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

PERSON_HEADER = "X-Peel-Person"
PERSON_COOKIE = "peel_person"
NOBODY = "nobody"


class PersonMiddleware(MiddlewareMixin):
    """Name the person signed in, on every page, and clear the browser's cache after a change.

    ``X-Peel-Person`` is their primary key, or "nobody". The cookie says the same where there is
    no connection: it goes with the session when the browser is closed. Neither is ever believed
    by the server.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        # An error of ours may mean that the database, and so the person, can't be asked.
        if not is_page or response.status_code >= 500 or not hasattr(request, "user"):
            return response
        person = str(request.user.pk) if request.user.is_authenticated else NOBODY
        before = request.COOKIES.get(PERSON_COOKIE) or NOBODY
        response.headers[PERSON_HEADER] = person
        if person != before:
            _remember(response, person)
        if before not in (person, NOBODY):
            # Not "storage": answers that others have not sent yet wait there.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _remember(response: HttpResponse, person: str) -> None:
    if person == NOBODY:
        response.delete_cookie(PERSON_COOKIE, samesite="Lax")
        return
    # Without an age, so that it ends with the browser; for scripts, so that the service worker
    # can read it.
    response.set_cookie(
        PERSON_COOKIE, person, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=False
    )
