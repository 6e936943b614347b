"""What every API endpoint shares: the answers to a refusal and the size of a page."""

from typing import Any

from rest_framework import status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from .errors import Conflict, Invalid, Refused


class Pagination(PageNumberPagination):
    """100 items a page; ``?page_size=`` up to 1,000."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1_000


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answers refusals of actions with their reason, and the rest as the framework does."""
    match exc:
        case Refused():
            return Response({"detail": str(exc)}, status=status.HTTP_403_FORBIDDEN)
        case Conflict():
            return Response({"detail": str(exc)}, status=status.HTTP_409_CONFLICT)
        case Invalid():
            return Response({"detail": list(exc.messages)}, status=status.HTTP_400_BAD_REQUEST)
        case _:
            return default_handler(exc, context)
