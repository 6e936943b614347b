"""The addresses of figures in text."""

from django.urls import path

from judgments.views import figures

FIGURES = [
    path("inspections/<slug:inspection>/figures/", figures.figures, name="figures"),
    path("inspections/<slug:inspection>/figures/insert/", figures.insert, name="insert_figure"),
    path(
        "inspections/<slug:inspection>/figures/accept/",
        figures.accept_figures,
        name="accept_figures",
    ),
    path(
        "inspections/<slug:inspection>/figures/use-token/",
        figures.replace_typed,
        name="use_token",
    ),
]
