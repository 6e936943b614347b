"""Finding what an address names among what the person sees; what they don't see is a 404."""

from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression
from django.shortcuts import get_object_or_404

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.models import CaseFile, Draw, Extract, Review, Sample
from forces.models import Inspection
from peel.lib.errors import require


def visible_inspection(request: AuthenticatedRequest, inspection: str) -> Inspection:
    """The inspection with its force, cycle and lead."""
    inspections = Inspection.objects.visible_to(request.user)
    return get_object_or_404(inspections.select_related("force", "cycle", "lead"), slug=inspection)


def visible_sample(
    request: AuthenticatedRequest, inspection: str, sample: str, **about: BaseExpression
) -> Sample:
    """The sample with its inspection, force, cycle, version and checklist, and ``about`` it
    what else the page wants to know in the same query.
    """
    samples = _with_setting(Sample.objects.visible_to(request.user)).annotate(**about)
    return get_object_or_404(samples, inspection__slug=inspection, slug=sample)


def visible_case_file(request: AuthenticatedRequest, pk: int) -> CaseFile:
    """The case file with its sample and inspection."""
    files = CaseFile.objects.visible_to(request.user).select_related(
        "sample__inspection__force", "sample__inspection__cycle", "sample__version__checklist"
    )
    return get_object_or_404(files, pk=pk)


def visible_review(request: AuthenticatedRequest, pk: int) -> Review:
    """The review with its reviewer, case file, sample, inspection and checklist."""
    reviews = Review.objects.visible_to(request.user).with_casework()
    return get_object_or_404(reviews.select_related("case_file__sample__inspection__cycle"), pk=pk)


def led_sample(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    """The sample, when the person leads its casework. Raises Refused."""
    found = visible_sample(request, inspection, sample)
    require(permissions.lead_casework(request.user, found.inspection))
    return found


def led_extract(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> Extract:
    """An extract of the sample, when the person leads its casework. Raises Refused."""
    found = led_sample(request, inspection, sample)
    extracts = Extract.objects.visible_to(request.user).select_related("draw", "uploaded_by")
    extract = get_object_or_404(extracts, pk=pk, sample=found)
    extract.sample = found
    return extract


def visible_draw(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> Draw:
    """A draw of the sample, when the person may read its files. Raises Refused."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_case_files(request.user, found))
    draws = Draw.objects.visible_to(request.user).select_related("by", "withdrawal__by")
    draw = get_object_or_404(draws, revision=revision, sample=found)
    draw.sample = found
    return draw


def _with_setting(samples: QuerySet[Sample]) -> QuerySet[Sample]:
    return samples.select_related("inspection__force", "inspection__cycle", "version__checklist")
