"""The addresses of every page, mounted in one place."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from peel import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", views.health, name="health"),
    path("admin/", admin.site.urls),
]

handler400 = "peel.refusals.bad_request"
handler500 = "peel.refusals.server_error"
