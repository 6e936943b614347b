"""The API of what moderators decided: to read only."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from peel.lib.rest import KeyFilter

from .actions.second_reviews import note_reading
from .api import signed_in
from .models import Decision, Review


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A decision on one question of a file; the one with the highest ``revision`` stands.

    ``value``, ``count`` and ``note`` are the agreed answer, empty when ``chose`` is "open",
    which takes an earlier decision back. ``first_value`` and ``second_value`` are the answers
    that the moderator saw.
    """

    inspection = serializers.CharField(source="case_file.sample.inspection.slug", read_only=True)
    sample = serializers.CharField(source="case_file.sample.slug", read_only=True)
    reference = serializers.CharField(source="case_file.reference", read_only=True)
    question = serializers.CharField(source="question.code", read_only=True)
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = Decision
        fields = [
            "id", "inspection", "sample", "case_file", "reference", "question", "revision",
            "chose", "value", "count", "note", "first_value", "second_value", "reason", "by", "at",
        ]  # fmt: skip
        read_only_fields = fields


class DecisionFilter(django_filters.FilterSet):
    inspection = django_filters.CharFilter("case_file__sample__inspection__slug")
    sample = django_filters.CharFilter("case_file__sample__slug")
    case_file = KeyFilter("case_file")
    question = django_filters.CharFilter("question__code")
    standing = django_filters.BooleanFilter(method="only_standing", label="Standing")

    class Meta:
        model = Decision
        fields = ["inspection", "sample", "case_file", "question", "chose", "standing"]

    def only_standing(
        self, decisions: QuerySet[Decision], name: str, value: bool
    ) -> QuerySet[Decision]:
        standing = Decision.objects.standing().order_by().values("pk")
        return decisions.filter(pk__in=standing) if value else decisions.exclude(pk__in=standing)


class DecisionViewSet(viewsets.ReadOnlyModelViewSet[Decision]):
    """The decisions on the files that the person sees."""

    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter

    def get_queryset(self) -> QuerySet[Decision]:
        decisions = Decision.objects.visible_to(signed_in(self.request))
        return decisions.select_related("case_file__sample__inspection", "question", "by").order_by(
            "pk"
        )

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._note_reading(page or [])
        return page

    def get_object(self) -> Decision:
        decision: Decision = super().get_object()
        self._note_reading([decision])
        return decision

    def _note_reading(self, decisions: Iterable[Decision]) -> None:
        """A decision tells a reviewer what the other one answered."""
        files = {decision.case_file_id for decision in decisions}
        reviews = Review.objects.filter(case_file__in=files).order_by("pk")
        note_reading(reviews=reviews.values_list("pk", flat=True), by=signed_in(self.request))
