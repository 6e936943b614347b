"""How many crimes a year go unrecorded, from the recording rate."""

from dataclasses import dataclass
from fractions import Fraction

from cases.statistics.estimates import Estimate
from cases.statistics.printing import capped


@dataclass(frozen=True, slots=True)
class UnrecordedCrime:
    """Crimes that were not recorded in a year, with limits from the rate's interval.

    ``upper`` is None when the rate's lower limit is 0: then any number is possible.
    """

    crimes: Fraction
    lower: Fraction
    upper: Fraction | None

    @property
    def sentence(self) -> str:
        """The number floored to the hundred, to stand before "crimes a year".

        >>> UnrecordedCrime(Fraction(5638), Fraction(2000), None).sentence
        'over 5,600'
        """
        hundreds = self.crimes // 100 * 100
        if not self.crimes:
            return "no"
        if not hundreds:
            return "fewer than 100"
        return f"{hundreds:,}" if hundreds == self.crimes else f"over {hundreds:,}"


def unrecorded_crime(recorded: int, rate: Estimate) -> UnrecordedCrime:
    """The crimes that should have been recorded in a year and were not: U = R (1 - p) / p.

    ``recorded`` is R, the crime recorded in the same 12 months; p is the recording rate. The
    limits put the interval's own limits, capped to 0-100 percent, in the place of p.
    Assumptions: the sample stands for the year; every recorded crime was rightly recorded;
    R is known without error. Units: crimes a year. Raises ``ValueError`` when R is below 0
    or p is 0. Source: HMICFRS's crime data integrity reports; p = R / (R + U) solved for U.
    """
    if recorded < 0:
        raise ValueError("Recorded crime can't be below 0.")
    crimes = _missing(recorded, rate.percent)
    if crimes is None:
        raise ValueError("At a rate of 0 percent, the number of unrecorded crimes is unknown.")
    lower = _missing(recorded, capped(rate.upper)) or Fraction(0)
    return UnrecordedCrime(crimes, lower, _missing(recorded, capped(rate.lower)))


def _missing(recorded: int, percent: Fraction) -> Fraction | None:
    return recorded * (100 - percent) / percent if percent else None
