"""The sentences of a text in which figures are typed. Pure.

What the figures of one sentence have in common is worked out once for all of them, so that a text
is read in a time that grows with its length, and not with its square.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from judgments.figures.matching.known import Known
from judgments.figures.matching.known_figures import KnownFigures
from judgments.figures.matching.naming import (
    Bound,
    Sentence,
    Way,
    bound_of,
    counts_no_cases,
    is_negated,
    stems_of,
    way_of,
)
from judgments.figures.sentences import Sentences
from judgments.figures.tokens import LONGEST
from judgments.figures.typed import Typed

BESIDE: Final = re.compile(r"[\s(,:;*_\u2013-]*(?:or\s+)?")
COUNTED: Final = re.compile(r"\W*(?:relevant\s+)?[^\W\d_]+")
NEAR: Final = LONGEST + 50
"""So many characters on either side hold the words next to a figure, past a token."""


class TypedSentence:
    """From ``start`` to ``end`` of a text, with the figures that are typed there in their order.

    What is asked of one of them is asked by its place among them.
    """

    def __init__(
        self, text: str, start: int, end: int, typed: Sequence[Typed], known: KnownFigures
    ) -> None:
        self.typed, self.prose = typed, Sentence.at(text, start, end, typed)
        self._text, self._start, self._end, self._known = text, start, end, known

    @cached_property
    def stems(self) -> frozenset[str]:
        """Those that names of known figures have too, those of its typed figures among them."""
        return self._prose_stems.union(*self._typed_stems)

    @cached_property
    def named(self) -> tuple[Known, ...]:
        """The inspection's own figures of whose names it has a word."""
        return self._known.named_by(self.stems)

    def stems_beside(self, place: int) -> frozenset[str]:
        """The same but for those that only the one figure is typed in."""
        own = self._typed_stems[place] - self._prose_stems
        alone = {stem for stem in own if self._times_said[stem] == 1}
        return self.stems - alone if alone else self.stems

    def had_beside(self, place: int) -> frozenset[Known]:
        """The inspection's own figures that it has already, by a token or typed elsewhere in it.

        A figure that stands right beside, as in "83 of 100 (83 percent)", may be the same.
        """
        own = Counter(
            each
            for near in (place - 1, place, place + 1)
            if near == place or self._restates(place, near)
            for each in self._known.having(self.typed[near].value)
        )
        if not own:
            return self._had
        held = self._times_held
        return self._cited.union(each for each in self._had if held[each] > own[each])

    def stems_of_names(self, figures: frozenset[Known]) -> frozenset[str]:
        """All that their names have."""
        if figures not in self._name_stems:
            names = (each.names.stems for each in figures)
            self._name_stems[figures] = frozenset[str]().union(*names)
        return self._name_stems[figures]

    def denies(self, place: int) -> bool:
        """Whether it says "not" or the like beside the figure, "none of the 12" of another too."""
        others = self._denied - is_negated(self.typed[place].words)
        return self.prose.is_negated or others > 0

    def leaves_open(self, place: int) -> bool:
        """Whether it doesn't say itself what was counted: "it was", or "20 of 100 plans"."""
        counted = COUNTED.match(self._after(place))
        is_named = counted is not None and not self.prose.stems.isdisjoint(stems_of(counted[0]))
        return is_named or self.prose.points_elsewhere

    def bound(self, place: int) -> Bound:
        return bound_of(self._before(place))

    def way(self, place: int) -> Way | None:
        return way_of(self._before(place), self._after(place))

    def counts_no_cases(self, place: int) -> bool:
        return counts_no_cases(self._after(place))

    def _before(self, place: int) -> str:
        one = self.typed[place]
        return self._text[max(self._start, one.start - NEAR) : one.start]

    def _after(self, place: int) -> str:
        one = self.typed[place]
        return self._text[one.end : min(self._end, one.end + NEAR)]

    @cached_property
    def _prose_stems(self) -> frozenset[str]:
        return self.prose.stems & self._known.stems

    @cached_property
    def _typed_stems(self) -> list[frozenset[str]]:
        return [stems_of(one.words) & self._known.stems for one in self.typed]

    @cached_property
    def _times_said(self) -> Counter[str]:
        return Counter(stem for stems in self._typed_stems for stem in stems)

    @cached_property
    def _denied(self) -> int:
        return sum(is_negated(one.words) for one in self.typed)

    @cached_property
    def _times_held(self) -> Counter[Known]:
        held = (each for one in self.typed for each in self._known.having(one.value))
        return Counter(each for each in held if each.own)

    @cached_property
    def _cited(self) -> frozenset[Known]:
        return self._known.cited_by(self.prose.cited)

    @cached_property
    def _had(self) -> frozenset[Known]:
        return self._cited.union(self._times_held)

    @cached_property
    def _name_stems(self) -> dict[frozenset[Known], frozenset[str]]:
        return {}

    def _restates(self, place: int, other: int) -> bool:
        """Whether both stand side by side and are not written alike."""
        if not 0 <= other < len(self.typed):
            return False
        first, second = (self.typed[each] for each in sorted((place, other)))
        between = BESIDE.fullmatch(self._text, first.end, second.start)
        return type(first.value) is not type(second.value) and between is not None


def typed_sentences(
    text: str, typed: Sequence[Typed], known: KnownFigures
) -> Iterator[tuple[TypedSentence, int]]:
    """For each typed figure its sentence, and its place among those that are typed there."""
    sentences = Sentences(text)
    starts = [one.start for one in typed]
    made: dict[tuple[int, int], TypedSentence] = {}
    for number, one in enumerate(typed):
        start, end = sentences.at(one.start, one.end)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if (start, end) not in made:
            made[start, end] = TypedSentence(text, start, end, typed[first:last], known)
        yield made[start, end], number - first
