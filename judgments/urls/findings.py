"""The addresses of findings and practice."""

from typing import Any

from django.urls import URLPattern, path

from judgments.models import Finding, Practice
from judgments.urls.paths import INSPECTION
from judgments.views import passage_writing, passages


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
    path(f"{INSPECTION}findings/", passages.findings, name="findings"),
    path(f"{INSPECTION}preview/", passage_writing.preview, name="preview"),
    *_of_passages("findings", "finding", {"model": Finding}),
    *_of_passages("practice", "practice", {"model": Practice}),
]
