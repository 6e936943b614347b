"""What the pages of results share: the sample, its measure and the way back."""

from django.db.models.expressions import BaseExpression
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.models import Sample, SignOff
from cases.views.breadcrumbs import Crumbs, to_inspection, to_sample
from cases.views.lookup import visible_sample
from checklists.instrument import Measure
from peel.lib.errors import require


def readable_sample(
    request: AuthenticatedRequest, inspection: str, sample: str, **about: BaseExpression
) -> Sample:
    """The sample, with what else the page wants to know ``about`` it, when the person may read
    its figures. Raises Refused or Http404.
    """
    found = visible_sample(request, inspection, sample, **about)
    require(permissions.read_results(request.user, found))
    return found


def readable_revision(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> SignOff:
    """The revision, when the person may read its figures. Raises Refused or Http404."""
    found = visible_sample(request, inspection, sample)
    sign_offs = SignOff.objects.filter(sample=found).select_related("by", "reopened_by")
    sign_off = get_object_or_404(sign_offs, revision=revision)
    require(permissions.read_revision(request.user, sign_off))
    sign_off.sample = found
    return sign_off


def chosen_measure(sample: Sample, code: str) -> Measure:
    """The measure that the address names. Raises Http404."""
    try:
        return sample.instrument.measure(code)
    except KeyError:
        raise Http404 from None


def results_url(sample: Sample) -> str:
    """The address of the sample's results; measures and cases stand under it."""
    return reverse("cases:results", args=[sample.inspection.slug, sample.slug])


def crumbs_of(
    request: AuthenticatedRequest, sample: Sample, *, below_results: bool = False
) -> Crumbs:
    """The way back from a page of results, over pages that the person may open."""
    if request.user.is_observer:
        crumbs: Crumbs = [("Results", reverse("cases:results_list"))]
    elif permissions.read_case_files(request.user, sample):
        crumbs = to_inspection(sample.inspection)
    else:
        crumbs = to_sample(sample)
    if below_results:
        title = f"Results of {sample.name}" if request.user.is_observer else "Results"
        crumbs.append((title, results_url(sample)))
    return crumbs
