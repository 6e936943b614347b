from typing import Any

from django import forms

from accounts import permissions
from accounts.models import Token, User


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=Token._meta.get_field("name").max_length,
        help_text="What the token is for, such as “Weekly export of results”.",
    )
    days = forms.TypedChoiceField(
        label="Works for",
        coerce=int,
        initial=90,
        choices=[(30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "One year")],
    )


class UserForm(forms.ModelForm[User]):
    """The fields of a user that an administrator sets. Writing is left to the actions."""

    class Meta:
        model = User
        fields = ["email", "name", "role", "may_export", "is_active"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        user = self.instance
        if user._state.adding:
            return cleaned
        self._refuse("role", permissions.change_role(user, cleaned.get("role", user.role)))
        if not cleaned.get("is_active", user.is_active):
            self._refuse("is_active", permissions.deactivate(user))
        return cleaned

    def _refuse(self, field: str, reason: str | None) -> None:
        if reason:
            self.add_error(field, reason)
