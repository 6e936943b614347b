"""What is asked for, what each force gave, and how far each has got with its lists."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from forces.indicators import permissions
from forces.indicators.forms import half_year_choices
from forces.indicators.periods import HalfYear, half_year_of, half_years_to
from forces.indicators.sheet import themes_of
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import force_data
from forces.models import Force, Submission

Crumbs = list[tuple[str, str]]


@require_GET
def indicators(request: AuthenticatedRequest) -> HttpResponse:
    """Every indicator, with its unit, its standard and where its figures are."""
    context = {"indicators": shipped_indicators().all}
    return render(request, "forces/indicators.html", context)


@require_GET
def force_page(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """The figures of one force that stand, and the lists that it sent."""
    force = visible_force(request, slug)
    submissions = Submission.objects.visible_to(request.user).filter(force=force)
    data = force_data(force)
    context = {
        "force": force,
        "themes": themes_of(data) if data.held else [],
        "submissions": submissions.select_related("force")
        .annotate(open_queries=Count("queries", filter=Q(queries__answered_at=None)))
        .order_by("-starts", "-revision"),
        "may_not_enter": permissions.enter_force_data(request.user, force),
        "synthetic": any(a.synthetic for given in data.held.values() for a in given.values()),
        "crumbs": to_force_data(),
    }
    return render(request, "forces/force_data.html", context)


@require_GET
def lists(request: AuthenticatedRequest) -> HttpResponse:
    """Every force with the state of its list for one half-year."""
    half_year = _half_year(request)
    visible = Submission.objects.visible_to(request.user).filter(starts=half_year.starts)
    last = {
        submission.force_id: submission
        for submission in visible.annotate(
            open_queries=Count("queries", filter=Q(queries__answered_at=None))
        ).order_by("revision")
    }
    forces = Force.objects.visible_to(request.user)
    context = {
        "half_year": half_year,
        "half_years": half_year_choices(),
        "rows": [(force, last.get(force.pk)) for force in forces],
        "received": len(last),
        "crumbs": to_force_data(),
    }
    return render(request, "forces/lists.html", context)


def visible_force(request: AuthenticatedRequest, slug: str) -> Force:
    return get_object_or_404(Force.objects.visible_to(request.user), slug=slug)


def to_force_data() -> Crumbs:
    """The way back from the pages of force data."""
    return [("Force data", reverse("forces:indicators"))]


def to_force(force: Force) -> Crumbs:
    return [*to_force_data(), (force.name, reverse("forces:force_data", args=[force.slug]))]


def _half_year(request: AuthenticatedRequest) -> HalfYear:
    """The one that was asked for, or else the latest with a list, or else the last one."""
    if asked := half_year_of(request.GET.get("half_year", "")):
        return asked
    latest = Submission.objects.visible_to(request.user).order_by("-starts").first()
    return latest.half_year if latest else half_years_to(timezone.localdate(), 2)[1]
