"""Drafts in Django's admin, edited as their definition. Published versions are read-only."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.requests import person_of
from checklists import actions, permissions
from checklists.forms import DefinitionForm
from checklists.models import Version


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin[Version]):
    form = DefinitionForm
    list_display = ("title", "label", "state", "published_at", "published_by")
    list_filter = ("state", "checklist")
    list_select_related = ("checklist", "published_by")
    search_fields = ("title", "label")
    actions = ("publish_selected",)

    class Media:
        css = {"all": ("css/numbered-lines.css",)}
        js = (Script("js/numbered-lines.js", type="module"),)

    def get_fields(self, request: HttpRequest, obj: Version | None = None) -> tuple[str, ...]:
        if obj is not None and obj.is_published:
            return ("title", "label", "state", "published_at", "published_by", "checksum", "source")
        return ("source", "edited_checksum")

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return permissions.edit_drafts(person_of(request)) is None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting in bulk: a draft is discarded one at a time, on its own page."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """The drafts themselves: their questions and measures go with them."""
        return [str(version) for version in objs], {"drafts": len(objs)}, set(), []

    def save_model(
        self, request: HttpRequest, obj: Version, form: ModelForm[Version], change: bool
    ) -> None:
        source = form.cleaned_data["source"]
        obj.pk = actions.load(source=source, by=person_of(request)).pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Version) -> None:
        actions.discard(version=obj, by=person_of(request))

    @admin.action(description="Publish the selected drafts", permissions=["publish"])
    def publish_selected(
        self, request: HttpRequest, queryset: QuerySet[Version]
    ) -> HttpResponse | None:
        for version in queryset:
            if reason := permissions.change(version):
                self.message_user(request, reason, messages.ERROR)
                return None
        if "confirmed" not in request.POST:
            return self._confirm_publishing(request, queryset)
        for version in queryset:
            actions.publish(version=version, by=person_of(request))
            self.message_user(request, f"{version} is published.", messages.SUCCESS)
        return None

    def _confirm_publishing(
        self, request: HttpRequest, queryset: QuerySet[Version]
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Publish for good?",
            "opts": self.opts,
            "versions": queryset,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/checklists/version/publish.html", context)


def _is_open(version: Version | None) -> bool:
    return version is None or permissions.change(version) is None
