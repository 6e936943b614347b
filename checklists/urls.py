"""The addresses of the checklists' pages."""

from django.urls import path

from checklists import views

app_name = "checklists"

urlpatterns = [
    path("", views.versions, name="versions"),
    path("<int:pk>/", views.version, name="version"),
]
