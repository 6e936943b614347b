from django.urls import path

from forces import views

app_name = "forces"
urlpatterns = [
    path("forces/", views.forces, name="forces"),
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/<slug:slug>/team/", views.team, name="team"),
    path("inspections/<slug:slug>/team/add/", views.add_member, name="add_member"),
    path(
        "inspections/<slug:slug>/team/<int:pk>/remove/", views.remove_member, name="remove_member"
    ),
    path("inspections/<slug:slug>/team/lead/", views.set_lead, name="set_lead"),
    path("inspections/<slug:slug>/team/dates/", views.set_dates, name="set_dates"),
]
