"""What the evidence log can be narrowed by."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from judgments.models import Bearing, Citation, Evidence, EvidenceArea, EvidenceKind, InspectionArea
from peel.lib.filters import StrictFilterSet
from peel.lib.storable import key_from

CITED, NOT_CITED = "cited", "not-cited"
WITHDRAWN, ALL = "withdrawn", "all"


def cited_by() -> QuerySet[Citation]:
    """The citations of a piece of evidence by findings that stand."""
    return Citation.objects.filter(evidence=OuterRef("pk"), finding__withdrawn=False)


class EvidenceFilterSet(django_filters.FilterSet):
    """What the page and the API narrow evidence by alike; each names areas in its own way."""

    bearing = django_filters.ChoiceFilter(
        label="Bearing", choices=Bearing.choices, method="later", empty_label="Either way"
    )
    cited = django_filters.ChoiceFilter(
        label="Findings",
        choices=[(CITED, "Cited"), (NOT_CITED, "Not cited yet")],
        method="of_citation",
        empty_label="Cited or not",
    )

    def filter_queryset(self, queryset: QuerySet[Evidence]) -> QuerySet[Evidence]:
        narrowed: QuerySet[Evidence] = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        return bearing_on(narrowed, chosen.get("area"), chosen.get("bearing"))

    def of_words(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        """By words of the summary or the source, or by number, as in "E12"."""
        found = Q(summary__icontains=value) | Q(source_role__icontains=value)
        if number := key_from(value.strip().upper().removeprefix("E")):
            found |= Q(number=number)
        return queryset.filter(found)

    def of_citation(
        self, queryset: QuerySet[Evidence], name: str, value: str
    ) -> QuerySet[Evidence]:
        cited = Exists(cited_by())
        return queryset.filter(cited if value == CITED else ~cited)

    def later(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        """What is read from several fields together, in ``filter_queryset``."""
        return queryset


class EvidenceFilter(EvidenceFilterSet, StrictFilterSet):
    """Narrows the log of one inspection; without a state, to what is not withdrawn."""

    q = django_filters.CharFilter(label="Search", method="of_words")
    kind = django_filters.ChoiceFilter(
        label="Gathered by", choices=EvidenceKind.choices, empty_label="Any way"
    )
    area = django_filters.ChoiceFilter(label="Area", method="later", empty_label="Any area")
    state = django_filters.ChoiceFilter(
        label="State",
        choices=[(WITHDRAWN, "Withdrawn"), (ALL, "All")],
        method="later",
        empty_label="Standing",
    )

    class Meta:
        model = Evidence
        # In the order of the page.
        fields = ["q", "kind", "area", "bearing", "cited", "state"]

    def __init__(self, *args: Any, areas: Iterable[InspectionArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.area.code, row.area.title) for row in areas]
        self.filters["area"].extra["choices"] = choices

    def filter_queryset(self, queryset: QuerySet[Evidence]) -> QuerySet[Evidence]:
        narrowed = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        return narrowed if state == ALL else narrowed.filter(withdrawn=state == WITHDRAWN)


def bearing_on(
    queryset: QuerySet[Evidence], area: str | None, bearing: str | None
) -> QuerySet[Evidence]:
    """Those that bear on the area of this code, on any where none is given, this way or either."""
    if not (area or bearing):
        return queryset
    rows = EvidenceArea.objects.filter(evidence=OuterRef("pk"))
    rows = rows.filter(area__area__code=area) if area else rows
    return queryset.filter(Exists(rows.filter(bearing=bearing) if bearing else rows))
