"""Grades beside each other over the API: all forces of a cycle, and a force through its cycles."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import signed_in
from forces.models import Cycle, Force, Inspection, Region
from judgments.cycles import why_cycles_are_not_compared
from judgments.forms import RegionForm
from judgments.inspection_sheet import Line, lines_of_force
from judgments.models import Framework, Treatment
from judgments.national import Cell, National, Row, national

REGION = OpenApiParameter("region", str, enum=Region.values)


class GradedAreaSerializer(serializers.Serializer[Any]):
    """An area by its code, with its published ``grade`` or null, and judgments by their ``id``.

    ``stands_from`` is the earlier cycle whose grade stands; ``under_way`` is a judgment that is
    not published yet, for who may see it.
    """

    area = serializers.CharField()
    treatment = serializers.ChoiceField(Treatment.choices, allow_null=True)
    grade = serializers.CharField(allow_null=True)
    stands_from = serializers.CharField(allow_null=True)
    judgment = serializers.IntegerField(allow_null=True)
    under_way = serializers.IntegerField(allow_null=True)
    synthetic = serializers.BooleanField()


class ForceGradesSerializer(serializers.Serializer[Any]):
    """A force that is inspected in the cycle."""

    force = serializers.CharField()
    inspection = serializers.CharField()
    areas = GradedAreaSerializer(many=True)


class GradeCountSerializer(serializers.Serializer[Any]):
    """How many forces have a grade, by the code of each area."""

    grade = serializers.CharField()
    forces = serializers.DictField(child=serializers.IntegerField())


class CycleGradesSerializer(serializers.Serializer[Any]):
    """The grades of a cycle. ``without`` are the forces of which nothing is covered.

    ``ungraded`` are the areas that are inspected without a grade.
    """

    cycle = serializers.CharField()
    forces = ForceGradesSerializer(many=True)
    counts = GradeCountSerializer(many=True)
    ungraded = serializers.ListField(child=serializers.CharField())
    without = serializers.ListField(child=serializers.CharField())


class InspectionGradesSerializer(serializers.Serializer[Any]):
    """An inspection of a force with the judgments of its areas.

    ``not_compared`` says why its grades are not set against those of the inspection before it;
    it is null for the earliest.
    """

    cycle = serializers.CharField()
    inspection = serializers.CharField()
    areas = GradedAreaSerializer(many=True)
    not_compared = serializers.CharField(allow_null=True)


class CycleGrades(generics.GenericAPIView[Any]):
    """The grades of all forces in a cycle, and how many forces have which."""

    serializer_class = CycleGradesSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(parameters=[REGION], responses=CycleGradesSerializer)
    def get(self, request: Request, cycle: str) -> Response:
        user = signed_in(request)
        frameworks = Framework.objects.visible_to(user).with_cycles()
        framework = get_object_or_404(frameworks, cycle__slug=cycle)
        form = RegionForm(request.query_params)
        if not form.is_valid():
            problems = {name: [str(each) for each in found] for name, found in form.errors.items()}
            raise serializers.ValidationError(problems)
        found = national(user, framework, form.cleaned_data["region"])
        return Response(CycleGradesSerializer(_of_cycle(found)).data)


class ForceGrades(generics.GenericAPIView[Any]):
    """The judgments of a force through its cycles, the latest first. They are not compared."""

    serializer_class = InspectionGradesSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=InspectionGradesSerializer(many=True))
    def get(self, request: Request, force: str) -> Response:
        user = signed_in(request)
        found = get_object_or_404(Force.objects.visible_to(user), slug=force)
        judged = lines_of_force(found, user)
        reasons = [*why_cycles_are_not_compared(judged), None]
        rows = [
            _of_inspection(inspection, lines, reason)
            for (inspection, lines), reason in zip(judged, reasons, strict=False)
        ]
        return Response(InspectionGradesSerializer(rows, many=True).data)


def _of_cycle(found: National) -> dict[str, object]:
    return {
        "cycle": found.framework.cycle.slug,
        "forces": [_of_force(row, found.framework) for row in found.rows],
        "counts": [
            {
                "grade": counted.grade.code,
                "forces": {area.code: number for area, number in counted.by_area},
            }
            for counted in found.counts
        ],
        "ungraded": [area.code for area in found.ungraded],
        "without": [force.slug for force in found.without],
    }


def _of_force(row: Row, framework: Framework) -> dict[str, object]:
    areas = [_of_cell(cell, framework) for cell in row.cells]
    return {"force": row.force.slug, "inspection": row.inspection, "areas": areas}


def _of_cell(cell: Cell, framework: Framework) -> dict[str, object]:
    earlier = framework.grades_stand_from
    return _of_area(
        cell.area.code,
        cell.treatment,
        grade=cell.grade.code if cell.grade else None,
        earlier=earlier if cell.stands else None,
        judgments=(cell.judgment, cell.under_way),
        synthetic=cell.synthetic,
    )


def _of_inspection(
    inspection: Inspection, lines: list[Line], reason: str | None
) -> dict[str, object]:
    return {
        "cycle": inspection.cycle.slug,
        "inspection": inspection.slug,
        "areas": [_of_line(line) for line in lines],
        "not_compared": reason,
    }


def _of_line(line: Line) -> dict[str, object]:
    standing, earlier = line.standing, line.area.framework.grades_stand_from
    under_way = line.under_way.pk if line.under_way else None
    return _of_area(
        line.area.code,
        line.covered.treatment,
        grade=standing.grade.code if standing else None,
        earlier=earlier if line.stands_from else None,
        judgments=(standing.pk if standing else None, under_way),
        synthetic=bool(standing and standing.synthetic),
    )


def _of_area(
    code: str,
    treatment: str | None,
    *,
    grade: str | None,
    earlier: Cycle | None,
    judgments: tuple[int | None, int | None],
    synthetic: bool,
) -> dict[str, object]:
    """``judgments`` is the one that stands, and the one under way."""
    standing, under_way = judgments
    return {
        "area": code,
        "treatment": treatment,
        "grade": grade,
        "stands_from": earlier.slug if earlier else None,
        "judgment": standing,
        "under_way": under_way,
        "synthetic": synthetic,
    }
