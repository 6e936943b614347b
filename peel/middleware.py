"""Middleware of the whole site."""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from peel.refusals import answer_to


class RefusalMiddleware(MiddlewareMixin):
    """Answer ``Refused``, ``Conflict`` and ``Invalid`` from any view with their reason."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to(request, exception)
