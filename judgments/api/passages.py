"""Findings and practice over the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.events import history_of
from cases.api import signed_in
from judgments import permissions
from judgments.actions import passages
from judgments.actions.passages import Wording
from judgments.actions.texts import LONGEST_TEXT, LONGEST_TITLE
from judgments.api.lookup import seen_area, sent
from judgments.api.reasons import ReasonSerializer, reason_in
from judgments.findings.sheet import CITED
from judgments.findings.versions import versions_in
from judgments.models import Finding, FindingKind, Practice, PracticeKind
from peel.lib.errors import require

Written = Finding | Practice
LARGEST_NUMBER = 1_000_000
FIELDS = [
    "id", "inspection", "area", "kind", "order", "heading", "text", "withdrawn", "edition",
    "synthetic", "written_at",
]  # fmt: skip


class PracticeSerializer(serializers.ModelSerializer[Any]):
    """Something that other forces could learn from. ``text`` is Markdown."""

    inspection = serializers.CharField(source="area.inspection.slug", read_only=True)
    area = serializers.CharField(source="area.area.code", read_only=True)

    class Meta:
        model = Practice
        fields = read_only_fields = FIELDS


class FindingSerializer(PracticeSerializer):
    """What was found. ``text`` is Markdown, ``evidence`` the numbers of what it rests on."""

    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        fields = read_only_fields = [*FIELDS, "evidence"]

    def get_evidence(self, finding: Finding) -> list[int]:
        return [citation.evidence.number for citation in finding.citations.all()]


class PracticeWordingSerializer(serializers.Serializer[Any]):
    """What a practice says."""

    kind = serializers.ChoiceField(PracticeKind.choices)
    heading = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    keep_personal_data = serializers.BooleanField(default=False)

    def wording(self) -> Wording:
        names = ("kind", "heading", "text", "evidence", "keep_personal_data")
        data = self.validated_data
        return Wording(**{name: data[name] for name in names if name in data})


class FindingWordingSerializer(PracticeWordingSerializer):
    """What a finding says; ``evidence`` are the numbers of all that it rests on."""

    kind = serializers.ChoiceField(FindingKind.choices)
    evidence = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER), default=list
    )


class NewPracticeSerializer(PracticeWordingSerializer):
    """A practice with the area that it is about."""

    inspection = serializers.SlugField(max_length=90)
    area = serializers.SlugField(max_length=50)


class NewFindingSerializer(FindingWordingSerializer):
    """A finding with the area that it is about."""

    inspection = serializers.SlugField(max_length=90)
    area = serializers.SlugField(max_length=50)


class PracticeRevisionSerializer(PracticeWordingSerializer):
    """What a practice says from now on; ``edition`` is the one that was read."""

    edition = serializers.IntegerField(min_value=1)


class FindingRevisionSerializer(FindingWordingSerializer):
    """What a finding says from now on; ``edition`` is the one that was read."""

    edition = serializers.IntegerField(min_value=1)


class MoveSerializer(serializers.Serializer[Any]):
    """Which way it changes places with the next of its kind."""

    where = serializers.ChoiceField([("up", "Up"), ("down", "Down")])


class EditionSerializer(serializers.Serializer[Any]):
    """What it said in one edition. ``evidence`` is empty for practice."""

    edition = serializers.IntegerField()
    kind = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    evidence = serializers.ListField(child=serializers.IntegerField())
    at = serializers.DateTimeField()


class PassageFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("area__inspection__force__slug")
    cycle = django_filters.CharFilter("area__inspection__cycle__slug")
    inspection = django_filters.CharFilter("area__inspection__slug")
    area = django_filters.CharFilter("area__area__code")


class FindingFilter(PassageFilter):
    class Meta:
        model = Finding
        fields = ["kind", "withdrawn", "synthetic"]


class PracticeFilter(PassageFilter):
    class Meta:
        model = Practice
        fields = ["kind", "withdrawn", "synthetic"]


class PassageViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """What both have in common. ``new`` and ``revision`` read what is sent."""

    model: type[Finding] | type[Practice]
    new: type[PracticeWordingSerializer]
    revision: type[PracticeWordingSerializer]

    def get_queryset(self) -> QuerySet[Any]:
        return self.model.objects.visible_to(self.request.user).with_setting().order_by("pk")

    def create(self, request: Request) -> Response:
        """Write one, as the last of its area."""
        read = sent(self.new, request)
        where = read.validated_data
        area = seen_area(request, where["inspection"], where["area"])
        made = passages.write(self.model, area=area, wording=read.wording(), by=signed_in(request))
        return self._shown(made, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Change what it says. An edition that is not the last one is refused."""
        found = self._writable(request)
        read = sent(self.revision, request)
        made = passages.revise(
            passage=found,
            wording=read.wording(),
            edition=read.validated_data["edition"],
            by=signed_in(request),
        )
        return self._shown(made)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Leave it out of the report."""
        found = self._writable(request)
        reason = reason_in(request)
        return self._shown(passages.withdraw(passage=found, reason=reason, by=signed_in(request)))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="put-back")
    def put_back(self, request: Request, pk: str) -> Response:
        """Take it back into the report."""
        found = self._writable(request)
        reason = reason_in(request)
        return self._shown(passages.put_back(passage=found, reason=reason, by=signed_in(request)))

    @extend_schema(request=MoveSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Let it change places with the one above or below of its kind."""
        found = self._writable(request)
        up = sent(MoveSerializer, request).validated_data["where"] == "up"
        return self._shown(passages.move(passage=found, up=up, by=signed_in(request)))

    @extend_schema(responses=EditionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def editions(self, request: Request, pk: str) -> Response:
        """Every text that it ever had, the latest first."""
        versions = versions_in(history_of(self.get_object()))
        return Response(EditionSerializer(versions, many=True).data)

    def _writable(self, request: Request) -> Written:
        """What the address names, when the person may change it. Raises Refused."""
        found: Written = self.get_object()
        require(permissions.write(signed_in(request), found.area.inspection))
        return found

    def _shown(self, made: Written, code: int = status.HTTP_200_OK) -> Response:
        found = self.get_queryset().get(pk=made.pk)
        return Response(self.get_serializer(found).data, status=code)


@extend_schema_view(
    create=extend_schema(request=NewFindingSerializer, responses={201: FindingSerializer}),
    revise=extend_schema(request=FindingRevisionSerializer, responses=FindingSerializer),
)
class FindingViewSet(PassageViewSet):
    """The findings of the inspections that the person works on."""

    queryset = Finding.objects.none()
    model = Finding
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    new = NewFindingSerializer
    revision = FindingRevisionSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related(CITED)


@extend_schema_view(
    create=extend_schema(request=NewPracticeSerializer, responses={201: PracticeSerializer}),
    revise=extend_schema(request=PracticeRevisionSerializer, responses=PracticeSerializer),
)
class PracticeViewSet(PassageViewSet):
    """Promising and innovative practice of the inspections that the person works on."""

    queryset = Practice.objects.none()
    model = Practice
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilter
    new = NewPracticeSerializer
    revision = PracticeRevisionSerializer
