"""What a list of inspections can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet

from forces.models import Cycle, Inspection, Region
from peel.lib.filters import StrictFilterSet


class InspectionFilter(StrictFilterSet):
    q = django_filters.CharFilter(label="Force", method="search")
    cycle = django_filters.ModelChoiceFilter(
        queryset=Cycle.objects.all(), to_field_name="slug", empty_label="All cycles"
    )
    region = django_filters.ChoiceFilter(
        label="Region",
        field_name="force__region",
        choices=Region.choices,
        empty_label="All regions",
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def search(self, queryset: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        named = Q(force__name__icontains=value) | Q(force__short_name__icontains=value)
        return queryset.filter(named)
