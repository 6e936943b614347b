"""What an inspection covers, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import signed_in
from forces.models import Inspection
from judgments import permissions
from judgments.actions.coverage import set_areas
from judgments.api.lookup import open_inspection, seen_inspection, sent
from judgments.models import InspectionArea, Treatment
from peel.lib.errors import require


class InspectionAreaSerializer(serializers.ModelSerializer[InspectionArea]):
    """An area that an inspection covers, and how."""

    area = serializers.SlugRelatedField[Any]("code", read_only=True)
    title = serializers.CharField(source="area.title", read_only=True)

    class Meta:
        model = InspectionArea
        fields = ["area", "title", "treatment"]


class TreatmentsSerializer(serializers.Serializer[Any]):
    """By the code of an area, how it is treated. Areas left out are not covered."""

    areas = serializers.DictField(child=serializers.ChoiceField(Treatment.choices))


class InspectionAreas(generics.GenericAPIView[InspectionArea]):
    """What one inspection covers. A supervisor of its team sets it."""

    queryset = InspectionArea.objects.none()
    serializer_class = InspectionAreaSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=InspectionAreaSerializer(many=True))
    def get(self, request: Request, inspection: str) -> Response:
        return Response(self._shown(request, open_inspection(request, inspection)))

    @extend_schema(request=TreatmentsSerializer, responses=InspectionAreaSerializer(many=True))
    def put(self, request: Request, inspection: str) -> Response:
        """Say what is covered, in place of what was said before."""
        found = seen_inspection(request, inspection)
        require(permissions.lead(signed_in(request), found))
        treatments = sent(TreatmentsSerializer, request).validated_data["areas"]
        set_areas(inspection=found, treatments=treatments, by=signed_in(request))
        return Response(self._shown(request, found))

    def _shown(self, request: Request, inspection: Inspection) -> Any:
        seen = InspectionArea.objects.visible_to(signed_in(request)).filter(inspection=inspection)
        rows = seen.select_related("area").order_by("area__order")
        return InspectionAreaSerializer(rows, many=True).data
