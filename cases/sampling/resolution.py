"""What a plan comes to for an extract: its final strata, and what speaks against drawing."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from cases.sampling.strata import Cell

ShortfallKind = Literal["target", "stratum", "minimum"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A final stratum of a draw: ``quota`` files are drawn of its ``records``.

    ``planned`` is the code of the stratum of the plan that it is the whole or a part of, and
    ``minimums`` are the codes of those that its records satisfy.
    """

    code: str
    title: str
    records: int
    quota: int
    reserve: int
    planned: str
    minimums: tuple[str, ...]
    cell: Cell = field(repr=False, compare=False)

    @property
    def probability(self) -> float:
        """The chance of each record to be drawn, from 0 to 1."""
        return float(self.exact_probability)

    @property
    def exact_probability(self) -> Fraction:
        return Fraction(self.quota, self.records) if self.records else Fraction(0)

    @property
    def weight(self) -> float | None:
        """How many records each drawn file stands for, or None when none is drawn."""
        return self.records / self.quota if self.quota else None

    def as_mapping(self) -> dict[str, Any]:
        """As the JSON of a draw shows it."""
        return {
            "stratum": self.code,
            "title": self.title,
            "count": self.records,
            "quota": self.quota,
            "reserve": self.reserve,
            "probability": self.probability,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """A stratum of the plan before the minimums cut it. It asks for exactly ``fixed`` files,
    or else for its share and ``at_least``; it gets ``quota``.
    """

    code: str
    title: str
    records: int
    fixed: int | None
    at_least: int
    quota: int


@dataclass(frozen=True, slots=True)
class PlannedMinimum:
    """A minimum of the plan: ``asked`` files, ``records`` that satisfy it, ``reached`` files."""

    code: str
    title: str
    records: int
    asked: int
    reached: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something that asks for more files than there are records, with what is drawn instead."""

    kind: ShortfallKind
    code: str
    asked: int
    drawn: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a plan comes to for an extract.

    With ``refusals`` nothing may be drawn, and there are no final ``strata``. ``shortfalls``
    may be accepted. ``notices`` are worth reading. ``excluded`` gives the reasons of the plan
    with their numbers of records.
    """

    strata: tuple[Stratum, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    refusals: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    excluded: tuple[tuple[str, int], ...] = ()
    outside: int = 0
    planned: tuple[PlannedStratum, ...] = ()
    minimums: tuple[PlannedMinimum, ...] = ()

    @property
    def records(self) -> int:
        """The records that a file may be drawn from."""
        return sum(stratum.records for stratum in self.planned)

    @property
    def files(self) -> int:
        """The files that would be drawn."""
        return sum(stratum.quota for stratum in self.strata)
