"""The API of figures beside each other: to read only."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import FigureSerializer, signed_in
from cases.comparison.lookup import called, compared_measure
from cases.comparison.measures import ComparedMeasure, measures_to_compare
from cases.comparison.national import National, forces_beside, national
from cases.comparison.series import Period, Series, series
from cases.comparison.stored import Key, StoredFigure, stored_figures
from cases.statistics.printing import figures
from forces.models import Cycle, Force
from peel.lib.rest import Pagination
from peel.lib.rounding import rounded
from peel.lib.storable import is_storable

NOTHING: Mapping[str, Any] = dict.fromkeys(
    ("percent", "half_width", "lower", "upper", "method", "n")
)


class StoredFigureSerializer(FigureSerializer):
    """A figure that is signed off, or published without cases, in the shape of every figure.

    Counts that were not printed are null. ``source`` says where it comes from, ``signed_off``
    whether that is casework in Peel, ``synthetic`` whether it is made up.
    """

    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    not_applicable = serializers.IntegerField(allow_null=True)
    not_asked = serializers.IntegerField(allow_null=True)
    outstanding = serializers.IntegerField(allow_null=True)
    force = serializers.CharField()
    cycle = serializers.CharField()
    inspection = serializers.CharField()
    checklist = serializers.CharField()
    sample = serializers.CharField()
    starts = serializers.DateField(allow_null=True)
    ends = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    signed_off = serializers.BooleanField()
    synthetic = serializers.BooleanField()


class StandingSerializer(StoredFigureSerializer):
    """The figure of a force beside those of the others."""

    position = serializers.CharField(
        help_text="Above or below one standard deviation; empty between the lines.",
        allow_blank=True,
    )


class NationalSerializer(serializers.Serializer[Any]):
    """A measure over all forces of a cycle, highest first.

    ``mean``, ``lower`` and ``upper`` are in percent: the unweighted mean and one population
    standard deviation around it. They are null when fewer than two forces have a figure.
    """

    cycle = serializers.CharField()
    checklist = serializers.CharField()
    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    forces = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    standard_deviation = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)
    figures = StandingSerializer(many=True)
    too_few = serializers.ListField(child=serializers.CharField())
    without = serializers.ListField(child=serializers.CharField())


class PeriodSerializer(StoredFigureSerializer):
    """The figure of one inspection, and how it differs from the one before.

    ``change`` holds the words, such as "broadly unchanged"; ``not_compared`` says why there
    are none. Both are empty for the first.
    """

    change = serializers.CharField(allow_blank=True)
    not_compared = serializers.CharField(allow_blank=True)
    difference = serializers.FloatField(allow_null=True)
    p_value = serializers.FloatField(allow_null=True)
    caution = serializers.CharField(allow_blank=True)


FILTERS = [
    OpenApiParameter(name, str, description=f"Only those of the {what} with this code.")
    for name, what in (
        ("force", "force"),
        ("cycle", "cycle"),
        ("checklist", "checklist"),
        ("measure", "measure"),
    )
]


class StoredFigureList(generics.GenericAPIView[Any]):
    """The figures that stand, by force, cycle, checklist and measure."""

    serializer_class = StoredFigureSerializer
    pagination_class = Pagination
    filter_backends = ()

    @extend_schema(parameters=FILTERS, responses=StoredFigureSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = request.query_params
        called = {
            measure.key: measure
            for measure in measures_to_compare()
            if asked.get("checklist") in {None, measure.checklist}
            and asked.get("measure") in {None, measure.code}
        }
        where = {
            f"{name}__slug": asked[name]
            for name in ("force", "cycle")
            if name in asked and is_storable(asked[name])
        }
        names = _Names(request)
        found = stored_figures(signed_in(request), called, **where)
        page = self.paginate_queryset(sorted(found, key=names.order))
        shown = [_shown(figure, called[figure.key], names) for figure in page or ()]
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)


class Comparison(generics.GenericAPIView[Any]):
    """One measure over all forces of a cycle."""

    serializer_class = NationalSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=NationalSerializer)
    def get(self, request: Request, cycle: str, checklist: str, measure: str) -> Response:
        names = _Names(request)
        wanted = compared_measure(checklist, measure)
        forces = list(forces_beside(signed_in(request)))
        found = national(signed_in(request), wanted, names.cycle_called(cycle), forces)
        return Response(self.get_serializer(_national(found, names)).data)


class ForceSeries(generics.GenericAPIView[Any]):
    """One measure of a force over its inspections, the earliest first."""

    serializer_class = PeriodSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=PeriodSerializer(many=True))
    def get(self, request: Request, force: str, checklist: str, measure: str) -> Response:
        names = _Names(request)
        wanted = compared_measure(checklist, measure)
        found = series(
            signed_in(request), wanted, names.force_called(force), list(names.cycles.values())
        )
        shown = [_period(period, found, names) for period in found.periods]
        return Response(self.get_serializer(shown, many=True).data)


class _Names:
    """The forces and cycles that figures name by their primary keys."""

    def __init__(self, request: Request) -> None:
        user = signed_in(request)
        self.forces = {force.pk: force for force in Force.objects.visible_to(user)}
        self.cycles = {cycle.pk: cycle for cycle in Cycle.objects.visible_to(user)}

    def order(self, figure: StoredFigure) -> tuple[str, str, Key]:
        """Figures by force, cycle and measure, so that pages never overlap."""
        force, cycle = self.forces[figure.where.force], self.cycles[figure.where.cycle]
        return force.slug, cycle.slug, figure.key

    def cycle_called(self, slug: str) -> Cycle:
        return called(list(self.cycles.values()), slug)

    def force_called(self, slug: str) -> Force:
        return called(list(self.forces.values()), slug)


def _shown(figure: StoredFigure, measure: ComparedMeasure, names: _Names) -> dict[str, Any]:
    not_applicable, not_asked, outstanding = figure.others
    return {
        "force": names.forces[figure.where.force].slug,
        "cycle": names.cycles[figure.where.cycle].slug,
        "inspection": figure.where.slug,
        "checklist": figure.key[0],
        "code": figure.key[1],
        "stage": measure.stage,
        "sample": figure.sample,
        "starts": figure.starts,
        "ends": figure.ends,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "not_applicable": not_applicable,
        "not_asked": not_asked,
        "outstanding": outstanding,
        "sentence": figure.sentence(measure),
        **_estimate(figure),
        "source": figure.source,
        "signed_off": figure.signed_off,
        "synthetic": figure.synthetic,
    }


def _estimate(figure: StoredFigure) -> Mapping[str, Any]:
    if figure.estimated is None:
        percent = None if figure.percent is None else float(figure.percent)
        return {**NOTHING, "percent": percent}
    if figure.estimate is None:
        return {**NOTHING, **figure.estimated.as_dict()}
    return dict(figures(figure.estimate, figure.decimals))


def _national(found: National, names: _Names) -> dict[str, Any]:
    places, spread = found.cycle.rate_decimals, found.spread
    known = {
        "mean": spread.mean,
        "standard_deviation": spread.deviation,
        "lower": spread.lower,
        "upper": spread.upper,
    } if spread else dict.fromkeys(("mean", "standard_deviation", "lower", "upper"))  # fmt: skip
    return {
        "cycle": found.cycle.slug,
        "checklist": found.measure.checklist,
        "measure": found.measure.code,
        "label": found.measure.label,
        "forces": len(found.standings),
        **{
            name: None if value is None else float(rounded(value, places))
            for name, value in known.items()
        },
        "figures": [
            _shown(standing.figure, found.measure, names) | {"position": standing.position}
            for standing in found.standings
        ],
        "too_few": [force.slug for force in found.too_few],
        "without": [force.slug for force in found.without],
    }


def _period(period: Period, found: Series, names: _Names) -> dict[str, Any]:
    change = period.change
    test = change.test if change else None
    return _shown(period.figure, found.measure, names) | {
        "change": change.words if change else "",
        "not_compared": (change.refused or "") if change else "",
        "difference": float(rounded(test.difference, 4)) if test else None,
        "p_value": test.p_value if test else None,
        "caution": test.caution if test else "",
    }
