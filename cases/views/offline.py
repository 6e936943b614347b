"""The pages that help while there is no connection, and the page of keys."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest


@require_safe
def keys(request: AuthenticatedRequest) -> HttpResponse:
    """Every key of the review page, and the switch that turns them off."""
    return render(request, "cases/keys.html")


@require_safe
@login_not_required
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served from the top so that it may answer for every page."""
    path = finders.find("js/service-worker.js")
    if not isinstance(path, str):
        raise Http404
    script = Path(path).read_bytes()
    headers = {"Service-Worker-Allowed": "/"}
    return HttpResponse(script, content_type="text/javascript", headers=headers)


@require_safe
def kept(request: AuthenticatedRequest) -> HttpResponse:
    """What this person answered in this browser and is not saved. The page's script knows it."""
    return render(request, "cases/kept.html")


@require_safe
@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown for a page that was not visited before the connection was lost."""
    return render(request, "cases/offline.html")
