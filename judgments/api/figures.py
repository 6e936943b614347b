"""Figures in text over the API: the check of a draft, and figures to insert."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import signed_in
from forces.models import Inspection
from judgments import permissions
from judgments.actions.citing import Accepted, accept
from judgments.actions.replacing import Typed, use_token
from judgments.actions.texts import LONGEST_TEXT
from judgments.api.lookup import seen_inspection, sent
from judgments.figures.checking import FigureCheck, Line, Status, check_figures
from judgments.figures.search import Choice, choices_for
from judgments.figures.tokens import LONGEST
from judgments.models import CitedFigure
from peel.lib.errors import require

LONGEST_OWNER = 60


class OfferSerializer(serializers.Serializer[Any]):
    """A figure that a typed one may be. ``reads`` is its sentence with the token in it.

    The token takes the place of ``words``, from ``start`` on: of a change that is the number alone.
    """

    start = serializers.IntegerField()
    words = serializers.CharField()
    token = serializers.CharField()
    name = serializers.CharField()
    printed = serializers.CharField()
    reads = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    """One figure of a text: a token, or words that were typed from ``start`` on.

    ``owner`` names the text as the record does, with the ``edition`` that was checked. ``now`` is
    what a token prints, ``was`` what it printed when somebody last accepted it.
    """

    verdict = serializers.ChoiceField(choices=[status.value for status in Status])
    is_error = serializers.BooleanField()
    owner = serializers.CharField()
    edition = serializers.IntegerField()
    where = serializers.CharField()
    is_heading = serializers.BooleanField()
    start = serializers.IntegerField()
    written = serializers.CharField()
    sentence = serializers.CharField()
    now = serializers.CharField(allow_blank=True)
    was = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    offers = OfferSerializer(many=True)


class CheckSerializer(serializers.Serializer[Any]):
    """The figures of all texts of an inspection. ``error_count`` of them keep the report back."""

    error_count = serializers.IntegerField()
    lines = LineSerializer(many=True)


class AcceptedSerializer(serializers.Serializer[Any]):
    """A token of a text with what it prints now, as it was read."""

    owner = serializers.CharField(max_length=LONGEST_OWNER)
    token = serializers.CharField(max_length=LONGEST)
    printed = serializers.CharField(max_length=LONGEST_TEXT)


class AcceptedFiguresSerializer(serializers.Serializer[Any]):
    """The figures to accept. All of them are, or none."""

    figures = AcceptedSerializer(many=True, allow_empty=False)


class TypedSerializer(serializers.Serializer[Any]):
    """The figure that is typed at ``start`` of a text, and the token to put in its place."""

    owner = serializers.CharField(max_length=LONGEST_OWNER)
    edition = serializers.IntegerField(min_value=1)
    start = serializers.IntegerField(min_value=0, max_value=LONGEST_TEXT)
    words = serializers.CharField(max_length=LONGEST_TEXT)
    token = serializers.CharField(max_length=LONGEST)


class InsertableSerializer(serializers.Serializer[Any]):
    """A figure in one form: the token to insert, and what it prints."""

    form = serializers.CharField(source="token.form")
    token = serializers.CharField(source="token.text")
    printed = serializers.CharField()


class ChoiceSerializer(serializers.Serializer[Choice]):
    """A figure that can be inserted."""

    name = serializers.CharField(source="label")
    setting = serializers.CharField()
    origin = serializers.CharField(source="source")
    mark = serializers.CharField(allow_blank=True)
    forms = InsertableSerializer(many=True)


class ChoicesSerializer(serializers.Serializer[Any]):
    """The first figures that were found, of a ``number`` in all."""

    number = serializers.IntegerField()
    shown = ChoiceSerializer(many=True)


class _OfDrafts(generics.GenericAPIView[CitedFigure]):
    """For those who see the drafts of an inspection."""

    queryset = CitedFigure.objects.none()
    pagination_class = None
    filter_backends = []

    def drafts_of(self, request: Request, slug: str) -> Inspection:
        found = seen_inspection(request, slug)
        require(permissions.read_unpublished(signed_in(request), found))
        return found

    def written(self, request: Request, slug: str) -> Inspection:
        found = self.drafts_of(request, slug)
        require(permissions.write(signed_in(request), found))
        return found

    def checked(self, request: Request, inspection: Inspection) -> Response:
        found = check_figures(inspection, reader=signed_in(request))
        return Response(_check_shown(found))


class InspectionFigures(_OfDrafts):
    """Every figure of an inspection's texts, beside what is known."""

    serializer_class = CheckSerializer

    @extend_schema(responses=CheckSerializer)
    def get(self, request: Request, inspection: str) -> Response:
        return self.checked(request, self.drafts_of(request, inspection))


class AcceptFigures(_OfDrafts):
    """Let texts print what their tokens give now."""

    serializer_class = AcceptedFiguresSerializer

    @extend_schema(request=AcceptedFiguresSerializer, responses=CheckSerializer)
    def post(self, request: Request, inspection: str) -> Response:
        found = self.written(request, inspection)
        figures = sent(AcceptedFiguresSerializer, request).validated_data["figures"]
        read = [Accepted(**figure) for figure in figures]
        accept(inspection=found, figures=read, by=signed_in(request))
        return self.checked(request, found)


class UseToken(_OfDrafts):
    """Put a token in the place of a figure that is typed."""

    serializer_class = TypedSerializer

    @extend_schema(request=TypedSerializer, responses=CheckSerializer)
    def post(self, request: Request, inspection: str) -> Response:
        found = self.written(request, inspection)
        values = dict(sent(TypedSerializer, request).validated_data)
        token = values.pop("token")
        use_token(inspection=found, typed=Typed(**values), token=token, by=signed_in(request))
        return self.checked(request, found)


class FigureChoices(_OfDrafts):
    """Figures to insert into a text, each in every form."""

    serializer_class = ChoicesSerializer

    @extend_schema(
        parameters=[OpenApiParameter("q", OpenApiTypes.STR, description="Words of its name.")],
        responses=ChoicesSerializer,
    )
    def get(self, request: Request, inspection: str) -> Response:
        found = self.drafts_of(request, inspection)
        query = request.query_params.get("q", "")
        choices = choices_for(found, query, signed_in(request))
        return Response(ChoicesSerializer(choices).data)


def _check_shown(found: FigureCheck) -> Mapping[str, object]:
    return {"error_count": len(found.errors), "lines": [_line_shown(line) for line in found.lines]}


def _line_shown(line: Line) -> Mapping[str, object]:
    names = ("is_error", "start", "written", "now", "was", "reason")
    return {
        "verdict": line.status.value,
        "owner": line.text.name,
        "edition": line.text.owner.edition,
        "where": line.text.where,
        "is_heading": line.text.is_heading,
        "sentence": line.context,
        **{name: getattr(line, name) for name in names},
        "offers": [
            {
                "start": offer.place.start,
                "words": offer.place.words,
                "token": offer.token.text,
                "name": offer.label,
                "printed": offer.printed,
                "reads": offer.reads,
            }
            for offer in line.offers
        ],
    }
