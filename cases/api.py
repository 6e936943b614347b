"""The API of casework: everything to read, and answers to record through the one action."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from peel.lib.errors import require
from peel.lib.rest import KeyFilter

from . import permissions
from .actions.answering import AnsweredElsewhere, Entry, Recorded, record_answer
from .actions.second_reviews import note_reading
from .models import Answer, CaseFile, Position, Review, Sample, SampleQuerySet
from .results import figures_for


def signed_in(request: Request) -> User:
    """The signed-in user; the default permission has refused everybody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


class SampleSerializer(serializers.ModelSerializer[Sample]):
    inspection = serializers.SlugRelatedField[Any]("slug", read_only=True)
    checklist = serializers.CharField(source="version.checklist.code", read_only=True)
    version = serializers.CharField(source="version.label", read_only=True)
    files = serializers.IntegerField(read_only=True)
    unallocated = serializers.IntegerField(read_only=True)
    open_files = serializers.IntegerField(read_only=True)
    submitted = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)
    accepted = serializers.IntegerField(read_only=True)

    class Meta:
        model = Sample
        fields = [
            "inspection", "slug", "name", "checklist", "version", "target", "starts", "ends",
            "minimums", "left_out_stages", "state",
            "files", "unallocated", "open_files", "submitted", "returned", "accepted",
        ]  # fmt: skip


class SampleFilter(django_filters.FilterSet):
    inspection = django_filters.CharFilter("inspection__slug")
    force = django_filters.CharFilter("inspection__force__slug")
    cycle = django_filters.CharFilter("inspection__cycle__slug")
    checklist = django_filters.CharFilter("version__checklist__code")

    class Meta:
        model = Sample
        fields = ["inspection", "force", "cycle", "checklist", "slug", "state"]


def samples_seen_by(request: Request) -> SampleQuerySet:
    return Sample.objects.visible_to(signed_in(request)).select_related(
        "inspection__cycle", "version__checklist"
    )


class SampleList(generics.ListAPIView[Sample]):
    """The samples that the person sees, with how far their files are."""

    queryset = Sample.objects.none()
    serializer_class = SampleSerializer
    filterset_class = SampleFilter

    def get_queryset(self) -> QuerySet[Sample]:
        samples = samples_seen_by(self.request).with_counts(signed_in(self.request))
        return samples.order_by("inspection__slug", "slug")


def sample_or_404(view: generics.GenericAPIView[Any]) -> Sample:
    found: Sample = get_object_or_404(
        view.get_queryset(),
        inspection__slug=view.kwargs["inspection"],
        slug=view.kwargs["sample"],
    )
    return found


class SampleDetail(generics.RetrieveAPIView[Sample]):
    """One sample, by the slugs of its inspection and its own."""

    queryset = Sample.objects.none()
    serializer_class = SampleSerializer

    def get_queryset(self) -> QuerySet[Sample]:
        return samples_seen_by(self.request).with_counts(signed_in(self.request))

    def get_object(self) -> Sample:
        return sample_or_404(self)


class FigureSerializer(serializers.Serializer[Any]):
    """One figure of a sample.

    Numbers are counts of case files, and for a ratio the numerator and denominator sums of
    counts. The last six are of figures that are printed as estimates, else null: percentages
    and percentage points as printed, the limits within 0 to 100. They are null as well where
    there are too few cases to estimate; the method and ``n`` are given then too.
    """

    code = serializers.CharField()
    stage = serializers.CharField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    not_asked = serializers.IntegerField()
    outstanding = serializers.IntegerField()
    sentence = serializers.CharField()
    percent = serializers.FloatField(default=None, allow_null=True)
    half_width = serializers.FloatField(default=None, allow_null=True)
    lower = serializers.FloatField(default=None, allow_null=True)
    upper = serializers.FloatField(default=None, allow_null=True)
    method = serializers.CharField(default=None, allow_null=True)
    n = serializers.IntegerField(default=None, allow_null=True)


