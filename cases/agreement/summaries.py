"""How far the answers of a group of pairs agree, and what is too little to say so.

Every number comes with its 95 percent interval:

* raw agreement: the Wilson score interval. Where files give several pairs, their number is
  divided by the design effect, which is the variance over files divided by the one that
  independent pairs would have, and at least 1 (Korn and Graubard 1998, Survey Methodology 24,
  193-201);
* kappa and AC1: plus and minus 1.96 standard errors, from the variance of Fleiss, Cohen and
  Everitt (1969) and that of Gwet (2008), or its form over files (``variances``).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .coefficients import Coefficient, cohens_kappa, gwets_ac1, raw_agreement
from .cross_tables import Cell, CrossTable, Paired, table_of
from .intervals import Interval, of_clustered_share, of_share, symmetric
from .variances import variance_over_files, variance_over_pairs

FEWEST = 10
"""With fewer pairs nothing but the count is said; over fewer files, no interval is given."""

NEGLIGIBLE = 1e-12
"""A variance below this is nought but for rounding."""


class Note(StrEnum):
    """Why a figure or its interval is missing, or how a figure must be read."""

    TOO_FEW = "too_few"
    NO_FIXED_ANSWERS = "no_fixed_answers"
    NO_VARIATION = "no_variation"
    ONE_SIDED = "one_sided"
    ALL_AGREE = "all_agree"
    NO_SPREAD = "no_spread"
    FEW_FILES = "few_files"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and its 95 percent interval; None where it can't be said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: Note | None = None

    def as_dict(self, name: str) -> dict[str, float | str | None]:
        return {
            name: self.value,
            f"{name}_low": self.low,
            f"{name}_high": self.high,
            f"{name}_note": self.note and self.note.value,
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers' answers held against each other. The first three are counts."""

    pairs: int
    files: int
    agreed: int
    raw: Estimate
    kappa: Estimate
    ac1: Estimate

    @property
    def is_too_few(self) -> bool:
        return self.pairs < FEWEST

    def as_dict(self) -> dict[str, int | float | str | None]:
        return {
            "pairs": self.pairs,
            "files": self.files,
            "agreed": self.agreed,
            **self.raw.as_dict("raw"),
            **self.kappa.as_dict("kappa"),
            **self.ac1.as_dict("ac1"),
        }


def agreement_of(pairs: Sequence[Paired], scale: int | None) -> Agreement:
    """The agreement of ``pairs``, of any number and in any order.

    ``scale`` is the number of answers to choose from, None when there is no end of them.
    """
    files = len({pair.file for pair in pairs})
    if len(pairs) < FEWEST:
        silent = Estimate(note=Note.TOO_FEW)
        agreed = sum(pair.first == pair.second for pair in pairs)
        return Agreement(len(pairs), files, agreed, silent, silent, silent)
    sample = _Sample(table_of(pairs), _files(pairs) if files < len(pairs) else None)
    table = sample.table
    raw = sample.raw()
    if scale is None:
        unknown = Estimate(note=Note.NO_FIXED_ANSWERS)
        return Agreement(table.pairs, files, table.agreed, raw, unknown, unknown)
    kappa, ac1 = cohens_kappa(table), gwets_ac1(table, max(scale, len(table.first), 2))
    undefined = Estimate(note=Note.NO_VARIATION)
    return Agreement(
        pairs=table.pairs,
        files=files,
        agreed=table.agreed,
        raw=raw,
        kappa=sample.estimate(kappa, one_sided=table.is_one_sided) if kappa else undefined,
        ac1=sample.estimate(ac1),
    )


def _files(pairs: Sequence[Paired]) -> list[Counter[Cell]]:
    files: defaultdict[int, Counter[Cell]] = defaultdict(Counter)
    for pair in pairs:
        files[pair.file][pair.cell] += 1
    return list(files.values())


@dataclass(frozen=True, slots=True)
class _Sample:
    """``files`` are the pairs of each file; None when each file gives one pair."""

    table: CrossTable
    files: list[Counter[Cell]] | None

    def raw(self) -> Estimate:
        share = self.table.raw
        if self._has_few_files:
            return Estimate(share, note=Note.FEW_FILES)
        return Estimate(share, *self._wilson())

    def _wilson(self) -> Interval:
        table = self.table
        if self.files is None:
            return of_share(table.agreed, table.pairs)
        variance = self._variance(raw_agreement(table))
        return of_clustered_share(table.agreed, table.pairs, variance, len(self.files))

    def estimate(self, coefficient: Coefficient, *, one_sided: bool = False) -> Estimate:
        if self._has_few_files:
            return Estimate(coefficient.value, note=Note.FEW_FILES)
        variance = self._variance(coefficient)
        if variance > NEGLIGIBLE:
            return Estimate(coefficient.value, *symmetric(coefficient.value, variance))
        if self.table.agreed == self.table.pairs:
            return Estimate(coefficient.value, note=Note.ALL_AGREE)
        note = Note.ONE_SIDED if one_sided else Note.NO_SPREAD
        return Estimate(coefficient.value, note=note)

    @property
    def _has_few_files(self) -> bool:
        return self.files is not None and len(self.files) < FEWEST

    def _variance(self, coefficient: Coefficient) -> float:
        if self.files is None:
            return variance_over_pairs(coefficient, self.table)
        return variance_over_files(coefficient, self.table, self.files)
