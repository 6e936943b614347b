"""The API of results that were published without cases, over the same actions as the pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases import permissions
from cases.actions.publishing import (
    correct_published_result,
    enter_published_result,
    withdraw_published_result,
)
from cases.actions.reasons import MAX_REASON
from cases.api import signed_in
from cases.models import PublishedResult
from cases.published.figures import LONGEST_SOURCE, PublishedFigure, usual_sample
from cases.published.sheet import LARGEST_COUNT
from forces.models import Inspection
from peel.lib.errors import require

ENTERED = ("numerator", "denominator", "n", "percent", "half_width", "starts", "ends", "source")


class PublishedResultSerializer(serializers.ModelSerializer[PublishedResult]):
    """A figure as it was printed: ``percent`` and ``half_width`` in percent and points of it.

    What was not printed is null. A correction has the next ``revision`` and gives its reason.
    """

    inspection = serializers.SlugRelatedField[Any]("slug", read_only=True)
    by = serializers.CharField(source="by.name", read_only=True)
    percent = serializers.FloatField(allow_null=True)
    half_width = serializers.FloatField(allow_null=True)

    class Meta:
        model = PublishedResult
        fields = [
            "id", "inspection", "checklist", "sample", "code", "revision", *ENTERED,
            "synthetic", "reason", "by", "at",
        ]  # fmt: skip
        read_only_fields = fields


class FigureEntrySerializer(serializers.Serializer[Any]):
    """What a report prints of a measure: a percentage, counts, or both."""

    numerator = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_COUNT)
    denominator = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_COUNT)
    n = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_COUNT)
    percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, required=False, min_value=0, max_value=100
    )
    half_width = serializers.DecimalField(
        max_digits=7, decimal_places=4, required=False, min_value=0, max_value=100
    )
    starts = serializers.DateField()
    ends = serializers.DateField()
    source = serializers.CharField(max_length=LONGEST_SOURCE)  # type: ignore[assignment]

    def figure(self, checklist: str, sample: str, code: str, synthetic: bool) -> PublishedFigure:
        """What was sent, as a figure of a measure."""
        entered = {name: self.validated_data.get(name) for name in ENTERED}
        return PublishedFigure(
            checklist=checklist, sample=sample, code=code, synthetic=synthetic, **entered
        )


class NewResultSerializer(FigureEntrySerializer):
    """A figure with its inspection and measure."""

    inspection = serializers.SlugRelatedField[Inspection](
        "slug", queryset=Inspection.objects.select_related("force", "cycle")
    )
    checklist = serializers.SlugField(max_length=50)
    sample = serializers.SlugField(max_length=60, required=False)
    code = serializers.SlugField(max_length=60)


class CorrectionSerializer(FigureEntrySerializer):
    """A figure as it should have been, and why."""

    reason = serializers.CharField(max_length=MAX_REASON)


class PublishedResultWithdrawalSerializer(serializers.Serializer[Any]):
    """Why a figure is taken back."""

    reason = serializers.CharField(max_length=MAX_REASON)


class PublishedResultFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("inspection__force__slug")
    cycle = django_filters.CharFilter("inspection__cycle__slug")
    inspection = django_filters.CharFilter("inspection__slug")

    class Meta:
        model = PublishedResult
        fields = ["force", "cycle", "inspection", "checklist", "sample", "code", "synthetic"]


class PublishedResultViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[PublishedResult]
):
    """The published results that stand. Supervisors enter, correct and withdraw them."""

    queryset = PublishedResult.objects.none()
    serializer_class = PublishedResultSerializer
    filterset_class = PublishedResultFilter

    def get_queryset(self) -> QuerySet[PublishedResult]:
        standing = PublishedResult.objects.visible_to(self.request.user).standing()
        return standing.select_related("inspection__force", "inspection__cycle", "by").order_by(
            "pk"
        )

    @extend_schema(request=NewResultSerializer, responses={201: PublishedResultSerializer})
    def create(self, request: Request) -> Response:
        """Enter a figure. Only supervisors can."""
        require(permissions.publish_results(signed_in(request)))
        sent = NewResultSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        sample = data.get("sample") or usual_sample(data["checklist"])
        made = enter_published_result(
            inspection=data["inspection"],
            figure=sent.figure(data["checklist"], sample, data["code"], synthetic=False),
            by=signed_in(request),
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectionSerializer, responses=PublishedResultSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Put a corrected figure in its place; the answer is the new one."""
        result = self._result(request)
        sent = CorrectionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        figure = sent.figure(result.checklist, result.sample, result.code, result.synthetic)
        reason = sent.validated_data["reason"]
        made = correct_published_result(
            result=result, figure=figure, reason=reason, by=signed_in(request)
        )
        return Response(self.get_serializer(made).data)

    @extend_schema(request=PublishedResultWithdrawalSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a figure back. It stays on the record with the reason."""
        result = self._result(request)
        sent = PublishedResultWithdrawalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        reason = sent.validated_data["reason"]
        withdraw_published_result(result=result, reason=reason, by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _result(self, request: Request) -> PublishedResult:
        """The figure, when the person may change it. Raises Refused or Http404."""
        result: PublishedResult = self.get_object()
        require(permissions.enter_published_results(signed_in(request), result.inspection))
        return result
