"""Agreement in words, as the page and the command print it."""

from collections.abc import Callable
from dataclasses import dataclass

from .summaries import FEWEST, Agreement, Estimate, Note

MINUS = "\N{MINUS SIGN}"
TOO_FEW = "too few to say"
NOTES = {
    Note.TOO_FEW: TOO_FEW,
    Note.NO_FIXED_ANSWERS: "not defined for numbers",
    Note.NO_VARIATION: "not defined: all answers are the same",
    Note.ONE_SIDED: "no interval: one reviewer gave one answer only",
    Note.ALL_AGREE: "no interval: all agree",
    Note.NO_SPREAD: "no interval: too little variation",
    Note.FEW_FILES: f"no interval: fewer than {FEWEST} files",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """An estimate as it is printed: its figure, and its interval or why there is none.

    ``figure`` is "" where nothing can be said; then ``rest`` says why.
    """

    figure: str
    rest: str

    def __str__(self) -> str:
        return f"{self.figure} ({self.rest})" if self.figure else self.rest


def percent(estimate: Estimate) -> Printed:
    """A share in percent, with one decimal."""
    return _printed(estimate, lambda share: f"{100 * share:.1f}")


def coefficient(estimate: Estimate) -> Printed:
    """Kappa or AC1, with two decimals."""
    return _printed(estimate, _two_decimals)


def sentence(agreement: Agreement) -> str:
    """The agreement of a whole sample, for a reader in a hurry."""
    counts = (
        f"Both reviewers were asked {_counted(agreement.pairs, 'yes or no question')} over the "
        f"{_counted(agreement.files, 'file')} reviewed twice, and gave the same answer to "
        f"{agreement.agreed:,} of them"
    )
    if agreement.is_too_few:
        return f"{counts}. That is {TOO_FEW} more."
    raw = percent(agreement.raw)
    return (
        f"{counts}: {raw.figure} percent ({raw.rest}). "
        f"Cohen’s kappa is {coefficient(agreement.kappa)}; "  # noqa: RUF001
        f"Gwet’s AC1 is {coefficient(agreement.ac1)}."  # noqa: RUF001
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _printed(estimate: Estimate, print_number: Callable[[float], str]) -> Printed:
    if estimate.value is None:
        return Printed("", NOTES[estimate.note] if estimate.note else "")
    figure = print_number(estimate.value)
    if estimate.low is None or estimate.high is None:
        return Printed(figure, NOTES[estimate.note] if estimate.note else "")
    return Printed(figure, f"{print_number(estimate.low)} to {print_number(estimate.high)}")


def _two_decimals(number: float) -> str:
    text = f"{number:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", MINUS)
