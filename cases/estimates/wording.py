"""What stands beside an estimate on screen. Pure."""

from cases.estimates.estimated import Estimated
from cases.statistics.estimates import Estimate
from cases.statistics.proportions import wilson_beside


def note_of(estimated: Estimated) -> str:
    """Its n, its method with the limits, and Wilson's interval; or why none is printed."""
    estimate = estimated.estimate
    if estimate is None:
        return estimated.problem
    size = _size(estimate)
    if estimated.is_too_few:
        return f"{size}. An estimate takes {estimated.threshold:,} or more."
    intervals = [estimate, *([wilson_beside(estimate)] if estimate.n else [])]
    named = (f"{_capital(i.description)}: {estimated.range_of(i)}" for i in intervals)
    return f"{size}. {'. '.join(named)}."


def _size(estimate: Estimate) -> str:
    inside = "" if estimate.clusters is None else f", in {estimate.clusters:,} files"
    return f"n is {estimate.n or 0:,}{inside}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
