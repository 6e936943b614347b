from django.urls import path

from forces import views
from forces.indicators import list_views
from forces.indicators import views as data_views

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
    path("force-data/", data_views.indicators, name="indicators"),
    path("force-data/lists/", data_views.lists, name="lists"),
    path("force-data/lists/<int:pk>/", list_views.submission, name="submission"),
    path("force-data/lists/<int:pk>/accept/", list_views.accept, name="accept_list"),
    path("force-data/lists/<int:pk>/reject/", list_views.reject, name="reject_list"),
    path("force-data/lists/<int:pk>/reopen/", list_views.reopen, name="reopen_list"),
    path("force-data/queries/<int:pk>/answer/", list_views.answer, name="answer_query"),
    path("force-data/values/<int:pk>/ask/", list_views.ask, name="ask_about"),
    path("force-data/<slug:slug>/", data_views.force_page, name="force_data"),
    path("force-data/<slug:slug>/import/", list_views.import_list, name="import_list"),
    path("force-data/<slug:slug>/template/", list_views.list_template, name="list_template"),
]
