"""Reads what forces sent, as figures that texts cite. Only accepted lists count."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from cases.force_data.disproportionality import Disproportion, disproportion_of
from cases.statistics.printing import times
from forces.indicators.computing import Amount, ForceData
from forces.indicators.indicator import Indicator
from forces.indicators.periods import Period, is_month_end
from forces.indicators.sheet import mark_of
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import data_of_forces
from forces.indicators.wording import in_words, named, number
from forces.models import Force
from judgments.figures.figure import Figure, ForceFigure, Missing
from judgments.figures.tokens import CHANGE, DISPROPORTIONALITY, ForceDataToken, Form, Token
from peel.lib.rounding import rounded

Data = Mapping[str, tuple[Force, ForceData]]
"""What forces sent, by their slugs."""
COMPUTED = "Computed from what the force sent"
RATIO_DECIMALS = CHANGE_DECIMALS = 1


def of_forces(slugs: Collection[str]) -> Data:
    """What stands of each force. Two queries, none without a slug."""
    if not slugs:
        return {}
    forces = list(Force.objects.filter(slug__in=slugs))
    data = data_of_forces(forces)
    return {force.slug: (force, data[force.pk]) for force in forces}


def figure_of(token: ForceDataToken, known: Data) -> ForceFigure | Missing:
    """The value that the token cites, or why there is none."""
    if token.force not in known:
        return Missing(f"There is no force {token.force}.")
    force, data = known[token.force]
    if token.indicator == DISPROPORTIONALITY:
        return _ratio(token, force, data)
    indicator = shipped_indicators().by_code.get(token.indicator)
    if indicator is None:
        return Missing(f"There is no indicator {token.indicator}.")
    if token.group == CHANGE:
        return _change(indicator, force, data, token.period)
    period, amount = _amount(indicator, data, token)
    if amount is None:
        return Missing(f"No accepted value of {named(indicator, token.group)} for {period.name}.")
    return _figure(indicator, token.group, force, period, amount)


def every(slug: str, known: Data) -> Iterator[tuple[Token, Figure]]:
    """Every value of a force that a token can cite: as it was given, and over whole years."""
    for token in _tokens(slug, known):
        found = figure_of(token, known)
        if not isinstance(found, Missing):
            yield token, found


def _tokens(slug: str, known: Data) -> Iterator[ForceDataToken]:
    _, data = known[slug]
    for indicator in shipped_indicators().all:
        days = sorted(data.periods_of(indicator), key=lambda p: (p.ends, p.starts), reverse=True)
        groups = [group.code for group in indicator.grouping.groups] if indicator.grouping else []
        groups += [CHANGE] if _may_change(indicator) else []
        for when in dict.fromkeys(w for period in days for w in _written(indicator, period)):
            for group in ("", *groups):
                yield ForceDataToken(Form.SENTENCE, slug, indicator.code, group, when)
    for group, when in dict.fromkeys(_searched(data)):
        yield ForceDataToken(Form.SENTENCE, slug, DISPROPORTIONALITY, group, when)


def _written(indicator: Indicator, period: Period) -> Iterator[str]:
    """The periods as a token writes them: the one that was given, and the year that ends then."""
    if indicator.snapshot or is_month_end(period.ends):
        yield period.ends.isoformat()
    if period.months == 1:
        yield f"{period.ends:%Y-%m}"
    elif period.months and period.months != 12:
        yield f"{period.starts:%Y-%m}..{period.ends:%Y-%m}"


def _searched(data: ForceData) -> Iterator[tuple[str, str]]:
    searches = shipped_indicators().by_code["stop_and_searches"]
    for code, group in data.held:
        if code == searches.code and group:
            for period in data.held[code, group]:
                if period.months == 12:
                    yield group, period.ends.isoformat()


def _amount(
    indicator: Indicator, data: ForceData, token: ForceDataToken
) -> tuple[Period, Amount | None]:
    period = token.period
    if not indicator.snapshot:
        return period, data.over(indicator, period, token.group)
    day = Period(period.ends, period.ends)
    counted = data.on(indicator, day.ends, token.group)
    return day, counted.amount if counted and counted.period == day else None


def _figure(
    indicator: Indicator, group: str, force: Force, period: Period, amount: Amount
) -> ForceFigure:
    return ForceFigure(
        label=named(indicator, group),
        words=in_words(indicator, amount.value),
        number=number(indicator, amount.value),
        unit=indicator.unit,
        amount=Fraction(amount.value),
        decimals=0 if indicator.is_count else indicator.decimals,
        period=period.name,
        setting=f"{force.short_name}, {period.name}",
        source="; ".join(amount.sources) or COMPUTED,
        mark=mark_of(amount),
    )


def _may_change(indicator: Indicator) -> bool:
    """A percentage moves in points, and what is counted on one day has no year before it."""
    return indicator.is_count and not indicator.snapshot


def _change(
    indicator: Indicator, force: Force, data: ForceData, period: Period
) -> ForceFigure | Missing:
    """How far a count moved from that of the year before, in percent of it."""
    if not _may_change(indicator):
        return Missing(f"“{indicator.label}” has no change in percent.")
    before = data.over(indicator, period.year_before) if period.year_before else None
    now = data.over(indicator, period)
    if before is None or now is None or not before.value:
        return Missing(
            f"No accepted values of {indicator.label} for {period.name} and for the year before."
        )
    amount = Amount.of(100 * (Fraction(now.value) / Fraction(before.value) - 1), (now, before))
    size = rounded(abs(Fraction(amount.value)), CHANGE_DECIMALS)
    way = "up" if amount.value > 0 else "down"
    return ForceFigure(
        label=f"{indicator.label}, change on the year before",
        words=f"{way} {size:,} percent" if size else "unchanged",
        number=f"{size:,}",
        unit="percent",
        amount=Fraction(amount.value),
        decimals=CHANGE_DECIMALS,
        period=period.name,
        setting=f"{force.short_name}, {period.name}",
        source="; ".join(amount.sources) or COMPUTED,
        mark=mark_of(amount),
    )


def _ratio(token: ForceDataToken, force: Force, data: ForceData) -> ForceFigure | Missing:
    found = disproportion_of(force, data, only=token.period)
    if not isinstance(found, Disproportion):
        return Missing(found.reason)
    group = next((each for each in found.groups if each.code == token.group), None)
    if group is None or group.ratio is None:
        return Missing(f"No group “{token.group}” is compared with {found.reference} people.")
    words = times(group.ratio.ratio, RATIO_DECIMALS)
    return ForceFigure(
        label=f"How often {group.label} people are searched beside {found.reference} people",
        words=words,
        number=words.removesuffix(" times"),
        unit="times",
        amount=group.ratio.ratio,
        decimals=RATIO_DECIMALS,
        period=token.period.name,
        setting=f"{force.short_name}, {token.period.name}",
        source=COMPUTED,
        mark=next((mark for mark in group.marks if mark), ""),
    )
