"""The data of forces as tables for a spreadsheet."""

from cases.force_data.disproportionality import Disproportion, Group
from cases.force_data.over_forces import OverForces
from forces.indicators.sheet import mark_of
from peel.lib.rounding import Number, rounded
from peel.lib.tables import Row, Table

COLUMNS = (
    "force", "indicator", "unit", "starts", "ends", "value", "mark", "meets_standard", "source",
)  # fmt: skip
GROUP_COLUMNS = (
    "force", "starts", "ends", "group", "searches", "people", "searches_per_1000", "rate_ratio",
    "lower", "upper", "find_rate", "marks",
)  # fmt: skip
PLACES = 4


def table_of(found: OverForces) -> Table:
    """One row for each force with a value, the highest first."""
    indicator, period = found.indicator, found.period
    rows = (
        (
            standing.force.slug,
            indicator.code,
            indicator.unit,
            f"{period.starts}" if period else "",
            f"{period.ends}" if period else "",
            float(rounded(standing.amount.value, indicator.decimals)),
            mark_of(standing.amount).lower(),
            "" if standing.met is None else "yes" if standing.met else "no",
            "; ".join(standing.amount.sources),
        )
        for standing in found.standings
    )
    return Table(COLUMNS, rows)


def groups_table(found: Disproportion) -> Table:
    """One row for each group, with more decimals than the page, and one for not stated."""
    start = (found.force.slug, f"{found.period.starts}", f"{found.period.ends}")
    rows: list[Row] = [
        (
            *start,
            group.label,
            group.searches,
            group.people,
            float(rounded(group.rate, PLACES)),
            *(_number(x) for x in _ratio(group)),
            _number(group.find_rate.value if group.find_rate else None),
            ", ".join(dict.fromkeys(mark.lower() for mark in group.marks if mark)),
        )
        for group in found.groups
    ]
    rows.append((*start, "Not stated", found.not_stated, "", "", "", "", "", "", ""))
    return Table(GROUP_COLUMNS, rows)


def _ratio(group: Group) -> tuple[Number | None, Number | None, Number | None]:
    ratio = group.ratio
    return (ratio.ratio, ratio.lower, ratio.upper) if ratio else (None, None, None)


def _number(value: Number | None) -> float | str:
    return "" if value is None else float(rounded(value, PLACES))
