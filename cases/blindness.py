"""Whom the reviews of a file are kept from, and who knows too much to review it.

The rule itself is in ``ReviewQuerySet.visible_to``: who holds the first or the second review
of a file sees no other review of it until both are in. Here is what follows from it for
figures, which no single review can be taken out of, and for giving reviews to people.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from accounts.models import User
from cases.models import ORIGINALS, AnswerHistory, Position, Reading, Review, Sample
from forces.models import Inspection

KEPT = "_kept_from"
TAUGHT = 0
"""In place of a review, for those who know its answers from an exercise."""
Known = Mapping[int, Mapping[int, set[int]]]
"""By file and review, the people who know the review."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Who can't be given the review of a file that is reviewed twice.

    Those who know the other review of the file, and all but inspectors: they see every review.
    """

    knowing: frozenset[int]

    def stops(self, member: User) -> bool:
        return member.pk in self.knowing or not member.is_inspector


def keeps_figures_from(user: User, sample: Sample) -> bool:
    """Whether a figure of the sample could tell ``user`` what the first reviewer answered."""
    return sample.pk in _kept_from(user).samples


def keeps_reviews_from(user: User, sample: Sample) -> bool:
    """Whether ``user`` must not know yet whether a file of the sample has another review."""
    return Review.objects.kept_apart(user).filter(case_file__sample=sample).exists()


def samples_kept_from(user: User) -> frozenset[int]:
    """The samples, by primary key, that ``keeps_figures_from`` the user."""
    return _kept_from(user).samples


def keeps_casework_from(user: User, inspection: Inspection) -> bool:
    """Whether leading the inspection would show ``user`` a review that is kept from them."""
    return inspection.pk in _kept_from(user).inspections


def still_reviews(user: User) -> bool:
    """Whether ``user`` has a first or second review whose file is not in yet."""
    return _kept_from(user).reviewing


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whether somebody is ``reviewing``, and what holds a review that counts and that they
    must not know yet, by primary key.
    """

    reviewing: bool
    samples: frozenset[int]
    inspections: frozenset[int]


def _kept_from(user: User) -> _Kept:
    """Asked once for each object of a user, of which every request has its own."""
    kept = vars(user).get(KEPT)
    if not isinstance(kept, _Kept):
        sample = "case_file__sample"
        apart = Review.objects.kept_apart(user).order_by()
        places = set(apart.values_list("counts", sample, f"{sample}__inspection"))
        kept = _Kept(
            reviewing=bool(places),
            samples=frozenset(sample for counts, sample, _ in places if not counts),
            inspections=frozenset(inspection for counts, _, inspection in places if not counts),
        )
        vars(user)[KEPT] = kept
    return kept


def unread_by(reader: User, reviews: Iterable[int]) -> list[int]:
    """Those of the reviews that ``reader``, who reviewed the same file, has not read yet."""
    files = reader.reviews.originals().values("case_file")
    others = Review.objects.filter(pk__in=list(reviews), case_file__in=files)
    unread = others.exclude(reviewer=reader).exclude(readings__reader=reader)
    return list(unread.order_by("pk").values_list("pk", flat=True))


def readers_of_others(review: Review) -> list[str]:
    """The addresses of the file's reviewers who have read another's review of it."""
    readings = Reading.objects.filter(
        review__case_file=review.case_file_id, review__position__in=ORIGINALS
    )
    return sorted(set(readings.values_list("reader__email", flat=True)))


def bars_of(reviews: Collection[Review]) -> dict[int, Bar]:
    """The bars of those reviews whose file is reviewed twice, by primary key.

    Four queries for any number, one when no file is.
    """
    files = {review.case_file_id for review in reviews}
    twice = Review.objects.filter(position=Position.SECOND, case_file__in=files)
    known = _known(list(twice.values_list("case_file", flat=True)))
    return {
        review.pk: Bar(frozenset(chain.from_iterable(_others(known, review))))
        for review in reviews
        if review.case_file_id in known
    }


def _others(known: Known, review: Review) -> list[set[int]]:
    return [who for pk, who in known[review.case_file_id].items() if pk != review.pk]


def _taught(files: Collection[int]) -> Iterable[tuple[int, int]]:
    """Who had a copy of the file as an exercise: they were shown what was answered."""
    path = "case_file__issued__reference_file__source__case_file"
    exercises = Review.objects.exercises().filter(**{f"{path}__in": files}).order_by()
    return exercises.values_list(path, "reviewer").distinct()


def _known(files: Collection[int]) -> Known:
    """A review is known to who holds it, who answered in it before, and who has read it."""
    if not files:
        return {}
    originals = Review.objects.originals().filter(case_file__in=files)
    held = originals.order_by().values_list("case_file", "pk", "reviewer", "readings__reader")
    known: dict[int, dict[int, set[int]]] = {}
    for file, review, *people in held:
        who = known.setdefault(file, {}).setdefault(review, set())
        who.update(person for person in people if person)
    answered = AnswerHistory.objects.filter(review__in=originals.order_by())
    rows = answered.order_by().values_list("review__case_file", "review", "answered_by")
    for file, review, person in rows.distinct():
        known[file][review].add(person)
    for file, person in _taught(files):
        known.setdefault(file, {}).setdefault(TAUGHT, set()).add(person)
    return known
