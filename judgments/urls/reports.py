"""The addresses of reports."""

from typing import Final

from django.urls import path

from judgments.urls.paths import INSPECTION
from judgments.views.reports import reading, writing

REPORT: Final = f"{INSPECTION}report/"
VERSION: Final = f"{REPORT}versions/<int:number>/"

urlpatterns = [
    path(REPORT, reading.report, name="report"),
    path(VERSION, reading.version, name="report_version"),
    path(f"{VERSION}<slug:ending>/", reading.download, name="report_download"),
    path(f"{REPORT}draft/", reading.draft, name="report_draft"),
    path(f"{REPORT}draft/<slug:ending>/", reading.download_draft, name="report_draft_download"),
    path(f"{REPORT}summary/", writing.summary, name="report_summary"),
    path(f"{REPORT}publish/", writing.publish, name="report_publish"),
    path(f"{REPORT}erratum/", writing.erratum, name="report_erratum"),
]
