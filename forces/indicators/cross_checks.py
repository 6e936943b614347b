"""Holds the values of one list against each other. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from forces.indicators.computing import Amount, ForceData
from forces.indicators.indicator import NOT_STATED, Indicators
from forces.indicators.periods import Period
from forces.indicators.reading import NewValue
from peel.lib.lists.problems import Problem

Held = dict[tuple[str, str], dict[Period, Amount]]
TOLERANCE = Fraction(1, 10)
"""How far, in points, a given percentage may lie from its counts: both may be rounded."""


def held_of(values: Sequence[NewValue], *, synthetic: bool = False) -> Held:
    """The values as figures are computed from them."""
    held: Held = {}
    for new in values:
        sources = (new.source,) if new.source else ()
        amount = Amount(new.value, new.illustrative, synthetic, sources)
        held.setdefault((new.indicator.code, new.group), {})[new.period] = amount
    return held


def contradictions(values: Sequence[NewValue], indicators: Indicators) -> list[Problem]:
    """The values that can't both be right, by row."""
    by_key = {(new.indicator.code, new.group, new.period): new for new in values}
    data = ForceData(indicators, held_of(values))
    found = [problem for new in values for problem in _of_one(new, by_key, data)]
    return sorted(found, key=lambda problem: problem.row)


def _of_one(
    new: NewValue, by_key: Mapping[tuple[str, str, Period], NewValue], data: ForceData
) -> Iterator[Problem]:
    if reason := _against_groups(new, data) or _against_counts(new, data):
        yield _problem(new, reason)
    for share in data.indicators.all:
        if share.unit == "percent" and share.numerator == new.indicator.code:
            whole = by_key.get((share.denominator, new.group, new.period))
            if whole and new.value > whole.value:
                yield _problem(
                    new,
                    f"This is more than the {whole.value:,} of “{whole.indicator.label}” in row "
                    f"{whole.row:,}, which it is a part of. Correct one of them.",
                )


def _against_groups(new: NewValue, data: ForceData) -> str:
    """A whole that its groups don't add up to. People of no group may be missing of a snapshot."""
    grouping = new.indicator.grouping
    if new.group or grouping is None:
        return ""
    given = {
        group.code: amounts[new.period].value
        for group in grouping.groups
        if new.period in (amounts := data.held.get((new.indicator.code, group.code), {}))
    }
    total = sum(Fraction(value) for value in given.values())
    missing = grouping.codes - set(given) - ({NOT_STATED} if new.indicator.snapshot else set())
    if total > new.value or (given and not missing and total != new.value):
        return f"The groups add up to {int(total):,}. Correct this value or one of the groups."
    return ""


def _against_counts(new: NewValue, data: ForceData) -> str:
    """A percentage that its counts, where they are in the list too, don't give."""
    if not new.indicator.computed:
        return ""
    without = {key: amounts for key, amounts in data.held.items() if key[0] != new.indicator.code}
    computed = ForceData(data.indicators, without).over(new.indicator, new.period, new.group)
    if computed is None or abs(Fraction(computed.value) - Fraction(new.value)) <= TOLERANCE:
        return ""
    return (
        f"The counts in this list give {float(computed.value):.{new.indicator.decimals}f}. Correct "
        "the counts, or remove this row: it is computed from them."
    )


def _problem(new: NewValue, reason: str) -> Problem:
    return Problem(new.row, "Value", f"{new.value:,}", reason)
