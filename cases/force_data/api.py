"""The API of force data beside each other: over forces, and between groups."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.force_data.disproportionality import (
    Disproportion,
    Group,
    Missing,
    disproportion_of,
)
from cases.force_data.over_forces import over_forces
from forces.indicators.api import DataFigureSerializer, amount_of, indicator_or_404
from forces.indicators.standing import force_data
from forces.models import Force
from peel.lib.rounding import rounded

PLACES = 4


class GroupSerializer(serializers.Serializer[Any]):
    """A group beside the reference group, whose own ``rate_ratio`` is null."""

    label = serializers.CharField()  # type: ignore[assignment]
    searches = serializers.IntegerField()
    people = serializers.IntegerField()
    searches_per_1000 = serializers.DecimalField(max_digits=17, decimal_places=PLACES)
    rate_ratio = serializers.DecimalField(max_digits=17, decimal_places=PLACES, allow_null=True)
    lower = serializers.DecimalField(max_digits=17, decimal_places=PLACES, allow_null=True)
    upper = serializers.DecimalField(max_digits=17, decimal_places=PLACES, allow_null=True)


class DisproportionSerializer(serializers.Serializer[Any]):
    """Searches by ethnicity. ``missing`` says why there are none to compare."""

    missing = serializers.CharField()
    starts = serializers.DateField(allow_null=True)
    ends = serializers.DateField(allow_null=True)
    reference = serializers.CharField()
    population = serializers.CharField()
    not_stated = serializers.IntegerField(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
    groups = GroupSerializer(many=True)


class IndicatorFigures(generics.GenericAPIView[Force]):
    """One indicator over all forces in one period, the highest first."""

    queryset = Force.objects.none()
    serializer_class = DataFigureSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Force]:
        return Force.objects.visible_to(self.request.user)

    @extend_schema(
        parameters=[OpenApiParameter("to", date, description="The period's last day.")],
        responses=DataFigureSerializer(many=True),
    )
    def get(self, request: Request, code: str) -> Response:
        forces = list(self.get_queryset())
        found = over_forces(indicator_or_404(code), forces, ends=_day(request))
        figures = [
            amount_of(standing.force, found.indicator, found.period, standing.amount)
            for standing in found.standings
            if found.period
        ]
        return Response(self.get_serializer(figures, many=True).data)


class ForceDisproportionality(generics.GenericAPIView[Force]):
    """How often groups are searched in one force, beside one another."""

    queryset = Force.objects.none()
    serializer_class = DisproportionSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Force]:
        return Force.objects.visible_to(self.request.user)

    def get(self, request: Request, slug: str) -> Response:
        force = self.get_object()
        found = disproportion_of(force, force_data(force))
        return Response(self.get_serializer(_told(found)).data)


def _told(found: Disproportion | Missing) -> dict[str, Any]:
    if not isinstance(found, Disproportion):
        nothing = dict.fromkeys(("starts", "ends", "not_stated"))
        empty = {"reference": "", "population": "", "notes": [], "groups": []}
        return {"missing": found.reason, **nothing, **empty}
    return {
        "missing": "",
        "starts": found.period.starts,
        "ends": found.period.ends,
        "reference": found.reference,
        "population": "; ".join(found.population.amount.sources),
        "not_stated": found.not_stated,
        "notes": list(found.made_up),
        "groups": [_group(group) for group in found.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    ratio = group.ratio
    numbers = (ratio.ratio, ratio.lower, ratio.upper) if ratio else (None, None, None)
    exact = [None if number is None else rounded(number, PLACES) for number in numbers]
    return {
        "label": group.label,
        "searches": group.searches,
        "people": group.people,
        "searches_per_1000": rounded(group.rate, PLACES),
        "rate_ratio": exact[0],
        "lower": exact[1],
        "upper": exact[2],
    }


def _day(request: Request) -> date | None:
    try:
        return date.fromisoformat(request.query_params.get("to", ""))
    except ValueError:
        return None
