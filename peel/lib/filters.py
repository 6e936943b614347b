"""What every list that can be narrowed shares."""

from typing import Any

import django_filters


class StrictFilterSet(django_filters.FilterSet):
    """Finds nothing while a value can't be used, where the library would leave that one out.

    Whoever acts on what was found would otherwise act on more than was asked for.
    """

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.form.is_valid() else queryset.none()

    def problems(self) -> list[str]:
        """Why values can't be used, each named by its field."""
        return [
            f"{self.form.fields[name].label}: {problem}"
            for name, problems in self.form.errors.items()
            for problem in problems
        ]
