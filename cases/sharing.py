"""What the pages of allocation show: who has how many files, and what a hand-over would move."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from cases.actions.keeping_apart import Dealt
from cases.models import ORIGINALS, Review, Sample
from cases.states import ANSWERABLE, CaseFileState, SampleState
from cases.strata import WITH_STRATUM, fact_in_place_of_strata, stratum_of
from forces.models import Inspection


@dataclass(frozen=True, slots=True)
class Portion:
    """The files of one sample: all, those with answers, and those of each taker in turn."""

    sample: str
    files: int
    started: int
    taken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """How many files of each stratum everybody has: ``rows`` are a title, a number for each
    of ``people``, and their sum. ``by`` names what stands in for strata where a list was
    imported, "" where files were drawn.
    """

    by: str
    people: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    totals: tuple[int, ...]
    files: int


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """How many files wait for somebody in one sample, and in all."""

    here: int = 0
    everywhere: int = 0


NOBODY = "Nobody yet"


def balance_of(sample: Sample) -> Balance:
    """The active files of the sample by stratum and reviewer, in one query."""
    reviews = (
        Review.objects.counted()
        .filter(case_file__sample=sample)
        .select_related("reviewer", *(f"case_file__{path}" for path in WITH_STRATUM))
    )
    cells = Counter((stratum_of(review.case_file), _holder(review)) for review in reviews)
    holders = sorted({holder for _, holder in cells})
    rows = []
    for stratum in sorted({stratum for stratum, _ in cells}):
        numbers = tuple(cells[stratum, holder] for holder in holders)
        rows.append((stratum.title, numbers, sum(numbers)))
    totals = tuple(sum(column) for column in zip(*(row[1] for row in rows), strict=True))
    return Balance(
        by=_in_place_of_strata(sample, reviews),
        people=tuple(name for _, name, _ in holders),
        rows=tuple(rows),
        totals=totals,
        files=sum(totals),
    )


def _in_place_of_strata(sample: Sample, reviews: Iterable[Review]) -> str:
    fact = fact_in_place_of_strata(sample)
    if fact is None or all(review.case_file.ticket for review in reviews):
        return ""
    return fact.label


def _holder(review: Review) -> tuple[bool, str, int]:
    """Who has the file, in the order of names, nobody last."""
    if review.reviewer is None:
        return True, NOBODY, 0
    return False, review.reviewer.name, review.reviewer.pk


def open_files_of_each(
    reader: User, people: Iterable[User], sample: Sample
) -> dict[int, OpenFiles]:
    """By primary key, how many files each of ``people`` has open that ``reader`` sees."""
    people = list(people)
    counts = (
        Review.objects.visible_to(reader)
        .counted()
        .filter(reviewer__in=people, state__in=ANSWERABLE)
        .order_by()
        .values_list("reviewer")
        .annotate(here=Count("pk", filter=Q(case_file__sample=sample)), everywhere=Count("pk"))
    )
    found = {pk: OpenFiles(here, everywhere) for pk, here, everywhere in counts}
    return {person.pk: found.get(person.pk, OpenFiles()) for person in people}


def holders_of(inspection: Inspection) -> QuerySet[User]:
    """Everybody with open files in open samples of the inspection, by name.

    Adds ``open_files``, how many. People who are no longer active are among them.
    """
    open_here = Q(
        reviews__position__in=ORIGINALS,
        reviews__state__in=ANSWERABLE,
        reviews__case_file__state=CaseFileState.ACTIVE,
        reviews__case_file__sample__inspection=inspection,
        reviews__case_file__sample__state=SampleState.OPEN,
    )
    return (
        User.objects.filter(open_here)
        .annotate(open_files=Count("reviews", distinct=True))
        .order_by("name", "pk")
    )


def open_samples_of(inspection: Inspection) -> QuerySet[Sample]:
    """The samples of the inspection whose files can change hands."""
    samples = Sample.objects.casework().filter(inspection=inspection, state=SampleState.OPEN)
    return samples.order_by("slug")


def portions_of(dealt: Dealt, among: Sequence[User]) -> list[Portion]:
    """How many files of each sample would go to each of ``among``, samples in their order."""
    by_sample: dict[str, list[tuple[bool, User]]] = {}
    for review, member in dealt:
        name = review.case_file.sample.name
        by_sample.setdefault(name, []).append((review.is_started, member))
    return [_portion(name, files, among) for name, files in by_sample.items()]


def _portion(sample: str, files: Sequence[tuple[bool, User]], among: Sequence[User]) -> Portion:
    taken = Counter(member.pk for _, member in files)
    return Portion(
        sample=sample,
        files=len(files),
        started=sum(is_started for is_started, _ in files),
        taken=tuple(taken[member.pk] for member in among),
    )
