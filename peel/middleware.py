"""Middleware of the whole site."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from peel.lib.storable import is_storable
from peel.refusals import answer_to


class PrivateMiddleware(MiddlewareMixin):
    """Let nobody keep an answer, unless its view says otherwise.

    Casework read on a shared computer or through a proxy must not stay there. Files that
    are the same for everybody are served before this.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        patch_vary_headers(response, ("Cookie", "Authorization"))
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class StorableAddressMiddleware(MiddlewareMixin):
    """Answer 400 to an address with a character that no database keeps.

    One place for every view that looks up what an address says, Django's own among them.
    """

    def process_request(self, request: HttpRequest) -> None:
        values = (text for pair in request.GET.lists() for text in (pair[0], *pair[1]))
        if not (is_storable(request.path_info) and all(map(is_storable, values))):
            raise BadRequest("The address holds a character that can't be stored.")


class RefusalMiddleware(MiddlewareMixin):
    """Answer ``Refused``, ``Conflict`` and ``Invalid`` from any view with their reason."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to(request, exception)
