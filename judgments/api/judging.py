"""Judgments over the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.reasons import MAX_REASON
from cases.api import signed_in
from judgments import permissions
from judgments.actions import judging
from judgments.actions.judging import Opinion
from judgments.actions.rationales import LONGEST_RATIONALE
from judgments.api.lookup import seen_area, seen_inspection, sent
from judgments.api.reasons import ReasonSerializer, reason_in
from judgments.models import Judgment, Treatment
from judgments.states import CHOICES
from peel.lib.errors import require


class JudgmentSerializer(serializers.ModelSerializer[Judgment]):
    """What is judged of an area of an inspection. A reissue has the next ``revision``.

    ``stands_from`` is the earlier cycle whose grade stands, null where the area was inspected.
    """

    inspection = serializers.CharField(source="area.inspection.slug", read_only=True)
    area = serializers.CharField(source="area.area.code", read_only=True)
    grade = serializers.CharField(source="grade.code", read_only=True)
    stands_from = serializers.SerializerMethodField()

    class Meta:
        model = Judgment
        fields = [
            "id", "inspection", "area", "revision", "grade", "stands_from", "rationale", "state",
            "edition", "reason", "source", "synthetic", "published_on",
        ]  # fmt: skip
        read_only_fields = fields

    def get_stands_from(self, judgment: Judgment) -> str | None:
        earlier = judgment.area.area.framework.grades_stand_from
        stands = judgment.area.treatment == Treatment.STANDS
        return earlier.slug if stands and earlier else None


class OpinionSerializer(serializers.Serializer[Any]):
    """A grade by its code, and what it rests on."""

    grade = serializers.CharField(max_length=50)
    rationale = serializers.CharField(max_length=LONGEST_RATIONALE, allow_blank=True)
    keep_personal_data = serializers.BooleanField(default=False)

    def opinion(self) -> Opinion:
        names = ("grade", "rationale", "keep_personal_data")
        return Opinion(**{name: self.validated_data[name] for name in names})


class NewJudgmentSerializer(OpinionSerializer):
    """A first judgment with the area that it is of."""

    inspection = serializers.SlugField(max_length=90)
    area = serializers.SlugField(max_length=50)


class RevisionSerializer(OpinionSerializer):
    """A change of a draft; ``edition`` is the one that was read."""

    edition = serializers.IntegerField(min_value=1)


class ReissueSerializer(OpinionSerializer):
    """What takes the place of a published judgment, and why."""

    reason = serializers.CharField(max_length=MAX_REASON)


class PublishJudgments(generics.GenericAPIView[Judgment]):
    """Every confirmed judgment of an inspection, published together."""

    queryset = Judgment.objects.none()
    serializer_class = JudgmentSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(request=None, responses=JudgmentSerializer(many=True))
    def post(self, request: Request, inspection: str) -> Response:
        """Publish them for good. Nothing is published while something does not fit."""
        found = seen_inspection(request, inspection)
        made = judging.publish_all(inspection=found, by=signed_in(request))
        published = Judgment.objects.with_setting().filter(pk__in=[each.pk for each in made])
        return Response(JudgmentSerializer(published.order_by("pk"), many=True).data)


class JudgmentFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("area__inspection__force__slug")
    cycle = django_filters.CharFilter("area__inspection__cycle__slug")
    inspection = django_filters.CharFilter("area__inspection__slug")
    area = django_filters.CharFilter("area__area__code")
    grade = django_filters.CharFilter("grade__code")
    state = django_filters.MultipleChoiceFilter(choices=CHOICES)

    class Meta:
        model = Judgment
        fields = ["synthetic"]


class JudgmentViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Judgment]
):
    """The judgments that the person sees: what is published, and what they work on."""

    queryset = Judgment.objects.none()
    serializer_class = JudgmentSerializer
    filterset_class = JudgmentFilter

    def get_queryset(self) -> QuerySet[Judgment]:
        return Judgment.objects.visible_to(self.request.user).with_setting().order_by("pk")

    @extend_schema(request=NewJudgmentSerializer, responses={201: JudgmentSerializer})
    def create(self, request: Request) -> Response:
        """Begin the judgment of an area, as a draft."""
        read = sent(NewJudgmentSerializer, request)
        where = read.validated_data
        area = seen_area(request, where["inspection"], where["area"])
        made = judging.draft(area=area, opinion=read.opinion(), by=signed_in(request))
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=RevisionSerializer, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Change a draft. An edition that is not the last one is refused."""
        judgment = self.get_object()
        require(permissions.act(signed_in(request), judgment, "revise"))
        read = sent(RevisionSerializer, request)
        edition = read.validated_data["edition"]
        made = judging.revise(
            judgment=judgment, opinion=read.opinion(), edition=edition, by=signed_in(request)
        )
        return self._shown(made)

    @extend_schema(request=None, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        """Hand a draft to moderation."""
        return self._shown(judging.propose(judgment=self.get_object(), by=signed_in(request)))

    @extend_schema(request=None, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def moderate(self, request: Request, pk: str) -> Response:
        """Agree to a proposed judgment that others wrote."""
        return self._shown(judging.moderate(judgment=self.get_object(), by=signed_in(request)))

    @extend_schema(request=None, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Settle a moderated judgment."""
        return self._shown(judging.confirm(judgment=self.get_object(), by=signed_in(request)))

    @extend_schema(request=None, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a confirmed judgment for good."""
        return self._shown(judging.publish(judgment=self.get_object(), by=signed_in(request)))

    @extend_schema(request=ReasonSerializer, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Have a proposed judgment written anew."""
        return self._with_reason(request, "send back", judging.send_back)

    @extend_schema(request=ReasonSerializer, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"], url_path="step-back")
    def step_back(self, request: Request, pk: str) -> Response:
        """Take a judgment one step back."""
        return self._with_reason(request, "step back", judging.step_back)

    @extend_schema(request=ReasonSerializer, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Give a judgment up that is not published."""
        return self._with_reason(request, "withdraw", judging.withdraw)

    @extend_schema(request=ReasonSerializer, responses=JudgmentSerializer)
    @action(detail=True, methods=["post"], url_path="take-up-again")
    def take_up_again(self, request: Request, pk: str) -> Response:
        """Make a withdrawn judgment a draft again."""
        return self._with_reason(request, "take up again", judging.take_up_again)

    @extend_schema(request=ReissueSerializer, responses={201: JudgmentSerializer})
    @action(detail=True, methods=["post"])
    def reissue(self, request: Request, pk: str) -> Response:
        """Begin a judgment that takes the place of a published one."""
        judgment = self.get_object()
        require(permissions.act(signed_in(request), judgment, "reissue"))
        read = sent(ReissueSerializer, request)
        reason = read.validated_data["reason"]
        made = judging.reissue(
            judgment=judgment, opinion=read.opinion(), reason=reason, by=signed_in(request)
        )
        return self._shown(made, status.HTTP_201_CREATED)

    def _with_reason(self, request: Request, verb: str, act: Any) -> Response:
        judgment = self.get_object()
        require(permissions.act(signed_in(request), judgment, verb))
        reason = reason_in(request)
        return self._shown(act(judgment=judgment, reason=reason, by=signed_in(request)))

    def _shown(self, judgment: Judgment, code: int = status.HTTP_200_OK) -> Response:
        found = Judgment.objects.with_setting().get(pk=judgment.pk)
        return Response(JudgmentSerializer(found).data, status=code)
