"""Gives no review to a person who knows another review of the same file."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from cases.blindness import Bar, bars_of
from cases.models import Review
from peel.lib.errors import Conflict

Dealt = list[tuple[Review, User]]


def keep_apart(dealt: Dealt) -> Dealt:
    """The same reviews over the same people, with as many for each, and nobody barred.

    Who must not have a review changes places with who has another one, of the same position
    and where there is one of the same facts. Raises Conflict when nobody is left to change with.
    """
    bars = bars_of([review for review, _ in dealt])
    settled = list(dealt)
    for place, (review, member) in enumerate(dealt):
        if _stops(bars, review, settled[place][1]):
            other = _partner(settled, place, bars)
            if other is None:
                raise Conflict(_sentence(review, member))
            mine, theirs = settled[place][1], settled[other][1]
            settled[place], settled[other] = (review, theirs), (settled[other][0], mine)
    return settled


def _partner(
    settled: Sequence[tuple[Review, User]], place: int, bars: Mapping[int, Bar]
) -> int | None:
    """With which place to change, so that neither person is barred from what they get."""
    review, member = settled[place]
    fitting = [
        other
        for other, (theirs, person) in enumerate(settled)
        if theirs.position == review.position
        and not _stops(bars, review, person)
        and not _stops(bars, theirs, member)
    ]
    facts = review.case_file.facts
    return min(fitting, key=lambda o: settled[o][0].case_file.facts != facts, default=None)


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
