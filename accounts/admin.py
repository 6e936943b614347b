"""Users and the record of events in Django's admin, which asks the same actions to write."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import actions as user_actions
from accounts.forms import UserForm
from accounts.models import Event, Token, User
from accounts.requests import person_of

admin.site.site_header = "Peel administration"
admin.site.site_title = "Peel administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# A person's role is their one permission, and their e-mail address stands on the user.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Shown to administrators and changed by nobody."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UserAdmin(admin.ModelAdmin[User]):
    form = UserForm
    list_display = ["name", "email", "role", "may_export", "is_active", "last_login"]
    list_filter = ["role", "may_export", "is_active"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["make_password_links"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: a person who leaves is made inactive, and what they did stays theirs."""
        return False

    def get_exclude(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [] if obj else ["is_active"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives themselves the right to export."""
        fixed = list(self.readonly_fields)
        return [*fixed, "may_export"] if obj and obj.pk == person_of(request).pk else fixed

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        by, wanted = person_of(request), form.cleaned_data
        if change:
            self.change_user(obj, wanted, by)
            return
        names = ("email", "name", "role")
        user = user_actions.create_user(by=by, **{name: wanted[name] for name in names})
        obj.pk, obj._state.adding = user.pk, False
        self.set_export_right(user, wanted, by)
        self._tell_password_link(request, user, by)

    def change_user(self, user: User, wanted: dict[str, Any], by: User) -> None:
        """Bring ``user`` to what the form asks, one action for each kind of change."""
        email, name = wanted["email"], wanted["name"]
        user_actions.change_details(user=user, email=email, name=name, by=by)
        self.change_role(user, wanted["role"], by)
        self.set_export_right(user, wanted, by)
        activate = user_actions.reactivate if wanted["is_active"] else user_actions.deactivate
        activate(user=user, by=by)

    def change_role(self, user: User, role: str, by: User) -> None:
        user_actions.change_role(user=user, role=role, by=by)

    def set_export_right(self, user: User, wanted: dict[str, Any], by: User) -> None:
        # Left out of the form where it can't be changed.
        may_export = wanted.get("may_export", user.may_export)
        user_actions.set_export_right(user=user, may_export=may_export, by=by)

    @admin.action(description="Make a link with which the person sets their password")
    def make_password_links(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            self._tell_password_link(request, user, person_of(request))

    def _tell_password_link(self, request: HttpRequest, user: User, by: User) -> None:
        path = user_actions.make_password_link(user=user, by=by)
        address = request.build_absolute_uri(path)
        messages.info(request, f"{user.name} sets a password here, once: {address}")


admin.site.register(User, UserAdmin)


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    list_display = [
        "name",
        "user",
        "prefix",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]
    list_select_related = ["user"]
    search_fields = ["name", "user__name", "user__email"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description="Revoke the tokens")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        for token in queryset:
            user_actions.revoke_token(token=token, by=person_of(request))
        messages.success(request, "The tokens are revoked and open nothing any more.")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "sequence", "verb", "by"]
    list_select_related = ["by"]
    list_filter = ["verb"]
    search_fields = ["target", "by__name"]
    ordering = ["-at", "-pk"]
    date_hierarchy = "at"
