"""The answers that say no: as a page for a browser, as JSON for a program."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from peel.lib.errors import Conflict, Invalid, Refused
from peel.lib.referrer import page_before

API = "/api/"
UNREADABLE = {
    400: "What was sent could not be read. Nothing was saved.",
    413: "What was sent is larger than Peel accepts. Nothing was saved.",
}


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The response to an error of ``peel.lib.errors``; ``None`` for any other exception."""
    match error:
        case Refused():
            return _refusal(request, 403, [str(error)])
        case Conflict():
            return _refusal(request, 409, [str(error)])
        case Invalid():
            return _refusal(request, 400, error.messages)
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django could not read: 413 when it was too large, otherwise 400.

    The request itself may be what can't be trusted, so the page is made without it.
    """
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    if _wants_json(request):
        return _as_json(status, [UNREADABLE[status]])
    return _page_without_request(status)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours. It asks neither the database nor the request."""
    return _page_without_request(500)


def _refusal(request: HttpRequest, status: int, problems: Sequence[str]) -> HttpResponse:
    if _wants_json(request):
        return _as_json(status, problems)
    context = {"reason": " ".join(problems), "problems": problems, "back": page_before(request)}
    return render(request, f"{status}.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    """Whether the answer is for a program: the API's are, unless a page is asked for."""
    types = ["text/html", "application/json"]
    if request.path_info.startswith(API):
        types.reverse()
    return request.get_preferred_type(types) == "application/json"


def _as_json(status: int, problems: Sequence[str]) -> JsonResponse:
    return JsonResponse({"detail": " ".join(problems), "messages": list(problems)}, status=status)


def _page_without_request(status: int) -> HttpResponse:
    context = {"demonstration": settings.DEMONSTRATION}
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)
