"""Forces, cycles, inspections and secondments in Django's admin, written by the actions."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin, UserAdmin
from accounts.models import User
from accounts.requests import person_of
from forces import actions as force_actions
from forces.admin_forms import ForceForm, InspectionForm, SecondedUserForm
from forces.models import Cycle, DataQuery, Force, Inspection, Submission, SubmittedValue


class SecondedUserAdmin(UserAdmin):
    form = SecondedUserForm

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        force = form.cleaned_data["seconded_from"]
        force_actions.set_secondment(user=obj, force=force, by=person_of(request))

    def change_role(self, user: User, role: str, by: User) -> None:
        force_actions.change_role(user=user, role=role, by=by)


admin.site.unregister(User)
admin.site.register(User, SecondedUserAdmin)


class KeptAdmin(admin.ModelAdmin[Any]):
    """Reference data that inspections hang on: added and changed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Force)
class ForceAdmin(KeptAdmin):
    form = ForceForm
    list_display = ["name", "noun", "region", "code"]
    list_filter = ["region", "noun"]
    search_fields = ["name", "code"]
    filter_horizontal = ["most_similar"]

    def save_model(
        self, request: HttpRequest, obj: Force, form: ModelForm[Force], change: bool
    ) -> None:
        force_actions.save_force(
            force=obj, most_similar=form.cleaned_data["most_similar"], by=person_of(request)
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is left to save: the action has set the most similar forces."""


@admin.register(Cycle)
class CycleAdmin(KeptAdmin):
    list_display = [
        "name", "starts", "ends", "rate_decimals", "interval_decimals", "agreement_level",
        "estimate_threshold", "finite_population",
    ]  # fmt: skip

    def save_model(
        self, request: HttpRequest, obj: Cycle, form: ModelForm[Cycle], change: bool
    ) -> None:
        force_actions.save_cycle(cycle=obj, by=person_of(request))


@admin.register(Inspection)
class InspectionAdmin(admin.ModelAdmin[Inspection]):
    form = InspectionForm
    list_display = ["__str__", "lead", "starts", "ends"]
    list_select_related = ["force", "cycle", "lead"]
    list_filter = ["cycle", "force__region"]
    search_fields = ["force__name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Inspection | None = None) -> list[str]:
        return ["force", "cycle", "slug"] if obj else []

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting many at once, which would go round the action."""
        return {k: v for k, v in super().get_actions(request).items() if k != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: Inspection, form: Any, change: bool) -> None:
        by, wanted = person_of(request), form.cleaned_data
        dates = {"starts": wanted["starts"], "ends": wanted["ends"]}
        if change:
            inspection = force_actions.set_dates(inspection=obj, by=by, **dates)
        else:
            inspection = force_actions.create_inspection(
                force=wanted["force"], cycle=wanted["cycle"], by=by, **dates
            )
            obj.pk, obj._state.adding = inspection.pk, False
        force_actions.set_lead(inspection=inspection, lead=wanted["lead"], by=by)
        for member in form.joining():
            force_actions.add_member(inspection=inspection, member=member, by=by)
        for member in form.leaving():
            force_actions.remove_member(inspection=inspection, member=member, by=by)

    def delete_model(self, request: HttpRequest, obj: Inspection) -> None:
        force_actions.delete_inspection(inspection=obj, by=person_of(request))


class ForceDataAdmin(ReadOnlyAdmin):
    """What forces sent changes through its actions alone, with rules and a record."""

    list_per_page = 50
    show_full_result_count = False
    actions = None


@admin.register(Submission)
class SubmissionAdmin(ForceDataAdmin):
    list_display = ["__str__", "revision", "state", "rows", "received_by", "received_at"]
    list_filter = ["state", "synthetic"]
    list_select_related = ["force", "received_by"]
    search_fields = ["force__name"]


@admin.register(SubmittedValue)
class SubmittedValueAdmin(ForceDataAdmin):
    list_display = ["submission", "indicator", "group", "starts", "ends", "value", "illustrative"]
    list_select_related = ["submission__force"]
    search_fields = ["=indicator", "submission__force__name"]


@admin.register(DataQuery)
class DataQueryAdmin(ForceDataAdmin):
    list_display = ["submission", "indicator", "group", "ends", "before", "value", "answered_at"]
    list_select_related = ["submission__force"]
    search_fields = ["=indicator", "submission__force__name"]