@extend_schema(responses=FigureSerializer(many=True))
class SampleResults(generics.GenericAPIView[Sample]):
    """Every figure of a sample: the frozen ones once it is signed off."""

    queryset = Sample.objects.none()
    serializer_class = FigureSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Sample]:
        return samples_seen_by(self.request)

    def get(self, request: Request, inspection: str, sample: str) -> Response:
        found = sample_or_404(self)
        require(permissions.read_results(signed_in(request), found))
        figures = [figure.as_dict() for figure in figures_for(signed_in(request), found)]
        return Response(self.get_serializer(figures, many=True).data)


class CaseFileSerializer(serializers.ModelSerializer[CaseFile]):
    inspection = serializers.CharField(source="sample.inspection.slug", read_only=True)
    sample = serializers.CharField(source="sample.slug", read_only=True)
    facts = serializers.DictField(child=serializers.CharField(), read_only=True)
    stratum = serializers.CharField(
        source="ticket.stratum.code", read_only=True, allow_null=True, default=None
    )
    replaces = serializers.SlugRelatedField[Any]("reference", read_only=True, allow_null=True)

    class Meta:
        model = CaseFile
        fields = [
            "id", "inspection", "sample", "reference", "facts", "stratum", "state",
            "elimination_reason", "elimination_note", "replaces",
        ]  # fmt: skip


