"""Gives no review to a person who knows another review of the same file."""

from collections import Counter
from collections.abc import Mapping

from accounts.models import User
from cases.blindness import Bar, bars_of
from cases.models import Review
from peel.lib.errors import Conflict

Dealt = list[tuple[Review, User]]


def keep_apart(dealt: Dealt, takers: Mapping[User, int | None]) -> Dealt:
    """The same reviews, and nobody has one that they are barred from.

    Who must not have a review changes places with who has another one; where nobody can, it
    goes to who has fewest and takes another. ``takers`` are all who take reviews, with the
    most that each takes. Raises Conflict when nobody can have a review.
    """
    bars = bars_of([review for review, _ in dealt])
    settled = list(dealt)
    for place, (review, _) in enumerate(dealt):
        member = settled[place][1]
        if not _stops(bars, review, member):
            continue
        other = _partner(settled, place, bars)
        if other is not None:
            settled[place] = (review, settled[other][1])
            settled[other] = (settled[other][0], member)
        else:
            settled[place] = (review, _other_taker(settled, review, member, takers, bars))
    return settled


def _partner(settled: Dealt, place: int, bars: Mapping[int, Bar]) -> int | None:
    """With which place to change, so that neither person is barred from what they get.

    Rather with a review of the same position, and with a file of the same facts.
    """
    review, member = settled[place]

    def unlike(other: int) -> tuple[bool, bool]:
        theirs = settled[other][0]
        unlike_facts = theirs.case_file.facts != review.case_file.facts
        return theirs.position != review.position, unlike_facts

    fitting = (
        other
        for other, (theirs, person) in enumerate(settled)
        if not _stops(bars, review, person) and not _stops(bars, theirs, member)
    )
    return min(fitting, key=unlike, default=None)


def _other_taker(
    settled: Dealt,
    review: Review,
    member: User,
    takers: Mapping[User, int | None],
    bars: Mapping[int, Bar],
) -> User:
    taken = Counter(person.pk for _, person in settled)
    free = [
        taker
        for taker, most in takers.items()
        if not _stops(bars, review, taker) and (most is None or taken[taker.pk] < most)
    ]
    if not free:
        raise Conflict(_sentence(review, member))
    return min(free, key=lambda taker: (taken[taker.pk], taker.pk))


def _stops(bars: Mapping[int, Bar], review: Review, member: User) -> bool:
    bar = bars.get(review.pk)
    return bar is not None and review.reviewer_id != member.pk and bar.stops(member)


def _sentence(review: Review, member: User) -> str:
    if not member.is_inspector:
        return (
            f"{review.case_file} is reviewed twice, so only inspectors can have it: others see "
            "both reviews. Choose an inspector."
        )
    return (
        f"{member} has or knows the other review of {review.case_file}, so they can't have this "
        "one too. Choose somebody else for it."
    )
