"""What the register can be narrowed to."""

from datetime import timedelta
from typing import Final

import django_filters
from django.db.models import Q
from django.utils import timezone

from forces.models import Cycle, Force, Region
from judgments.models import Action, ActionKind, ActionQuerySet, Area, Outcome, Status
from peel.lib.filters import StrictFilterSet

SOON: Final = timedelta(days=60)
OPEN, SUPERSEDED, WITHDRAWN = "open", "superseded", "withdrawn"
STATUSES: Final = [
    (OPEN, "Still open"),
    *Status.choices,
    (SUPERSEDED, "Superseded"),
    (WITHDRAWN, "Withdrawn"),
]
OVERDUE, COMING, NO_DEADLINE = "overdue", "coming", "none"
DEADLINES: Final = [
    (OVERDUE, "Overdue"),
    (COMING, f"Within {SOON.days} days"),
    (NO_DEADLINE, "None"),
]
NOTHING_SAID = "nothing_said"
OUTCOMES: Final = [*Outcome.choices, (NOTHING_SAID, "Nothing said")]
LONGEST_SEARCH: Final = 100
"""In characters: every word is looked for by itself."""


def areas() -> list[tuple[str, str]]:
    """Every area of any framework by its title, which several of them can have."""
    titles = Area.objects.order_by("title").values_list("title", flat=True).distinct()
    return [(title, title) for title in titles]


class ActionFilterSet(django_filters.FilterSet):
    """What the pages and the API narrow actions by alike. Wants them with their standing."""

    outcome = django_filters.ChoiceFilter(
        label="Later inspection", choices=OUTCOMES, method="of_outcome", empty_label="Any"
    )
    deadline = django_filters.ChoiceFilter(
        label="Deadline", choices=DEADLINES, method="of_deadline", empty_label="Any"
    )

    def of_words(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Actions that print every one of the words."""
        for word in value.split():
            queryset = queryset.filter(Q(title__icontains=word) | Q(printed__icontains=word))
        return queryset

    def of_outcome(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.filter(Q(outcome=None if value == NOTHING_SAID else value))

    def of_deadline(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        today = timezone.localdate()
        if value == OVERDUE:
            return queryset.overdue(today)
        if value == COMING:
            return queryset.still_open().filter(deadline__range=(today, today + SOON))
        return queryset.filter(deadline=None)


class RegisterFilter(ActionFilterSet, StrictFilterSet):
    """Wants actions with their standing."""

    q = django_filters.CharFilter(label="Words", method="of_words", max_length=LONGEST_SEARCH)
    force = django_filters.ModelChoiceFilter(
        label="Force",
        queryset=Force.objects.all(),
        field_name="area__inspection__force",
        to_field_name="slug",
        empty_label="All forces",
    )
    cycle = django_filters.ModelChoiceFilter(
        label="Cycle",
        queryset=Cycle.objects.all(),
        field_name="area__inspection__cycle",
        to_field_name="slug",
        empty_label="All cycles",
    )
    region = django_filters.ChoiceFilter(
        label="Region",
        field_name="area__inspection__force__region",
        choices=Region.choices,
        empty_label="All regions",
    )
    area = django_filters.ChoiceFilter(
        label="Area", field_name="area__area__title", choices=areas, empty_label="All areas"
    )
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=ActionKind.choices, empty_label="All kinds"
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=STATUSES, method="of_status", empty_label="Any"
    )
    accelerated = django_filters.ChoiceFilter(
        label="Accelerated", choices=[("true", "Yes"), ("false", "No")], empty_label="Either",
        method="of_accelerated",
    )  # fmt: skip

    class Meta:
        model = Action
        # In the order of the page.
        fields = [
            "q", "force", "cycle", "region", "area", "kind", "status", "outcome", "deadline",
            "accelerated",
        ]  # fmt: skip

    def of_status(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        if value == OPEN:
            return queryset.still_open()
        if value == SUPERSEDED:
            return queryset.filter(Q(outcome=SUPERSEDED))
        if value == WITHDRAWN:
            return queryset.filter(state=WITHDRAWN)
        return queryset.filter(Q(status=value)).exclude(state=WITHDRAWN)

    def of_accelerated(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.filter(accelerated=value == "true")
