"""The reason that an act needs, over the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from cases.actions.reasons import MAX_REASON
from judgments.api.lookup import sent


class ReasonSerializer(serializers.Serializer[Any]):
    """Why it is done."""

    reason = serializers.CharField(max_length=MAX_REASON)


def reason_in(request: Request) -> str:
    """The reason that was sent. Raises ValidationError."""
    reason: str = sent(ReasonSerializer, request).validated_data["reason"]
    return reason
