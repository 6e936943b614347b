"""What the files of a sample can be narrowed by and put in order."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from cases.models import AGREED_WORK, Position, Review
from cases.states import (
    ANSWERABLE,
    IN_PROGRESS,
    LABELS,
    NOT_STARTED,
    CaseFileState,
    ReviewState,
)
from checklists.instrument import Fact, Instrument
from peel.lib.filters import StrictFilterSet

OPEN = "open"
ELIMINATED = CaseFileState.ELIMINATED.value
ACTIVE = Q(case_file__state=CaseFileState.ACTIVE)
STATES: dict[str, Q] = {
    ReviewState.UNALLOCATED: ACTIVE & Q(state=ReviewState.UNALLOCATED),
    OPEN: ACTIVE & Q(state__in=ANSWERABLE),
    ReviewState.ALLOCATED: ACTIVE & Q(state=ReviewState.ALLOCATED),
    NOT_STARTED: ACTIVE & Q(state=ReviewState.ALLOCATED, last_answered_at=None),
    IN_PROGRESS: ACTIVE & Q(state=ReviewState.ALLOCATED, last_answered_at__isnull=False),
    ReviewState.RETURNED: ACTIVE & Q(state=ReviewState.RETURNED),
    ReviewState.SUBMITTED: ACTIVE & Q(state=ReviewState.SUBMITTED),
    ReviewState.ACCEPTED: ACTIVE & Q(state=ReviewState.ACCEPTED),
    ELIMINATED: Q(case_file__state=CaseFileState.ELIMINATED),
}
SORTS: dict[str, tuple[str, ...]] = {
    "position": ("case_file__position",),
    "reference": ("case_file__reference",),
    "state": ("state", "case_file__position"),
    "reviewer": ("whose", "case_file__position"),
    "answered": ("answered", "case_file__position"),
    "activity": ("last_answered_at", "case_file__position"),
}
WORK_OF = Case(When(position=Position.AGREED, then=Value(AGREED_WORK)), default=F("reviewer__name"))
NOBODY = "nobody"
AGREED = Position.AGREED.value


def state_label(state: str) -> str:
    """The words for a state that the list can be narrowed to."""
    return "Open" if state == OPEN else LABELS[state]


class ReviewFilter(StrictFilterSet):
    """Narrows the counted reviews of one sample; without a state, to active files."""

    q = django_filters.CharFilter(label="Reference", field_name="case_file__reference",
                                  lookup_expr="icontains")  # fmt: skip

    class Meta:
        model = Review
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        instrument: Instrument,
        reviewers: Sequence[tuple[int, str]],
        has_agreed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._add("state", "State", [(s, state_label(s)) for s in STATES], "of_state", "All active")
        people = [(NOBODY, "Nobody"), *((str(pk), name) for pk, name in reviewers)]
        people += [(AGREED, AGREED_WORK)] if has_agreed else []
        self._add("reviewer", "Reviewer", people, "of_reviewer", "Anybody")
        for fact in instrument.facts:
            if fact.breakdown and fact.choices:
                self._add_fact(fact)

    def _add(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], method: str, empty: str
    ) -> None:
        added = django_filters.ChoiceFilter(
            label=label, choices=choices, method=method, empty_label=empty
        )
        added.field_name, added.model, added.parent = name, Review, self
        self.filters[name] = added

    def _add_fact(self, fact: Fact) -> None:
        choices = [(choice.code, choice.label) for choice in fact.choices]
        self._add(f"fact_{fact.code}", fact.label, choices, "of_fact", "Any")

    def filter_queryset(self, queryset: QuerySet[Review]) -> QuerySet[Review]:
        narrowed: QuerySet[Review] = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("state") else narrowed.filter(ACTIVE)

    def of_state(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return queryset.filter(STATES[value])

    def of_reviewer(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        if value == AGREED:
            return queryset.filter(position=AGREED)
        person = None if value == NOBODY else int(value)
        return queryset.filter(reviewer=person).exclude(position=AGREED)

    def of_fact(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return with_fact(queryset, name.removeprefix("fact_"), value)


def with_fact(reviews: QuerySet[Review], fact: str, value: str) -> QuerySet[Review]:
    """The reviews of files that carry this value of a fact."""
    return reviews.alias(of_fact=fact_text(fact)).filter(of_fact=value)


def fact_text(fact: str) -> Cast:
    """A fact of a review's file as text. A JSON key alone would be compared as JSON."""
    return Cast(KeyTextTransform(fact, "case_file__facts"), TextField())


def in_order(reviews: QuerySet[Review], sort: str) -> QuerySet[Review]:
    """In the order named by ``sort``, a key of ``SORTS``, descending after a "-"."""
    fields = SORTS.get(sort.removeprefix("-"), SORTS["position"])
    reviews = reviews.alias(whose=WORK_OF)
    return reviews.order_by(*(f"-{f}" for f in fields) if sort.startswith("-") else fields)
