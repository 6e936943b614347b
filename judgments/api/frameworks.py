"""The frameworks over the API."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from forces.api import SLUG
from judgments.models import Area, Framework, Grade


class GradeSerializer(serializers.ModelSerializer[Grade]):
    class Meta:
        model = Grade
        fields = ["code", "text", "colour", "order"]


class AreaSerializer(serializers.ModelSerializer[Area]):
    """``pillar`` is the code of the area that this one is a question of."""

    pillar = serializers.SlugRelatedField[Any]("code", read_only=True, allow_null=True)

    class Meta:
        model = Area
        fields = ["code", "title", "graded", "order", "pillar"]


class FrameworkSerializer(serializers.ModelSerializer[Framework]):
    """What is judged in a cycle: its grades, best first, and its areas."""

    cycle = serializers.SlugRelatedField[Any]("slug", read_only=True)
    grades_stand_from = serializers.SlugRelatedField[Any]("slug", read_only=True, allow_null=True)
    grades = GradeSerializer(many=True, read_only=True)
    areas = AreaSerializer(many=True, read_only=True)

    class Meta:
        model = Framework
        fields = ["cycle", "title", "grades_stand_from", "checksum", "grades", "areas"]


class FrameworkViewSet(viewsets.ReadOnlyModelViewSet[Framework]):
    """The frameworks, the latest cycle first."""

    queryset = Framework.objects.none()
    serializer_class = FrameworkSerializer
    lookup_field = "cycle__slug"
    lookup_url_kwarg = "cycle"
    lookup_value_regex = SLUG

    def get_queryset(self) -> QuerySet[Framework]:
        found = Framework.objects.visible_to(self.request.user)
        related = found.with_cycles()
        return related.prefetch_related("grades", "areas__pillar")
