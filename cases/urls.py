"""The addresses of casework."""

from django.urls import URLPattern

app_name = "cases"
SAMPLE = "inspections/<slug:inspection>/<slug:sample>/"

urlpatterns: list[URLPattern] = []
