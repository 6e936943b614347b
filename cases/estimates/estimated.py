"""An estimate as a figure carries it, with the words around it."""

from dataclasses import dataclass
from typing import Final, Literal

from cases.statistics.estimates import Estimate, Method
from cases.statistics.printing import Decimals, figures, limits, printed, too_few

Percentage = Literal["percent", "half_width", "lower", "upper"]
PERCENTAGES: Final[tuple[Percentage, ...]] = ("percent", "half_width", "lower", "upper")


@dataclass(frozen=True, slots=True)
class Estimated:
    """What is estimated from one figure by ``method``.

    ``estimate`` is None where nothing can be estimated, and ``problem`` says why. ``decimals``
    and ``threshold``, a number of cases, are those of the cycle.
    """

    method: Method
    estimate: Estimate | None
    decimals: Decimals
    threshold: int
    problem: str = ""

    @property
    def is_too_few(self) -> bool:
        return self.estimate is not None and too_few(self.estimate.n, self.threshold)

    @property
    def printable(self) -> Estimate | None:
        """The estimate where there is one and it comes from enough cases."""
        return None if self.is_too_few else self.estimate

    @property
    def is_weighted(self) -> bool:
        return self.method in (Method.STRATIFIED, Method.STRATIFIED_RATIO)

    def sentence(self, phrase: str, counts: str) -> str:
        """The printed form in the measure's ``phrase``, else ``counts`` with what they are."""
        if self.estimate is None:
            return f"not estimated: {counts}"
        form = printed(self.estimate, self.decimals, self.threshold)
        return f"{form}: {counts}" if self.is_too_few else phrase.replace("{cases}", form)

    def range_of(self, estimate: Estimate) -> str:
        """The limits as they are shown, such as "94.3 to 98.3 percent"."""
        lower, upper = limits(estimate, self.decimals)
        return f"{lower} to {upper} percent"

    def as_dict(self) -> dict[str, str | int | float | None]:
        """``cases.statistics.printing.Figures``; its percentages are None where not printed."""
        form: dict[str, str | int | float | None] = dict.fromkeys(PERCENTAGES)
        if self.printable:
            shown = figures(self.printable, self.decimals)
            form.update({name: shown[name] for name in PERCENTAGES})
        n = self.estimate.n if self.estimate else None
        return {**form, "method": self.method.value, "n": n}
