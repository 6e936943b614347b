"""The API of force data: to read only, and through the same functions as the pages."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from forces.indicators.computing import Amount, Figure
from forces.indicators.indicator import Indicator
from forces.indicators.periods import Period
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import force_data
from forces.models import DataQuery, Force, Submission, SubmittedValue
from peel.lib.rounding import rounded


class IndicatorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    theme = serializers.CharField()
    guidance = serializers.CharField()
    unit = serializers.CharField()
    frequency = serializers.CharField()
    better = serializers.CharField()
    decimals = serializers.IntegerField()
    standard = serializers.CharField(source="standard.text", default="")
    large_change = serializers.CharField(source="large_change.text")
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    grouping = serializers.CharField(source="grouping.code", default="")
    snapshot = serializers.BooleanField()


class DataFigureSerializer(serializers.Serializer[Any]):
    """One figure of force data, the shape wherever there is one.

    ``value`` is in the unit of the indicator, with its decimals. ``meets_standard`` is null
    where there is no standard.
    """

    force = serializers.CharField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    starts = serializers.DateField()
    ends = serializers.DateField()
    value = serializers.DecimalField(max_digits=17, decimal_places=None)
    meets_standard = serializers.BooleanField(allow_null=True)
    illustrative = serializers.BooleanField()
    synthetic = serializers.BooleanField()
    sources = serializers.ListField(child=serializers.CharField())


class ForceFiguresSerializer(serializers.Serializer[Any]):
    """An indicator of one force: null where there is no such figure."""

    latest = DataFigureSerializer()
    last_time = DataFigureSerializer(allow_null=True)
    twelve_months = DataFigureSerializer(allow_null=True)


class IndicatorList(generics.GenericAPIView[Force]):
    """What forces are asked for, twice a year."""

    queryset = Force.objects.none()
    serializer_class = IndicatorSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="force_data_indicators_list", responses=IndicatorSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(shipped_indicators().all, many=True).data)


class IndicatorDetail(generics.GenericAPIView[Force]):
    """One indicator."""

    queryset = Force.objects.none()
    serializer_class = IndicatorSerializer

    def get(self, request: Request, code: str) -> Response:
        return Response(self.get_serializer(indicator_or_404(code)).data)


class ForceFigures(generics.GenericAPIView[Force]):
    """The figures of one force that stand, an entry for each indicator with data."""

    queryset = Force.objects.none()
    serializer_class = ForceFiguresSerializer
    pagination_class = None
    filter_backends = ()
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Force]:
        return Force.objects.visible_to(self.request.user)

    @extend_schema(responses=ForceFiguresSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        force = self.get_object()
        data = force_data(force)
        figures = []
        for indicator in data.indicators.all:
            if latest := data.latest(indicator):
                last, year = data.last_time(indicator, latest.period), data.twelve_months(indicator)
                figures.append(
                    {
                        "latest": figure_of(force, indicator, latest),
                        "last_time": figure_of(force, indicator, last) if last else None,
                        "twelve_months": figure_of(force, indicator, year) if year else None,
                    }
                )
        return Response(self.get_serializer(figures, many=True).data)


class DataQuerySerializer(serializers.ModelSerializer[DataQuery]):
    class Meta:
        model = DataQuery
        fields = [
            "indicator", "group", "starts", "ends", "before", "value", "question", "answer",
            "answered_at",
        ]  # fmt: skip


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    force = serializers.SlugRelatedField[Any]("slug", read_only=True)
    half_year = serializers.CharField(source="half_year.code", read_only=True)
    queries = DataQuerySerializer(many=True, read_only=True)

    class Meta:
        model = Submission
        fields = [
            "id", "force", "half_year", "revision", "state", "received_at", "accepted_at",
            "file_name", "checksum", "rows", "synthetic", "queries",
        ]  # fmt: skip


class SubmissionFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("force__slug")

    class Meta:
        model = Submission
        fields = ["force", "state", "starts"]


class ForceListViewSet(viewsets.ReadOnlyModelViewSet[Submission]):
    """The lists that forces sent, with what they were asked about them."""

    queryset = Submission.objects.none()
    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilter

    def get_queryset(self) -> QuerySet[Submission]:
        visible = Submission.objects.visible_to(self.request.user)
        return visible.select_related("force").prefetch_related("queries")


class ValueSerializer(serializers.ModelSerializer[SubmittedValue]):
    force = serializers.CharField(source="submission.force.slug", read_only=True)
    state = serializers.CharField(source="submission.state", read_only=True)
    synthetic = serializers.BooleanField(source="submission.synthetic", read_only=True)

    class Meta:
        model = SubmittedValue
        fields = [
            "id", "submission", "force", "state", "row", "indicator", "group", "starts", "ends",
            "value", "source", "note", "illustrative", "synthetic",
        ]  # fmt: skip


class ValueFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("submission__force__slug")
    state = django_filters.CharFilter("submission__state")

    class Meta:
        model = SubmittedValue
        fields = ["force", "state", "indicator", "group", "starts", "ends"]


class ForceValueViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[SubmittedValue]):
    """The values as the lists gave them."""

    queryset = SubmittedValue.objects.none()
    serializer_class = ValueSerializer
    filterset_class = ValueFilter

    def get_queryset(self) -> QuerySet[SubmittedValue]:
        visible = SubmittedValue.objects.visible_to(self.request.user)
        return visible.select_related("submission__force")


def indicator_or_404(code: str) -> Indicator:
    found = shipped_indicators().by_code.get(code)
    if found is None:
        raise Http404
    return found


def figure_of(force: Force, indicator: Indicator, figure: Figure) -> dict[str, Any]:
    """A figure in the one shape that the API has for it."""
    return amount_of(force, indicator, figure.period, figure.amount)


def amount_of(force: Force, indicator: Indicator, period: Period, amount: Amount) -> dict[str, Any]:
    """The same of an amount and its period."""
    value: Decimal = rounded(amount.value, indicator.decimals)
    return {
        "force": force.slug,
        "indicator": indicator.code,
        "unit": indicator.unit,
        "starts": period.starts,
        "ends": period.ends,
        "value": value,
        "meets_standard": indicator.standard.met_by(amount.value) if indicator.standard else None,
        "illustrative": amount.illustrative,
        "synthetic": amount.synthetic,
        "sources": list(amount.sources),
    }
