"""Values, changes and queries in words, as pages and lists show them. Pure."""

from fractions import Fraction

from forces.indicators.changes import Change
from forces.indicators.computing import Figure
from forces.indicators.indicator import Indicator
from peel.lib.rounding import Number, rounded


def number(indicator: Indicator, value: Number) -> str:
    """The value with the decimals of its indicator, as in “12,826” and “83.9”."""
    return f"{rounded(value, indicator.decimals):,}"


def in_words(indicator: Indicator, value: Number) -> str:
    """The value with its unit, as in “83.9 percent” and “8.4 per 1,000 population”."""
    unit = "" if indicator.is_count else f" {indicator.unit}"
    return f"{number(indicator, value)}{unit}"


def change_in_words(indicator: Indicator, before: Number, now: Number) -> str:
    """How far a value moved: “up 7,122 (55.5 percent)”, “down 2.1 points”, “unchanged”."""
    moved = Fraction(now) - Fraction(before)
    size = rounded(abs(moved), indicator.decimals)
    if not size:
        return "unchanged"
    way = "up" if moved > 0 else "down"
    if indicator.unit == "percent":
        return f"{way} {size:,} {'point' if size == 1 else 'points'}"
    share = f" ({rounded(100 * abs(moved) / Fraction(before), 1):,} percent)" if before else ""
    return f"{way} {size:,}{share}"


def judged(indicator: Indicator, before: Number, now: Number) -> str:
    """“better”, “worse”, or nothing where neither way is."""
    if indicator.better == "neither" or Fraction(now) == Fraction(before):
        return ""
    return "better" if (now > before) == (indicator.better == "higher") else "worse"


def named(indicator: Indicator, group: str) -> str:
    """The indicator, and its group where there is one."""
    groups = indicator.grouping.groups if indicator.grouping else ()
    label = next((each.label for each in groups if each.code == group), group)
    return f"{indicator.label}: {label}" if label else indicator.label


def question_about(change: Change) -> str:
    """What the force is asked about a large change."""
    indicator, before, now = change.indicator, change.before, change.now
    subject = f"{named(indicator, change.group)}, {now.period.name}"
    moved = change_in_words(indicator, before.amount.value, now.amount.value)
    figures = f"{_said(indicator, now)}, {moved}"
    if change.revised:
        asked = f"The value accepted before was {_said(indicator, before)}. Why did it change?"
    else:
        last = f"{_said(indicator, before)} ({before.period.name})"
        asked = f"Last time it was {last}. Is it right, and what explains it?"
    return f"{subject}: {figures}. {asked}"


def _said(indicator: Indicator, figure: Figure) -> str:
    return in_words(indicator, figure.amount.value)
