"""The evidence log over the API."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, parsers, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import signed_in
from judgments import permissions
from judgments.actions import attaching, evidence
from judgments.actions.evidence import LONGEST_ROLE, LONGEST_SUMMARY, Gathered
from judgments.api.lookup import seen_inspection, sent
from judgments.api.reasons import ReasonSerializer, reason_in
from judgments.evidence import file_types
from judgments.evidence.downloads import download_of
from judgments.evidence.filters import EvidenceFilterSet
from judgments.evidence.log import BEARINGS
from judgments.models import Attachment, Bearing, Citation, Evidence, EvidenceKind
from peel.lib.errors import require

BYTES = {
    (200, kind.content_type.partition(";")[0]): OpenApiTypes.BINARY for kind in file_types.TYPES
}
CITATIONS = Prefetch("citations", Citation.objects.filter(finding__withdrawn=False))


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file of a piece of evidence; ``size`` is in bytes."""

    class Meta:
        model = Attachment
        fields = read_only_fields = [
            "id", "name", "content_type", "size", "sha256", "withdrawn", "attached_at",
        ]  # fmt: skip


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A piece of evidence. ``bearings`` says by the code of an area which way it bears on it.

    ``findings`` are the ids of the findings that stand and cite it.
    """

    inspection = serializers.CharField(source="inspection.slug", read_only=True)
    bearings = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()
    attachments = AttachmentSerializer(many=True, read_only=True)

    class Meta:
        model = Evidence
        fields = read_only_fields = [
            "id", "inspection", "number", "kind", "gathered_on", "source_role", "summary",
            "bearings", "findings", "attachments", "withdrawn", "edition", "recorded_at",
        ]  # fmt: skip

    def get_bearings(self, evidence: Evidence) -> dict[str, str]:
        return {row.area.area.code: row.bearing for row in evidence.bearings.all()}

    def get_findings(self, evidence: Evidence) -> list[int]:
        return [citation.finding_id for citation in evidence.citations.all()]


class GatheredSerializer(serializers.Serializer[Any]):
    """What was gathered; ``bearings`` names every area that it says something of."""

    kind = serializers.ChoiceField(EvidenceKind.choices)
    gathered_on = serializers.DateField()
    source_role = serializers.CharField(max_length=LONGEST_ROLE)
    summary = serializers.CharField(max_length=LONGEST_SUMMARY)
    bearings = serializers.DictField(child=serializers.ChoiceField(Bearing.choices))
    keep_personal_data = serializers.BooleanField(default=False)

    def gathered(self) -> Gathered:
        names = Gathered.__dataclass_fields__
        return Gathered(**{name: self.validated_data[name] for name in names})


class NewEvidenceSerializer(GatheredSerializer):
    """What was gathered, with the inspection that it is logged for."""

    inspection = serializers.SlugField(max_length=90)


class EvidenceRevisionSerializer(GatheredSerializer):
    """What is logged from now on; ``edition`` is the one that was read."""

    edition = serializers.IntegerField(min_value=1)


class UploadSerializer(serializers.Serializer[Any]):
    """One file, sent as a form."""

    file = serializers.FileField()


class EvidenceApiFilter(EvidenceFilterSet):
    search = django_filters.CharFilter(method="of_words")
    force = django_filters.CharFilter("inspection__force__slug")
    cycle = django_filters.CharFilter("inspection__cycle__slug")
    inspection = django_filters.CharFilter("inspection__slug")
    area = django_filters.CharFilter(method="later")

    class Meta:
        model = Evidence
        fields = ["kind", "withdrawn"]


class EvidenceViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Evidence]
):
    """The evidence of the inspections that the person works on."""

    queryset = Evidence.objects.none()
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceApiFilter

    def get_queryset(self) -> QuerySet[Evidence]:
        seen = Evidence.objects.visible_to(self.request.user).with_setting()
        return seen.prefetch_related(BEARINGS, CITATIONS, "attachments").order_by("pk")

    @extend_schema(request=NewEvidenceSerializer, responses={201: EvidenceSerializer})
    def create(self, request: Request) -> Response:
        """Log a piece of evidence."""
        read = sent(NewEvidenceSerializer, request)
        inspection = seen_inspection(request, read.validated_data["inspection"])
        made = evidence.record_evidence(
            inspection=inspection, gathered=read.gathered(), by=signed_in(request)
        )
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=EvidenceRevisionSerializer, responses=EvidenceSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Change what was logged. An edition that is not the last one is refused."""
        found = self._writable(request)
        read = sent(EvidenceRevisionSerializer, request)
        edition = read.validated_data["edition"]
        made = evidence.revise_evidence(
            evidence=found, gathered=read.gathered(), edition=edition, by=signed_in(request)
        )
        return self._shown(made)

    @extend_schema(request=ReasonSerializer, responses=EvidenceSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take evidence out of the log, where it stays readable."""
        found = self._writable(request)
        reason = reason_in(request)
        return self._shown(
            evidence.withdraw_evidence(evidence=found, reason=reason, by=signed_in(request))
        )

    @extend_schema(request=ReasonSerializer, responses=EvidenceSerializer)
    @action(detail=True, methods=["post"], url_path="put-back")
    def put_back(self, request: Request, pk: str) -> Response:
        """Make withdrawn evidence count again."""
        found = self._writable(request)
        reason = reason_in(request)
        return self._shown(
            evidence.put_evidence_back(evidence=found, reason=reason, by=signed_in(request))
        )

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses={201: AttachmentSerializer}
    )
    @action(detail=True, methods=["post"], parser_classes=[parsers.MultiPartParser])
    def attach(self, request: Request, pk: str) -> Response:
        """Attach a file."""
        found = self._writable(request)
        upload = sent(UploadSerializer, request).validated_data["file"]
        (made,) = attaching.attach(evidence=found, uploads=[upload], by=signed_in(request))
        return Response(AttachmentSerializer(made).data, status=status.HTTP_201_CREATED)

    def _writable(self, request: Request) -> Evidence:
        """What the address names, when the person may change it. Raises Refused."""
        found = self.get_object()
        require(permissions.log_evidence(signed_in(request), found.inspection))
        return found

    def _shown(self, made: Evidence, code: int = status.HTTP_200_OK) -> Response:
        found = self.get_queryset().get(pk=made.pk)
        return Response(EvidenceSerializer(found).data, status=code)


class AttachmentViewSet(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Attachment]):
    """The files of the evidence that the person sees."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer

    def get_queryset(self) -> QuerySet[Attachment]:
        seen = Attachment.objects.visible_to(self.request.user)
        return seen.select_related("evidence__inspection__force", "evidence__inspection__cycle")

    @extend_schema(responses=BYTES)
    @action(detail=True)
    def content(self, request: Request, pk: str) -> FileResponse:
        """The bytes of the file. Whoever takes them is recorded."""
        return download_of(attachment=self.get_object(), by=signed_in(request))

    @extend_schema(request=ReasonSerializer, responses=AttachmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a file back, which stays for the supervisors of the team."""
        return self._with_reason(request, attaching.withdraw_attachment)

    @extend_schema(request=ReasonSerializer, responses=AttachmentSerializer)
    @action(detail=True, methods=["post"], url_path="put-back")
    def put_back(self, request: Request, pk: str) -> Response:
        """Attach a withdrawn file again."""
        return self._with_reason(request, attaching.put_attachment_back)

    def _with_reason(self, request: Request, act: Any) -> Response:
        found = self.get_object()
        require(permissions.log_evidence(signed_in(request), found.evidence.inspection))
        reason = reason_in(request)
        made = act(attachment=found, reason=reason, by=signed_in(request))
        return Response(AttachmentSerializer(made).data)
