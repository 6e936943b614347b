"""The addresses of every page, mounted in one place."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from cases.views import work
from peel import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", work.home, name="home"),
    path("health/", views.health, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("peel.api")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("account/", include("accounts.urls")),
    path("checklists/", include("checklists.urls")),
    path("judgments/", include("judgments.urls")),
    # Before the forces' own addresses, which end in the slug of a force.
    path("force-data/", include("cases.force_data.urls")),
    path("", include("forces.urls")),
    # Last, and after the inspections of forces: its addresses end in a slug of any kind.
    path("", include("cases.urls")),
]

handler400 = "peel.refusals.bad_request"
handler500 = "peel.refusals.server_error"
