"""The API of agreement between reviewers: to read only."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User

from . import permissions
from .agreement.summaries import Note
from .agreements import by_question, comparison_of
from .draws_api import SampleView
from .models import Sample

COEFFICIENTS = ("raw", "kappa", "ac1")
NOTES = [(note.value, note.name) for note in Note]
Fields = dict[str, Field[Any, Any, Any, Any]]


class QuestionAgreementSerializer(serializers.Serializer[Any]):
    """The agreement of both reviewers on one question, with 95 percent intervals.

    ``pairs``, ``files`` and ``agreed`` are counts, ``raw`` is a share from 0 to 1, ``kappa``
    and ``ac1`` lie between -1 and 1. What can't be said is null and its note tells why. The
    fields that begin with ``yes_no_`` leave out what either reviewer found not applicable.
    """

    question = serializers.CharField()

    def get_fields(self) -> Fields:
        return {**super().get_fields(), **_figures(""), **_figures("yes_no_")}


def _figures(prefix: str) -> Fields:
    fields: Fields = {
        f"{prefix}{count}": serializers.IntegerField() for count in ("pairs", "files", "agreed")
    }
    for name in COEFFICIENTS:
        for number in (name, f"{name}_low", f"{name}_high"):
            fields[f"{prefix}{number}"] = serializers.FloatField(allow_null=True)
        fields[f"{prefix}{name}_note"] = serializers.ChoiceField(NOTES, allow_null=True)
    return fields


@extend_schema(responses=QuestionAgreementSerializer(many=True))
class SampleAgreement(SampleView):
    """How far the two reviewers of the sample's files agree, question by question."""

    serializer_class = QuestionAgreementSerializer

    def refused(self, reader: User, sample: Sample) -> str | None:
        return permissions.read_agreement(reader, sample)

    def get(self, request: Request, inspection: str, sample: str) -> Response:
        lines = [line.as_dict() for line in by_question(comparison_of(self.sample()))]
        return Response(self.get_serializer(lines, many=True).data)
