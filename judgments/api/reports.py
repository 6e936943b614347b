"""Reports over the API: what is published, the draft, and every write of them."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers, status
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api import signed_in
from forces.models import Inspection
from judgments import permissions
from judgments.actions import reporting
from judgments.actions.texts import LONGEST_TEXT
from judgments.api.lookup import open_inspection, seen_inspection, sent
from judgments.api.reasons import ReasonSerializer
from judgments.models import Publication, Report
from judgments.report.assembling import assemble
from judgments.report.downloads import download_of
from judgments.report.formats import FORMATS
from judgments.report.readiness import readiness_of
from judgments.report.storing import restored, stored
from judgments.report.verifying import faults_of
from judgments.report.versions import versions_of
from peel.lib.errors import require

ENDING = OpenApiParameter("ending", str, OpenApiParameter.PATH, enum=list(FORMATS))
FILES = {(200, made.media_type.partition(";")[0]): OpenApiTypes.BINARY for made in FORMATS.values()}


class VersionSerializer(serializers.ModelSerializer[Publication]):
    """A published version. From the second on it is an erratum with its ``reason``."""

    class Meta:
        model = Publication
        fields = ["number", "published_on", "reason", "checksum"]


class PublicationSerializer(VersionSerializer):
    """A version with its whole ``content``, every figure resolved.

    ``checksum`` is the SHA-256 over the content as JSON with sorted keys and no spaces, ``faults``
    what is not as it was frozen, which is nothing.
    """

    content = serializers.JSONField(read_only=True)
    faults = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [*VersionSerializer.Meta.fields, "content", "faults"]

    def get_faults(self, publication: Publication) -> list[str]:
        return faults_of(publication)


class PointSerializer(serializers.Serializer[Any]):
    """A sentence, and the page on which that is mended where the reader can open it, else ""."""

    sentence = serializers.CharField()
    address = serializers.CharField(allow_blank=True)


class DraftSerializer(serializers.Serializer[Any]):
    """The report as it would be printed now.

    ``edition`` is that of the summary, 0 while nobody has written one; ``refused`` keeps the
    report from being published, ``warnings`` do not.
    """

    summary = serializers.CharField(allow_blank=True)
    edition = serializers.IntegerField()
    refused = PointSerializer(many=True)
    warnings = PointSerializer(many=True)
    content = serializers.JSONField()


class SummarySerializer(serializers.Serializer[Any]):
    """The summary in Markdown. ``edition`` is the one that was read, 0 where there was none."""

    summary = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)
    edition = serializers.IntegerField(min_value=0)
    keep_personal_data = serializers.BooleanField(default=False)


class ErratumSerializer(ReasonSerializer):
    """Why a published report is corrected."""

    keep_personal_data = serializers.BooleanField(default=False)


class ReportVersions(generics.GenericAPIView[Publication]):
    """The published versions of a report, the last one first. The first POST publishes it."""

    queryset = Publication.objects.none()
    serializer_class = VersionSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=VersionSerializer(many=True))
    def get(self, request: Request, inspection: str) -> Response:
        found = open_inspection(request, inspection)
        versions = versions_of(found, signed_in(request))
        return Response(VersionSerializer(versions, many=True).data)

    @extend_schema(request=None, responses={201: PublicationSerializer})
    def post(self, request: Request, inspection: str) -> Response:
        """Publish the report for good, with its judgments and actions."""
        found = seen_inspection(request, inspection)
        made = reporting.publish(inspection=found, by=signed_in(request))
        return _created(made)


class ReportErrata(generics.GenericAPIView[Publication]):
    """Corrections of a published report."""

    queryset = Publication.objects.none()
    serializer_class = ErratumSerializer

    @extend_schema(request=ErratumSerializer, responses={201: PublicationSerializer})
    def post(self, request: Request, inspection: str) -> Response:
        """Publish the report as it is now in place of the version that stands."""
        found = seen_inspection(request, inspection)
        require(permissions.lead(signed_in(request), found))
        given = sent(ErratumSerializer, request).validated_data
        made = reporting.publish_erratum(inspection=found, **given, by=signed_in(request))
        return _created(made)


class ReportVersion(generics.GenericAPIView[Publication]):
    """One published version with its whole content."""

    queryset = Publication.objects.none()
    serializer_class = PublicationSerializer

    @extend_schema(responses=PublicationSerializer)
    def get(self, request: Request, inspection: str, number: int) -> Response:
        return Response(PublicationSerializer(_version(request, inspection, number)).data)


class ReportFile(APIView):
    """One published version as a file, as the page of the report gives it."""

    def perform_content_negotiation(
        self, request: Request, force: bool = False
    ) -> tuple[BaseRenderer, str]:
        """The address says what is sent, whatever else is accepted; errors are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="inspections_report_file_retrieve", parameters=[ENDING], responses=FILES
    )
    def get(self, request: Request, inspection: str, number: int, ending: str) -> HttpResponse:
        version = _version(request, inspection, number)
        if ending not in FORMATS:
            raise Http404
        return download_of(restored(version.content), FORMATS[ending])


class ReportDraft(generics.GenericAPIView[Report]):
    """The draft of a report, for those who work towards it."""

    queryset = Report.objects.none()
    serializer_class = DraftSerializer

    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, inspection: str) -> Response:
        found = seen_inspection(request, inspection)
        require(permissions.read_unpublished(signed_in(request), found))
        return Response(_draft(request, found))

    @extend_schema(request=SummarySerializer, responses=DraftSerializer)
    def put(self, request: Request, inspection: str) -> Response:
        """Write the summary. An edition that is not the last one is refused."""
        found = seen_inspection(request, inspection)
        require(permissions.write(signed_in(request), found))
        given = sent(SummarySerializer, request).validated_data
        reporting.write_summary(
            inspection=found,
            text=given["summary"],
            edition=given["edition"],
            keep_personal_data=given["keep_personal_data"],
            by=signed_in(request),
        )
        return Response(_draft(request, found))


def _version(request: Request, inspection: str, number: int) -> Publication:
    """A published version by its number. Raises Http404."""
    versions = versions_of(open_inspection(request, inspection), signed_in(request))
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise Http404
    return version


def _draft(request: Request, inspection: Inspection) -> dict[str, object]:
    report = Report.objects.filter(inspection=inspection).first()
    document = assemble(inspection, reader=signed_in(request))
    readiness = readiness_of(inspection, document, reader=signed_in(request))
    return {
        "summary": report.summary if report else "",
        "edition": report.edition if report else 0,
        "refused": PointSerializer(readiness.refused, many=True).data,
        "warnings": PointSerializer(readiness.warnings, many=True).data,
        "content": stored(document),
    }


def _created(made: Publication) -> Response:
    return Response(PublicationSerializer(made).data, status=status.HTTP_201_CREATED)