class ExercisesFilter(django_filters.FilterSet):
    """Casework alone, unless one asks for calibration and practice in its place."""

    path_to_review: ClassVar[str] = ""
    exercises = django_filters.BooleanFilter(
        method="unchanged", label="One's own calibration and practice, in place of casework"
    )

    def unchanged(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        exercise = Q(**{f"{self.path_to_review}position": Position.EXERCISE})
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found.filter(exercise if self.form.cleaned_data.get("exercises") else ~exercise)


class CaseFileFilter(django_filters.FilterSet):
    inspection = django_filters.CharFilter("sample__inspection__slug")
    sample = django_filters.CharFilter("sample__slug")

    class Meta:
        model = CaseFile
        fields = ["inspection", "sample", "reference", "state"]


class CaseFileViewSet(viewsets.ReadOnlyModelViewSet[CaseFile]):
    """The case files that the person sees."""

    queryset = CaseFile.objects.none()
    serializer_class = CaseFileSerializer
    filterset_class = CaseFileFilter

    def get_queryset(self) -> QuerySet[CaseFile]:
        files = CaseFile.objects.visible_to(signed_in(self.request))
        return files.select_related("sample__inspection", "ticket__stratum", "replaces").order_by(
            "pk"
        )


class ReviewSerializer(serializers.ModelSerializer[Review]):
    inspection = serializers.CharField(source="case_file.sample.inspection.slug", read_only=True)
    sample = serializers.CharField(source="case_file.sample.slug", read_only=True)
    reference = serializers.CharField(source="case_file.reference", read_only=True)
    reviewer = serializers.SlugRelatedField[Any]("name", read_only=True, allow_null=True)
    position = serializers.ChoiceField(
        Position.choices, read_only=True, allow_null=True, help_text="Null for one's own review."
    )
    counts = serializers.BooleanField(
        read_only=True, allow_null=True, help_text="Null for one's own review."
    )

    class Meta:
        model = Review
        fields = [
            "id", "inspection", "sample", "case_file", "reference", "position", "counts",
            "reviewer", "state", "asked", "answered",
            "allocated_at", "last_answered_at", "submitted_at",
        ]  # fmt: skip

    def to_representation(self, review: Review) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(review)
        if review.reviewer == self.context["request"].user:
            # A second review would tell that there is a first one.
            shown |= {"position": None, "counts": None}
        return shown


class ReviewFilter(ExercisesFilter):
    inspection = django_filters.CharFilter("case_file__sample__inspection__slug")
    sample = django_filters.CharFilter("case_file__sample__slug")
    case_file = KeyFilter("case_file")
    position = django_filters.ChoiceFilter(
        choices=Position.choices, method="in_position", label="Position, of others' reviews"
    )
    mine = django_filters.BooleanFilter(method="only_mine", label="Allocated to me")

    class Meta:
        model = Review
        fields = ["inspection", "sample", "case_file", "state", "position", "mine"]

    def only_mine(self, reviews: QuerySet[Review], name: str, value: bool) -> QuerySet[Review]:
        return reviews.filter(reviewer=self.request.user) if value else reviews

    def in_position(self, reviews: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return reviews.filter(position=value).exclude(reviewer=self.request.user)


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    question = serializers.CharField(source="question.code", read_only=True)
    answered_by = serializers.CharField(source="answered_by.name", read_only=True)

    class Meta:
        model = Answer
        fields = [
            "review", "question", "value", "count", "note", "relevant",
            "answered_by", "answered_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class EntrySerializer(serializers.Serializer[Any]):
    """An answer to record. ``base_revision`` is the revision last seen, 0 for none."""

    question = serializers.CharField(max_length=60)
    value = serializers.CharField(max_length=10_000, allow_blank=True)
    note = serializers.CharField(max_length=10_000, allow_blank=True, default="")
    base_revision = serializers.IntegerField(min_value=0, default=0)
    key = serializers.UUIDField(required=False, allow_null=True, default=None)
    keep_personal_data = serializers.BooleanField(default=False)

    def entry(self) -> Entry:
        return Entry(**self.validated_data)


class RecordedSerializer(serializers.Serializer[Any]):
    """The answer as it stands and what is left to answer, as question codes."""

    answer = AnswerSerializer(allow_null=True)
    asked = serializers.ListField(child=serializers.CharField())
    outstanding = serializers.ListField(child=serializers.CharField())


class AnsweredElsewhereSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()
    current = AnswerSerializer(required=False)


class ReviewViewSet(viewsets.ReadOnlyModelViewSet[Review]):
    """The reviews that the person sees."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter

    def get_queryset(self) -> QuerySet[Review]:
        return Review.objects.visible_to(signed_in(self.request)).with_casework().order_by("pk")

    @extend_schema(
        request=EntrySerializer,
        responses={
            200: RecordedSerializer,
            409: OpenApiResponse(
                AnsweredElsewhereSerializer,
                description="A newer answer stands, or the review is closed to answers.",
            ),
        },
    )
    @action(detail=True, methods=["post"], serializer_class=EntrySerializer, filterset_class=None)
    def record(self, request: Request, pk: str) -> Response:
        """Record one answer. Only the reviewer can, while the review is open."""
        entry = EntrySerializer(data=request.data)
        entry.is_valid(raise_exception=True)
        review = self.get_object()
        try:
            recorded = record_answer(review=review.pk, entry=entry.entry(), by=signed_in(request))
        except AnsweredElsewhere as error:
            current = AnswerSerializer(error.current).data
            conflict = {"detail": str(error), "current": current}
            return Response(conflict, status=status.HTTP_409_CONFLICT)
        return Response(_recorded(recorded, entry.validated_data["question"]))


def _recorded(recorded: Recorded, question: str) -> dict[str, Any]:
    answer = recorded.answers.get(question)
    return {
        "answer": AnswerSerializer(answer).data if answer else None,
        "asked": recorded.progress.asked,
        "outstanding": recorded.progress.outstanding,
    }


class AnswerFilter(ExercisesFilter):
    path_to_review = "review__"
    inspection = django_filters.CharFilter("review__case_file__sample__inspection__slug")
    sample = django_filters.CharFilter("review__case_file__sample__slug")
    review = KeyFilter("review")
    question = django_filters.CharFilter("question__code")

    class Meta:
        model = Answer
        fields = ["inspection", "sample", "review", "question", "value", "relevant"]


class AnswerViewSet(viewsets.ReadOnlyModelViewSet[Answer]):
    """The answers of the reviews that the person sees."""

    queryset = Answer.objects.none()
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilter

    def get_queryset(self) -> QuerySet[Answer]:
        reviews = Review.objects.visible_to(signed_in(self.request)).order_by()
        answers = Answer.objects.filter(review__in=reviews)
        return answers.select_related("question", "answered_by").order_by("pk")

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._note_reading(page or [])
        return page

    def get_object(self) -> Answer:
        answer: Answer = super().get_object()
        self._note_reading([answer])
        return answer

    def _note_reading(self, answers: Iterable[Answer]) -> None:
        reviews = {answer.review_id for answer in answers}
        note_reading(reviews=reviews, by=signed_in(self.request))
