from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Role, User
from forces.models import Inspection


def _named(person: User) -> str:
    secondment = getattr(person, "secondment", None)
    return f"{person.name} (seconded from {secondment.force.name})" if secondment else person.name


class PersonField(forms.ModelChoiceField[User]):
    """A choice of a person, named with the force they are seconded from."""

    def label_from_instance(self, person: User) -> str:
        return _named(person)


class PeopleField(forms.ModelMultipleChoiceField[User]):
    """A choice of people, each named with the force they are seconded from."""

    def label_from_instance(self, person: User) -> str:
        return _named(person)


def people_of(*roles: str) -> QuerySet[User]:
    """The active people with these roles, each with the force they come from."""
    active = User.objects.active().filter(role__in=roles)
    return active.select_related("secondment__force").order_by("name")


class MemberForm(forms.Form):
    member = PersonField(queryset=User.objects.none(), empty_label="Choose a person")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(Role.INSPECTOR, Role.SUPERVISOR)
        self.fields["member"].queryset = people.exclude(memberships__inspection=inspection)  # type: ignore[attr-defined]


class LeadForm(forms.Form):
    lead = PersonField(
        queryset=people_of(Role.SUPERVISOR), required=False, empty_label="Nobody yet"
    )


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DatesForm(forms.Form):
    starts = forms.DateField(required=False, widget=_DayInput)
    ends = forms.DateField(required=False, widget=_DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The inspection must not end before it starts.")
        return cleaned
