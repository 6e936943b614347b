"""The addresses of findings and practice."""

from typing import Any

from django.urls import URLPattern, path

from judgments.models import Finding, Practice
from judgments.urls.paths import INSPECTION
from judgments.views.findings import reading, writing


def _of_passages(start: str, name: str, model: dict[str, Any]) -> list[URLPattern]:
    """The addresses of findings, or of practice, below ``start``."""
    one = f"{start}/<int:pk>/"
    new = f"{INSPECTION}areas/<slug:area>/{start}/new/"
    version = f"{one}editions/<int:edition>/"
    return [
        path(new, writing.new, model, name=f"{name}_new"),
        path(one, reading.passage, model, name=name),
        path(version, reading.version, model, name=f"{name}_version"),
        path(f"{one}edit/", writing.edit, model, name=f"{name}_edit"),
        path(f"{one}move/", writing.move, model, name=f"{name}_move"),
        path(f"{one}withdraw/", writing.withdraw, model, name=f"{name}_withdraw"),
        path(f"{one}put-back/", writing.put_back, model, name=f"{name}_put_back"),
    ]


urlpatterns = [
    path(f"{INSPECTION}findings/", reading.findings, name="findings"),
    path(
        f"{INSPECTION}findings/export/<slug:kind>/", reading.export_findings, name="export_findings"
    ),
    path(f"{INSPECTION}preview/", writing.preview, name="preview"),
    *_of_passages("findings", "finding", {"model": Finding}),
    *_of_passages("practice", "practice", {"model": Practice}),
]
