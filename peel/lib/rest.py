"""What every API endpoint shares: what it reads, how it refuses, the size of a page."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from rest_framework import parsers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from .errors import Conflict, Invalid, Refused
from .storable import LARGEST_KEY


class Pagination(PageNumberPagination):
    """100 items a page; ``?page_size=`` up to 1,000."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1_000


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "What was sent is larger than Peel accepts. Nothing was saved."


class JSONParser(parsers.JSONParser):
    """JSON of a size that is read at once. Raises TooLarge or ParseError."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        # The framework reads past Django, which checks the length of every other body.
        if _length(parser_context or {}) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The JSON is nested too deep.") from None


class KeyFilter(django_filters.NumberFilter):
    """Narrows by a primary key. One that does not exist finds as little as an unseen one."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=LARGEST_KEY, **kwargs)


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


def _length(context: Mapping[str, Any]) -> int:
    length = context["request"].META.get("CONTENT_LENGTH", "") if "request" in context else ""
    return int(length) if length.isdecimal() else 0
