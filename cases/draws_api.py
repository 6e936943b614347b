"""The API of plans, draws and the quota ledger: to read only."""

from dataclasses import asdict
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from peel.lib.errors import require

from . import permissions
from .api import sample_or_404, samples_seen_by, signed_in
from .draw_records import record_of
from .ledger import Entry, Ledger, Numbers, ledger_of
from .models import Draw, Sample, SamplingPlan, Withdrawal

SLUG = "[-a-zA-Z0-9_]+"


class SamplingPlanSerializer(serializers.ModelSerializer[SamplingPlan]):
    """A plan; ``source`` is its YAML."""

    checklist = serializers.SlugRelatedField[Any]("code", read_only=True)

    class Meta:
        model = SamplingPlan
        fields = ["slug", "title", "checklist", "shipped", "at", "source"]


class SamplingPlanFilter(django_filters.FilterSet):
    checklist = django_filters.CharFilter("checklist__code")

    class Meta:
        model = SamplingPlan
        fields = ["checklist", "shipped"]


class SamplingPlanViewSet(viewsets.ReadOnlyModelViewSet[SamplingPlan]):
    """The sampling plans that are saved or shipped."""

    queryset = SamplingPlan.objects.none()
    serializer_class = SamplingPlanSerializer
    filterset_class = SamplingPlanFilter
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def get_queryset(self) -> QuerySet[SamplingPlan]:
        plans = SamplingPlan.objects.visible_to(signed_in(self.request))
        return plans.select_related("checklist").order_by("slug")


class WithdrawalSerializer(serializers.ModelSerializer[Withdrawal]):
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = Withdrawal
        fields = ["reason", "by", "at"]


class DrawSerializer(serializers.ModelSerializer[Draw]):
    """A draw without its tickets. ``withdrawal`` is null while the draw stands."""

    by = serializers.CharField(source="by.name", read_only=True)
    shortfalls = serializers.ListField(child=serializers.CharField(), read_only=True)
    withdrawal = WithdrawalSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Draw
        fields = [
            "revision", "algorithm", "plan_title", "seed", "extract_name", "extract_sha256",
            "extract_rows", "records", "rejected", "outside_window", "excluded", "outside",
            "shortfalls", "by", "at", "withdrawal",
        ]  # fmt: skip


class DrawnStratumSerializer(serializers.Serializer[Any]):
    """``count`` records, of which each has ``probability`` and stands for ``weight``."""

    stratum = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()
    quota = serializers.IntegerField()
    reserve = serializers.IntegerField()
    probability = serializers.FloatField()
    weight = serializers.FloatField(allow_null=True)


class TicketSerializer(serializers.Serializer[Any]):
    reference = serializers.CharField()
    stratum = serializers.CharField()
    ticket = serializers.CharField(help_text="SHA-256 in hexadecimal")


class DrawRecordSerializer(serializers.Serializer[Any]):
    """Everything that makes a draw repeatable, as ``manage.py draw --format json`` prints it."""

    algorithm = serializers.CharField()
    sample = serializers.CharField()
    plan = serializers.DictField()
    extract_sha256 = serializers.CharField()
    seed = serializers.CharField()
    records = serializers.IntegerField()
    rejected = serializers.IntegerField()
    outside_window = serializers.IntegerField()
    excluded = serializers.IntegerField()
    outside_plan = serializers.IntegerField()
    shortfalls = serializers.ListField(child=serializers.CharField())
    strata = DrawnStratumSerializer(many=True)
    drawn = TicketSerializer(many=True)
    reserve = TicketSerializer(many=True)


class NumbersSerializer(serializers.Serializer[Any]):
    """Counts of files, as the quota ledger shows them. ``records`` are those of the extract."""

    records = serializers.IntegerField()
    planned = serializers.IntegerField()
    drawn = serializers.IntegerField()
    eliminated = serializers.IntegerField()
    replaced = serializers.IntegerField()
    active = serializers.IntegerField()
    reviewed = serializers.IntegerField()
    reserve = serializers.IntegerField()
    missing = serializers.IntegerField()


class LedgerEntrySerializer(NumbersSerializer):
    stratum = serializers.CharField()
    title = serializers.CharField()


class LedgerSerializer(serializers.Serializer[Any]):
    strata = LedgerEntrySerializer(many=True)
    total = NumbersSerializer()


class SampleView(generics.GenericAPIView[Any]):
    """What belongs to one sample and is for those who see all its files."""

    queryset = Sample.objects.none()
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Sample]:
        return samples_seen_by(self.request)

    def sample(self) -> Sample:
        """Raises Http404 or Refused."""
        found = sample_or_404(self)
        require(self.refused(signed_in(self.request), found))
        return found

    def refused(self, reader: User, sample: Sample) -> str | None:
        """Why ``reader`` may not see it."""
        return permissions.read_case_files(reader, sample)


def _draws(request: Request, sample: Sample) -> QuerySet[Draw]:
    draws = Draw.objects.visible_to(signed_in(request)).filter(sample=sample)
    return draws.select_related("by", "withdrawal__by", "sample__inspection").order_by("revision")


@extend_schema(responses=DrawSerializer(many=True))
class SampleDraws(SampleView):
    """The draws of a sample, oldest first. At most the last one stands."""

    serializer_class = DrawSerializer

    def get(self, request: Request, inspection: str, sample: str) -> Response:
        return Response(self.get_serializer(_draws(request, self.sample()), many=True).data)


@extend_schema(responses=DrawRecordSerializer)
class SampleDraw(SampleView):
    """One draw with its strata, and its tickets in the order in which they were drawn."""

    serializer_class = DrawRecordSerializer

    def get(self, request: Request, inspection: str, sample: str, revision: int) -> Response:
        found = get_object_or_404(_draws(request, self.sample()), revision=revision)
        return Response(self.get_serializer(record_of(found)).data)


@extend_schema(responses=LedgerSerializer)
class SampleLedger(SampleView):
    """What was planned for each stratum and what became of it. 404 when nothing was drawn."""

    serializer_class = LedgerSerializer

    def get(self, request: Request, inspection: str, sample: str) -> Response:
        ledger = ledger_of(self.sample())
        if ledger is None:
            raise Http404("This sample was not drawn.")
        return Response(self.get_serializer(_ledger(ledger)).data)


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {"strata": [_entry(e) for e in ledger.entries], "total": _numbers(ledger.total)}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"stratum": entry.code, "title": entry.title, **_numbers(entry.numbers)}


def _numbers(numbers: Numbers) -> dict[str, Any]:
    return {**asdict(numbers), "missing": numbers.gap}
