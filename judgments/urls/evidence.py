"""The addresses of the evidence log."""

from typing import Final

from django.urls import path

from judgments.urls.paths import INSPECTION
from judgments.views.evidence import reading, writing

LOG: Final = f"{INSPECTION}evidence/"
ONE: Final = f"{LOG}<int:number>/"
FILE: Final = "attachments/<int:pk>/"

urlpatterns = [
    path(LOG, reading.evidence_log, name="evidence_log"),
    path(f"{LOG}new/", writing.evidence_new, name="evidence_new"),
    path(f"{LOG}export/<slug:kind>/", reading.export_evidence, name="export_evidence"),
    path(ONE, reading.evidence, name="evidence"),
    path(f"{ONE}change/", writing.evidence_revise, name="evidence_revise"),
    path(f"{ONE}withdraw/", writing.evidence_withdraw, name="evidence_withdraw"),
    path(f"{ONE}put-back/", writing.evidence_put_back, name="evidence_put_back"),
    path(f"{ONE}attach/", writing.attach, name="attach"),
    path(FILE, reading.attachment, name="attachment"),
    path(f"{FILE}withdraw/", writing.attachment_withdraw, name="attachment_withdraw"),
    path(f"{FILE}put-back/", writing.attachment_put_back, name="attachment_put_back"),
]
