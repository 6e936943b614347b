"""Reading what a request sent, and finding what its address names among what the person sees."""

from typing import Any, TypeVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request

from cases.api import signed_in
from forces.models import Inspection
from judgments.models import InspectionArea, inspections_open_to

Sent = TypeVar("Sent", bound=serializers.Serializer[Any])


def sent(kind: type[Sent], request: Request) -> Sent:
    """What was sent, checked. Raises ValidationError."""
    made = kind(data=request.data)
    made.is_valid(raise_exception=True)
    return made


def seen_inspection(request: Request, slug: str) -> Inspection:
    """The inspection with its force and cycle. Raises Http404."""
    seen = Inspection.objects.visible_to(signed_in(request))
    return get_object_or_404(seen.select_related("force", "cycle"), slug=slug)


def open_inspection(request: Request, slug: str) -> Inspection:
    """The same of an inspection of which something is published. Raises Http404."""
    seen = inspections_open_to(signed_in(request))
    return get_object_or_404(seen.select_related("force", "cycle"), slug=slug)


def seen_area(request: Request, inspection: str, area: str) -> InspectionArea:
    """What an inspection covers, by its slug and the code of the area. Raises Http404."""
    seen = Inspection.objects.visible_to(signed_in(request)).order_by()
    areas = InspectionArea.objects.filter(inspection__in=seen, inspection__slug=inspection)
    return get_object_or_404(areas, area__code=area)
