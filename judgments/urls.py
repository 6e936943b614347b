"""The addresses of judgments."""

from typing import Any

from django.urls import URLPattern, path

from judgments.models import Finding, Practice
from judgments.urls_of_actions import OF_ACTIONS
from judgments.urls_of_evidence import EVIDENCE
from judgments.urls_of_figures import FIGURES
from judgments.urls_of_reports import OF_REPORTS
from judgments.views import inspections, judging, moderation, national, passage_writing, passages

app_name = "judgments"
INSPECTION = "inspections/<slug:inspection>/"

OF_FINDINGS, OF_PRACTICE = {"model": Finding}, {"model": Practice}


def _of_passages(start: str, name: str, model: dict[str, Any]) -> list[URLPattern]:
    """The addresses of findings, or of practice, below ``start``."""
    one = f"{start}/<int:pk>/"
    new = f"{INSPECTION}areas/<slug:area>/{start}/new/"
    version = f"{one}editions/<int:edition>/"
    return [
        path(new, passage_writing.new, model, name=f"{name}_new"),
        path(one, passages.passage, model, name=name),
        path(version, passages.version, model, name=f"{name}_version"),
        path(f"{one}edit/", passage_writing.edit, model, name=f"{name}_edit"),
        path(f"{one}move/", passage_writing.move, model, name=f"{name}_move"),
        path(f"{one}withdraw/", passage_writing.withdraw, model, name=f"{name}_withdraw"),
        path(f"{one}put-back/", passage_writing.put_back, model, name=f"{name}_put_back"),
    ]


urlpatterns = [
    path("", national.home, name="home"),
    path("cycles/<slug:cycle>/", national.cycle, name="cycle"),
    path("cycles/<slug:cycle>/export/<slug:kind>/", national.export_cycle, name="export_cycle"),
    path("forces/<slug:force>/", national.force, name="force"),
    path("to-moderate/", moderation.to_moderate, name="to_moderate"),
    path(INSPECTION, inspections.inspection, name="inspection"),
    path(f"{INSPECTION}areas/", inspections.areas, name="areas"),
    path(f"{INSPECTION}areas/<slug:area>/", judging.draft, name="draft"),
    path(f"{INSPECTION}publish/", inspections.publish_confirmed, name="publish_all"),
    path(f"{INSPECTION}findings/", passages.findings, name="findings"),
    path(f"{INSPECTION}preview/", passage_writing.preview, name="preview"),
    *_of_passages("findings", "finding", OF_FINDINGS),
    *_of_passages("practice", "practice", OF_PRACTICE),
    *EVIDENCE,
    *OF_ACTIONS,
    *OF_REPORTS,
    *FIGURES,
    path("<int:pk>/", judging.judgment, name="judgment"),
    path("<int:pk>/revise/", judging.revise, name="revise"),
    path("<int:pk>/propose/", judging.propose, name="propose"),
    path("<int:pk>/moderate/", judging.moderate, name="moderate"),
    path("<int:pk>/send-back/", judging.send_back, name="send_back"),
    path("<int:pk>/confirm/", judging.confirm, name="confirm"),
    path("<int:pk>/publish/", judging.publish, name="publish"),
    path("<int:pk>/step-back/", judging.step_back, name="step_back"),
    path("<int:pk>/withdraw/", judging.withdraw, name="withdraw"),
    path("<int:pk>/take-up-again/", judging.take_up_again, name="take_up_again"),
    path("<int:pk>/reissue/", judging.reissue, name="reissue"),
]
