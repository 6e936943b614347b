"""Peel's addresses, and that of the floor for saving an answer."""

from django.urls import include, path

from bench.floors import save

urlpatterns = [
    path("floor/save/", save),
    path("", include("peel.urls")),
]
