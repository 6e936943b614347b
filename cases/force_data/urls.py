from django.urls import path

from cases.force_data import views

app_name = "force_data"
urlpatterns = [
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("indicators/<slug:code>/export.<slug:kind>", views.export_indicator, name="export"),
    path("<slug:slug>/ethnicity/", views.disproportionality, name="disproportionality"),
    path(
        "<slug:slug>/ethnicity/export.<slug:kind>",
        views.export_disproportionality,
        name="export_disproportionality",
    ),
]
