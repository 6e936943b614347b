"""What forces have to act on, and the register, over the API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.reasons import MAX_REASON
from cases.api import signed_in
from judgments import permissions
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.actions.register import LONGEST_NOTE, Progress, record_status
from judgments.actions.texts import LONGEST_TEXT, LONGEST_TITLE
from judgments.api.lookup import seen_area, sent
from judgments.api.reasons import ReasonSerializer, reason_in
from judgments.models import Action, ActionKind, Outcome, Status, StatusEntry
from judgments.register.filters import LONGEST_SEARCH, ActionFilterSet
from judgments.register.listed import Listed, listed
from judgments.register.people import who_confirms
from peel.lib.errors import Invalid, require


class ActionSerializer(serializers.ModelSerializer[Action]):
    """What a force has to act on, in Markdown; ``cause`` is the cause of concern above it.

    ``printed`` is what was published last, with its figures, "" before. ``text`` is what is edited
    and cites figures by their tokens; it is null for who does not read drafts of the inspection.
    ``status`` and ``status_on`` are how the register stands, null before publication. ``outcome``
    is what the latest inspection says that has published something of it.
    """

    force = serializers.CharField(source="area.inspection.force.slug", read_only=True)
    cycle = serializers.CharField(source="area.inspection.cycle.slug", read_only=True)
    inspection = serializers.CharField(source="area.inspection.slug", read_only=True)
    area = serializers.CharField(source="area.area.code", read_only=True)
    text = serializers.SerializerMethodField()
    status = serializers.ChoiceField(Status.choices, read_only=True, allow_null=True)
    status_on = serializers.DateField(read_only=True, allow_null=True)
    outcome = serializers.ChoiceField(Outcome.choices, read_only=True, allow_null=True)
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = Action
        fields = [
            "id", "force", "cycle", "inspection", "area", "number", "kind", "cause", "title",
            "text", "printed", "deadline", "accelerated", "state", "published_on", "status",
            "status_on", "overdue", "outcome", "edition", "source", "synthetic",
        ]  # fmt: skip
        read_only_fields = fields

    def get_text(self, action: Action) -> str | None:
        return action.text if vars(action)["sees_drafts"] else None

    def get_overdue(self, action: Action) -> bool:
        found: Listed = listed(action, timezone.localdate())
        return found.is_overdue


class WordingSerializer(serializers.Serializer[Any]):
    """What is asked. A recommendation needs a deadline."""

    kind = serializers.ChoiceField(ActionKind.choices)
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    deadline = serializers.DateField(allow_null=True, default=None)
    keep_personal_data = serializers.BooleanField(default=False)

    def wording(self) -> Wording:
        names = ("kind", "title", "text", "deadline", "keep_personal_data")
        return Wording(**{name: self.validated_data[name] for name in names})


class NewActionSerializer(WordingSerializer):
    """An action with its area; ``cause`` is the number of a recommendation's cause of concern.

    It is that of its address, the ``id``.
    """

    inspection = serializers.SlugField(max_length=90)
    area = serializers.SlugField(max_length=50)
    cause = serializers.IntegerField(allow_null=True, default=None, min_value=1)


class ActionRevisionSerializer(WordingSerializer):
    """A change of a draft; ``edition`` is the one that was read."""

    edition = serializers.IntegerField(min_value=1)


class ActionCorrectionSerializer(ActionRevisionSerializer):
    """A published action as it should have been, and why."""

    reason = serializers.CharField(max_length=MAX_REASON)


class StatusEntrySerializer(serializers.ModelSerializer[StatusEntry]):
    """A line of the register. The last by ``on`` and ``sequence`` stands.

    Comments, evidence and names are null for who does not read them.
    """

    confirmed_by = serializers.CharField(source="confirmed_by.email", allow_null=True, default=None)
    recorded_by = serializers.CharField(source="recorded_by.email")

    class Meta:
        model = StatusEntry
        fields = [
            "sequence", "status", "on", "comment", "evidence", "confirmed_by", "recorded_by",
            "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, entry: StatusEntry) -> dict[str, Any]:
        shown = super().to_representation(entry)
        if not self.context["reads_notes"]:
            shown |= dict.fromkeys(("comment", "evidence", "confirmed_by", "recorded_by"))
        return shown


class ProgressSerializer(serializers.Serializer[Any]):
    """A new line. ``read`` is how many were read, ``confirmed_by`` an e-mail address."""

    status = serializers.ChoiceField(Status.choices)
    on = serializers.DateField()
    comment = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")
    evidence = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")
    confirmed_by = serializers.EmailField(allow_null=True, default=None)
    read = serializers.IntegerField(min_value=0)
    keep_personal_data = serializers.BooleanField(default=False)

    def progress(self, action: Action) -> Progress:
        """What was sent. Raises Invalid for a person who confirms nothing of this force."""
        names = ("status", "on", "comment", "evidence", "keep_personal_data")
        entered = {name: self.validated_data[name] for name in names}
        address = self.validated_data["confirmed_by"]
        people = who_confirms(action.area.inspection.force)
        person = people.filter(email=address.lower()).first() if address else None
        if address and person is None:
            raise Invalid(f"Nobody with the address {address} confirms actions of this force.")
        return Progress(**entered, confirmed_by=person)


class ActionFilter(ActionFilterSet):
    search = django_filters.CharFilter(method="of_words", max_length=LONGEST_SEARCH)
    force = django_filters.CharFilter("area__inspection__force__slug")
    cycle = django_filters.CharFilter("area__inspection__cycle__slug")
    inspection = django_filters.CharFilter("area__inspection__slug")
    region = django_filters.CharFilter("area__inspection__force__region")
    area = django_filters.CharFilter("area__area__code")
    status = django_filters.MultipleChoiceFilter(choices=Status.choices)
    overdue = django_filters.BooleanFilter(method="of_overdue")
    still_open = django_filters.BooleanFilter(method="of_open")

    class Meta:
        model = Action
        fields = ["kind", "state", "accelerated", "synthetic"]

    def of_overdue(self, queryset: Any, name: str, value: bool) -> Any:
        late = queryset.overdue(timezone.localdate())
        return late if value else queryset.exclude(pk__in=late.order_by().values("pk"))

    def of_open(self, queryset: Any, name: str, value: bool) -> Any:
        going_on = queryset.still_open()
        return going_on if value else queryset.exclude(pk__in=going_on.order_by().values("pk"))


class ActionViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Action]
):
    """The actions that the person sees: what is published, and drafts that they work on."""

    queryset = Action.objects.none()
    serializer_class = ActionSerializer
    filterset_class = ActionFilter

    def get_queryset(self) -> QuerySet[Action]:
        user = signed_in(self.request)
        seen = Action.objects.visible_to(user).with_sees_drafts(user)
        return seen.with_setting().with_standing().order_by("pk")

    @extend_schema(request=NewActionSerializer, responses={201: ActionSerializer})
    def create(self, request: Request) -> Response:
        """Draft an action of an area, or a recommendation under a cause of concern."""
        read = sent(NewActionSerializer, request)
        where = read.validated_data
        area = seen_area(request, where["inspection"], where["area"])
        cause = None
        if where["cause"] is not None:
            cause = get_object_or_404(self.get_queryset(), pk=where["cause"])
        made = asking.write(area=area, wording=read.wording(), cause=cause, by=signed_in(request))
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=ActionRevisionSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Change a draft. An edition that is not the last one is refused."""
        found = self.get_object()
        require(permissions.write(signed_in(request), found.area.inspection))
        read = sent(ActionRevisionSerializer, request)
        edition = read.validated_data["edition"]
        made = asking.revise(
            action=found, wording=read.wording(), edition=edition, by=signed_in(request)
        )
        return self._shown(made)

    @extend_schema(request=ActionCorrectionSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct what is published, with a reason."""
        found = self.get_object()
        require(permissions.lead(signed_in(request), found.area.inspection))
        read = sent(ActionCorrectionSerializer, request)
        made = asking.correct(
            action=found,
            wording=read.wording(),
            edition=read.validated_data["edition"],
            reason=read.validated_data["reason"],
            by=signed_in(request),
        )
        return self._shown(made)

    @extend_schema(request=ReasonSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Give an action up; a cause of concern with its recommendations."""
        return self._with_reason(request, asking.withdraw)

    @extend_schema(request=ReasonSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"], url_path="take-up-again")
    def take_up_again(self, request: Request, pk: str) -> Response:
        """Make a withdrawn action what it was before."""
        return self._with_reason(request, asking.take_up_again)

    @extend_schema(request=None, responses=ActionSerializer(many=True))
    @action(
        detail=True, methods=["post"], url_path="publish-early", pagination_class=None,
        filter_backends=[],
    )  # fmt: skip
    def publish_early(self, request: Request, pk: str) -> Response:
        """Publish a cause of concern with its recommendations before the report."""
        made = asking.publish_early(action=self.get_object(), by=signed_in(request))
        found = self.get_queryset().filter(pk__in=[each.pk for each in made])
        return Response(self.get_serializer(found, many=True).data)

    @extend_schema(responses=StatusEntrySerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def register(self, request: Request, pk: str) -> Response:
        """Every line of the register, in time."""
        return Response(self._lines(request, self.get_object()))

    @extend_schema(request=ProgressSerializer, responses={201: StatusEntrySerializer(many=True)})
    @register.mapping.post
    def add_to_register(self, request: Request, pk: str) -> Response:
        """Add a line. When others were added since, it is refused."""
        found = self.get_object()
        require(permissions.record_status(signed_in(request), found))
        data = sent(ProgressSerializer, request)
        read = data.validated_data["read"]
        progress = data.progress(found)
        record_status(action=found, progress=progress, read=read, by=signed_in(request))
        return Response(self._lines(request, found), status=status.HTTP_201_CREATED)

    def _with_reason(self, request: Request, act: Callable[..., Action]) -> Response:
        found = self.get_object()
        require(permissions.withdraw_action(signed_in(request), found))
        reason = reason_in(request)
        return self._shown(act(action=found, reason=reason, by=signed_in(request)))

    def _lines(self, request: Request, found: Action) -> Any:
        refused = permissions.read_notes(signed_in(request), found.area.inspection)
        entries = found.entries.in_time().select_related("confirmed_by", "recorded_by")
        context = {"reads_notes": refused is None}
        return StatusEntrySerializer(entries, many=True, context=context).data

    def _shown(self, made: Action, code: int = status.HTTP_200_OK) -> Response:
        found = self.get_queryset().get(pk=made.pk)
        return Response(self.get_serializer(found).data, status=code)
