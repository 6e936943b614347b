"""The codes and titles of the strata of a draw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cases.sampling.plans import OTHER, Plan
from cases.sampling.rules import WHOLE
from cases.sampling.strata import Cell, Sorted, Stem
from cases.sampling.values import code_from
from cases.sampling.wording import LONGEST_TITLE, Naming, condition_title, joined

LONGEST_CODE: Final = 200


@dataclass(slots=True)
class Names:
    """Names the strata of a plan (``Stem``) and their final parts (``Cell``).

    Codes are at most ``LONGEST_CODE`` characters, and no two strata share one.
    """

    plan: Plan
    found: Sorted
    stems: Sequence[Stem]
    naming: Naming
    _codes: dict[Stem, str] = field(init=False)

    def __post_init__(self) -> None:
        self._codes = {}
        for stem in self.stems:
            self._codes[stem] = _unlike(self._codes.values(), self._wanted_code(stem))

    def _wanted_code(self, stem: Stem) -> str:
        values = (code_from(value or "not recorded") for value in stem.values)
        return _within(LONGEST_CODE // 2, "_".join([self.plan.strata[stem.rule].code, *values]))

    def stem_code(self, stem: Stem) -> str:
        """The code of a stratum of the plan, such as ``offence_rape``."""
        return self._codes[stem]

    def stem_title(self, stem: Stem) -> str:
        """What a stratum of the plan is called: by its rule, its values of ``each``, or both."""
        rule = self.plan.strata[stem.rule]
        named = [
            self.naming(fact, self.found.spelt(fact, value))
            for fact, value in zip(rule.each, stem.values, strict=True)
        ]
        title = rule.title or ("" if rule.each else condition_title(rule.where, self.naming))
        return ": ".join(part for part in (title, ", ".join(named)) if part) or WHOLE.title

    def minimum_title(self, place: int) -> str:
        """What a minimum of the plan is called."""
        minimum = self.plan.minimums[place]
        return minimum.title or condition_title(minimum.where, self.naming)

    def code(self, cell: Cell, *, is_whole: bool) -> str:
        """The code of a final stratum: the plan's, or with a point and the minimums."""
        stem = self._codes[cell.stem]
        if is_whole:
            return stem
        satisfied = "+".join(self.plan.minimums[place].code for place in cell.minimums)
        return _within(LONGEST_CODE, f"{stem}.{satisfied or OTHER}")

    def title(self, cell: Cell, *, is_whole: bool) -> str:
        """The title of a final stratum, such as “All records · Outcome type 8”."""
        stem = self.stem_title(cell.stem)
        if is_whole:
            return _cut(stem)
        satisfied = joined([self.minimum_title(place) for place in cell.minimums])
        return _cut(f"{stem} · {satisfied or OTHER.capitalize()}")


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _within(longest: int, code: str) -> str:
    """A code that fits where codes are kept, and still differs from others like it."""
    if len(code) <= longest:
        return code
    mark = sha256(code.encode()).hexdigest()[:8]
    return f"{code[: longest - len(mark) - 1]}_{mark}"


def _unlike(taken: Collection[str], wanted: str) -> str:
    """The wanted code, with a number when it is taken."""
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}_{number}"
    return code
