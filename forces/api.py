"""The API of forces and inspections: to read only."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from .models import Force, Inspection
from .permissions import see_team

SLUG = "[-a-zA-Z0-9_]+"


class ForceSerializer(serializers.ModelSerializer[Force]):
    most_similar = serializers.SlugRelatedField[Force]("slug", many=True, read_only=True)

    class Meta:
        model = Force
        fields = ["slug", "code", "name", "short_name", "noun", "region", "most_similar"]


class ForceFilter(django_filters.FilterSet):
    class Meta:
        model = Force
        fields = ["region", "noun"]


class ForceViewSet(viewsets.ReadOnlyModelViewSet[Force]):
    """The police forces of England and Wales."""

    queryset = Force.objects.none()
    serializer_class = ForceSerializer
    filterset_class = ForceFilter
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def get_queryset(self) -> QuerySet[Force]:
        return Force.objects.visible_to(self.request.user).prefetch_related("most_similar")


class InspectionSerializer(serializers.ModelSerializer[Inspection]):
    force = serializers.SlugRelatedField[Any]("slug", read_only=True)
    cycle = serializers.SlugRelatedField[Any]("slug", read_only=True)
    lead = serializers.SlugRelatedField[Any]("name", read_only=True, allow_null=True)
    team = serializers.SlugRelatedField[Any]("name", many=True, read_only=True)

    class Meta:
        model = Inspection
        fields = ["slug", "force", "cycle", "starts", "ends", "lead", "team"]

    def to_representation(self, instance: Inspection) -> dict[str, Any]:
        """Without the names of people for those who may not see a team."""
        shown = super().to_representation(instance)
        if see_team(self.context["request"].user):
            shown |= {"lead": None, "team": []}
        return shown


class InspectionFilter(django_filters.FilterSet):
    force = django_filters.CharFilter("force__slug")
    cycle = django_filters.CharFilter("cycle__slug")
    region = django_filters.CharFilter("force__region")

    class Meta:
        model = Inspection
        fields = ["force", "cycle", "region"]


class InspectionViewSet(viewsets.ReadOnlyModelViewSet[Inspection]):
    """The inspections that the person sees."""

    queryset = Inspection.objects.none()
    serializer_class = InspectionSerializer
    filterset_class = InspectionFilter
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def get_queryset(self) -> QuerySet[Inspection]:
        return (
            Inspection.objects.visible_to(self.request.user)
            .select_related("force", "cycle", "lead")
            .prefetch_related("team")
        )
