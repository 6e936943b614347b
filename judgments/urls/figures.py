"""The addresses of figures in text."""

from typing import Final

from django.urls import path

from judgments.urls.paths import INSPECTION
from judgments.views import figures

FIGURES: Final = f"{INSPECTION}figures/"

urlpatterns = [
    path(FIGURES, figures.figures, name="figures"),
    path(f"{FIGURES}insert/", figures.insert, name="insert_figure"),
    path(f"{FIGURES}accept/", figures.accept_figures, name="accept_figures"),
    path(f"{FIGURES}use-token/", figures.replace_typed, name="use_token"),
]
