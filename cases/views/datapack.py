"""The page and the download of everything about a sample."""

import tempfile
from contextlib import ExitStack

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.exporting import record_data_pack
from cases.datapack.contents import described_files, pack_name, write_pack
from cases.models import Sample
from cases.results import standing_sign_off
from cases.views.figures import crumbs_of
from cases.views.lookup import visible_sample
from peel.lib.errors import require

ZIP = "application/zip"


@require_http_methods(["GET", "HEAD", "POST"])
def data_pack(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponseBase:
    """What the pack holds, and the button that makes it."""
    found = visible_sample(request, inspection, sample)
    require(permissions.export_data_pack(request.user, found))
    return _download(request, found) if request.method == "POST" else _page(request, found)


def _page(request: AuthenticatedRequest, sample: Sample) -> HttpResponse:
    context = {
        "sample": sample,
        "sign_off": standing_sign_off(sample),
        "files": described_files(sample),
        "crumbs": crumbs_of(request, sample, below_results=True),
    }
    return render(request, "cases/data_pack.html", context)


def _download(request: AuthenticatedRequest, sample: Sample) -> HttpResponseBase:
    """The whole pack from a file on disk: what breaks while it is made is no half of a download."""
    record_data_pack(sample=sample, what="the data pack as ZIP", by=request.user)
    with ExitStack() as unless_written:
        file = unless_written.enter_context(tempfile.TemporaryFile())
        write_pack(sample, file)
        # From here on the response closes the file, when it is sent.
        unless_written.pop_all()
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=f"{pack_name(sample)}.zip", content_type=ZIP
    )
    patch_cache_control(response, no_store=True, private=True)
    return response
