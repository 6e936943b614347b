"""What an inspection says of earlier actions, over the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cases.api import signed_in
from forces.models import Inspection
from judgments import permissions
from judgments.actions.following_up import Answer, say
from judgments.actions.texts import LONGEST_TEXT
from judgments.api.lookup import open_inspection, seen_inspection, sent
from judgments.models import Action, Evidence, FollowUp, Outcome, sees_drafts
from judgments.register.following_up import Followed, followed_up, to_follow_up
from peel.lib.errors import Conflict, require


class FollowUpSerializer(serializers.Serializer[Any]):
    """An earlier action by its ``id``, with what the inspection says of it or nulls.

    ``revision`` is 0 where nothing is said; ``evidence`` is a number, as in "E12". ``printed`` is
    what was published, with its figures, "" before. ``note`` cites figures by their tokens; both
    are Markdown. Note and evidence are null for who does not read drafts of the inspection.
    """

    action = serializers.IntegerField(source="action.pk")
    title = serializers.CharField(source="action.title")
    inspection = serializers.CharField(source="action.area.inspection.slug")
    revision = serializers.SerializerMethodField()
    outcome = serializers.CharField(source="said.outcome", default=None)
    note = serializers.SerializerMethodField()
    printed = serializers.CharField(source="said.printed", default=None)
    superseded_by = serializers.IntegerField(source="said.superseded_by_id", default=None)
    evidence = serializers.SerializerMethodField()
    published_on = serializers.DateField(source="said.published_on", default=None)

    def get_revision(self, followed: Followed) -> int:
        return followed.said.revision if followed.said else 0

    def get_note(self, followed: Followed) -> str | None:
        return followed.said.note if followed.said and self.context["sees_drafts"] else None

    def get_evidence(self, followed: Followed) -> int | None:
        said = followed.said
        shown = said and said.evidence and self.context["sees_drafts"]
        return said.evidence.number if said and said.evidence and shown else None


class FollowUpAnswerSerializer(serializers.Serializer[Any]):
    """What became of an action. ``read`` is the revision that was read, 0 for none."""

    action = serializers.IntegerField(min_value=1)
    outcome = serializers.ChoiceField(Outcome.choices)
    note = serializers.CharField(max_length=LONGEST_TEXT)
    superseded_by = serializers.IntegerField(allow_null=True, default=None, min_value=1)
    evidence = serializers.IntegerField(allow_null=True, default=None, min_value=1)
    read = serializers.IntegerField(min_value=0)
    keep_personal_data = serializers.BooleanField(default=False)


class InspectionFollowUps(generics.GenericAPIView[FollowUp]):
    """What one inspection has to follow up, and what it says."""

    queryset = FollowUp.objects.none()
    serializer_class = FollowUpSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=FollowUpSerializer(many=True))
    def get(self, request: Request, inspection: str) -> Response:
        return Response(self._shown(request, open_inspection(request, inspection)))

    @extend_schema(request=FollowUpAnswerSerializer, responses={201: FollowUpSerializer(many=True)})
    def post(self, request: Request, inspection: str) -> Response:
        """Say what became of one action. When somebody said something since, it is refused."""
        found, user = seen_inspection(request, inspection), signed_in(request)
        require(permissions.write(user, found))
        data = sent(FollowUpAnswerSerializer, request).validated_data
        seen = to_follow_up(found).visible_to(user)
        action = get_object_or_404(seen.with_setting(), pk=data["action"])
        say(
            action=action,
            inspection=found,
            answer=_answer(data, found, user),
            read=data["read"],
            by=user,
        )
        return Response(self._shown(request, found), status=status.HTTP_201_CREATED)

    def _shown(self, request: Request, inspection: Inspection) -> Any:
        user = signed_in(request)
        seen = sees_drafts(user, inspection)
        rows = followed_up(inspection, user, sees_drafts=seen)
        return FollowUpSerializer(rows, many=True, context={"sees_drafts": seen}).data


def _answer(data: dict[str, Any], inspection: Inspection, user: User) -> Answer:
    successor = evidence = None
    if data["superseded_by"] is not None:
        seen = Action.objects.visible_to(user).with_setting()
        successor = seen.filter(pk=data["superseded_by"]).first()
        if successor is None:
            raise Conflict("You see no action of that number to stand in its place.")
    if data["evidence"] is not None:
        log = Evidence.objects.visible_to(user).filter(inspection=inspection).standing()
        evidence = log.filter(number=data["evidence"]).first()
        if evidence is None:
            raise Conflict(f"This inspection has no evidence E{data['evidence']}.")
    return Answer(
        outcome=data["outcome"],
        note=data["note"],
        superseded_by=successor,
        evidence=evidence,
        keep_personal_data=data["keep_personal_data"],
    )
