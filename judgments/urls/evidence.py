"""The addresses of the evidence log."""

from typing import Final

from django.urls import path

from judgments.urls.paths import INSPECTION
from judgments.views import evidence, evidence_writing

LOG: Final = f"{INSPECTION}evidence/"
ONE: Final = f"{LOG}<int:number>/"
FILE: Final = "attachments/<int:pk>/"

urlpatterns = [
    path(LOG, evidence.evidence_log, name="evidence_log"),
    path(f"{LOG}new/", evidence_writing.evidence_new, name="evidence_new"),
    path(f"{LOG}export/<slug:kind>/", evidence.export_evidence, name="export_evidence"),
    path(ONE, evidence.evidence, name="evidence"),
    path(f"{ONE}change/", evidence_writing.evidence_revise, name="evidence_revise"),
    path(f"{ONE}withdraw/", evidence_writing.evidence_withdraw, name="evidence_withdraw"),
    path(f"{ONE}put-back/", evidence_writing.evidence_put_back, name="evidence_put_back"),
    path(f"{ONE}attach/", evidence_writing.attach, name="attach"),
    path(FILE, evidence.attachment, name="attachment"),
    path(f"{FILE}withdraw/", evidence_writing.attachment_withdraw, name="attachment_withdraw"),
    path(f"{FILE}put-back/", evidence_writing.attachment_put_back, name="attachment_put_back"),
]
