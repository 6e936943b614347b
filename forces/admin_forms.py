"""The forms of the admin: they show the refusal that the action would give beside its field."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.forms import UserForm
from accounts.models import Role, User
from forces import permissions
from forces.forms import PeopleField, PersonField, people_of
from forces.models import Force, Inspection


class SecondedUserForm(UserForm):
    """A user together with the force they come from."""

    seconded_from = forms.ModelChoiceField(
        queryset=Force.objects.all(),
        required=False,
        empty_label="No force",
        help_text="They can't join or lead an inspection of this force.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        secondment = getattr(self.instance, "secondment", None) if self.instance.pk else None
        self.fields["seconded_from"].initial = secondment.force_id if secondment else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user, force, role = self.instance, cleaned.get("seconded_from"), cleaned.get("role")
        if user.pk and force:
            self._refuse("seconded_from", permissions.come_from(user, force))
        if user.pk and role and role != user.role:
            self._refuse("role", permissions.take_role(user, Role(role)))
        return cleaned


class ForceForm(forms.ModelForm[Force]):
    class Meta:
        model = Force
        fields = ["code", "slug", "name", "short_name", "noun", "region", "most_similar"]

    def clean_most_similar(self) -> QuerySet[Force]:
        similar: QuerySet[Force] = self.cleaned_data["most_similar"]
        if not self.instance._state.adding and (
            reason := permissions.be_similar(self.instance, similar)
        ):
            raise forms.ValidationError(reason)
        return similar


class InspectionForm(forms.ModelForm[Inspection]):
    lead = PersonField(
        queryset=people_of(Role.SUPERVISOR), required=False, empty_label="Nobody yet"
    )
    members = PeopleField(queryset=User.objects.none(), required=False, label="Team")

    class Meta:
        model = Inspection
        fields = ["force", "cycle", "starts", "ends"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspection = self.instance
        self._members = set(inspection.team.all()) if inspection.pk else set()
        self.fields["lead"].initial = inspection.lead_id
        self.fields["members"].queryset = self._who_may_be_chosen()  # type: ignore[attr-defined]
        self.fields["members"].initial = self._members

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        force = cleaned.get("force") or getattr(self.instance, "force", None)
        if force is None:
            return cleaned
        inspection = self.instance if self.instance.pk else Inspection(force=force)
        if (lead := cleaned.get("lead")) and lead.pk != self.instance.lead_id:
            self._refuse("lead", permissions.lead_inspection(lead, inspection))
        for member in self.joining():
            self._refuse("members", permissions.join_team(member, inspection))
        for member in self.leaving():
            self._refuse("members", permissions.leave_team(member, inspection))
        return cleaned

    def joining(self) -> set[User]:
        """The people that the form puts on the team."""
        return set(self.cleaned_data.get("members") or []) - self._members

    def leaving(self) -> set[User]:
        """The people that the form takes off the team."""
        return self._members - set(self.cleaned_data.get("members") or [])

    def _who_may_be_chosen(self) -> QuerySet[User]:
        # Somebody who has left stays on the list while on the team, or saving would drop them.
        here = Q(pk__in=[member.pk for member in self._members])
        active = Q(is_active=True, role__in=permissions.ROLES_OF_A_TEAM)
        return User.objects.filter(active | here).select_related("secondment__force")

    def _refuse(self, field: str, reason: str | None) -> None:
        if reason:
            self.add_error(field, reason)
