"""The figures of a sample by the values of a fact, or by reviewer, with names to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import User
from checklists.instrument import Measure
from peel.lib.storable import key_from

from . import permissions
from .filters import with_fact
from .models import AGREED_WORK, Position, Review, Sample
from .rollups import REVIEWER, Figure, breakdown

NOT_RECORDED = "Not recorded"
NOT_ALLOCATED = "Not allocated"


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the files that have one value: of a fact, or one reviewer. Files whose two
    reviews were agreed are a group of their own.
    """

    value: str
    label: str
    figures: Sequence[Figure]


def breakdowns_for(user: User, sample: Sample) -> dict[str, str]:
    """The breakdowns that ``user`` may read, as labels by code; none when they may not."""
    if permissions.break_results_down(user, sample):
        return {}
    facts = {fact.code: fact.label for fact in sample.instrument.facts if fact.breakdown}
    if permissions.read_case_files(user, sample):
        return facts
    return {**facts, REVIEWER: "Reviewer"}


def groups_of(sample: Sample, by: str, measures: Sequence[Measure] | None = None) -> list[Group]:
    """The groups that hold files, in the checklist's order; files without the fact come last.

    Raises KeyError when the checklist has no fact ``by``.
    """
    groups = breakdown(sample, by, measures)
    labels = _reviewers(groups) if by == REVIEWER else _choices(sample, by, groups)
    return [Group(value, label, groups[value]) for value, label in labels if value in groups]


def label_of(sample: Sample, by: str, value: str) -> str:
    """The name of one group.

    Raises KeyError when the checklist has no fact ``by``, or when ``value`` is neither one of
    its choices nor in any file.
    """
    if by == REVIEWER:
        return dict(_reviewers([value]))[value]
    reviews = Review.objects.filter(case_file__sample=sample)
    present = [value] if with_fact(reviews, by, value).exists() else []
    return dict(_choices(sample, by, present))[value]


def _choices(sample: Sample, fact: str, present: Iterable[str]) -> list[tuple[str, str]]:
    known = {choice.code: choice.label for choice in sample.instrument.fact(fact).choices}
    others = {value: value for value in sorted(present) if value and value not in known}
    return [*known.items(), *others.items(), ("", NOT_RECORDED)]


def _reviewers(present: Iterable[str]) -> list[tuple[str, str]]:
    keys = [key for value in present if (key := key_from(value)) is not None]
    people = User.objects.filter(pk__in=keys).order_by("name", "pk")
    named = [(str(person.pk), person.name) for person in people]
    return [*named, (Position.AGREED.value, AGREED_WORK), ("", NOT_ALLOCATED)]
