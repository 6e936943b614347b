"""Reads the definitions of the indicators, a YAML file that a domain expert writes. Pure.

``docs/force-data.md`` explains the format. Every problem is found before any is reported.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, get_args

from forces.indicators.indicator import (
    Better,
    Choice,
    Frequency,
    Grouping,
    Indicator,
    Indicators,
    LargeChange,
    Standard,
    Unit,
)
from forces.indicators.standards import Unreadable, large_change_of, standard_of
from peel.lib.definitions.entries import Entry
from peel.lib.definitions.problems import Problems, did_you_mean, listed, quoted
from peel.lib.definitions.yaml_source import compose

KEYS: Final = ("groupings", "indicators")
GROUPING_KEYS: Final = ("code", "label", "groups")
GROUP_KEYS: Final = ("code", "label")
INDICATOR_KEYS: Final = (
    "code", "label", "theme", "guidance", "unit", "frequency", "better", "decimals", "large_change",
    "standard", "numerator", "denominator", "by", "snapshot", "source_required",
)  # fmt: skip
MOST_GROUPINGS: Final = 10
MOST_GROUPS: Final = 50
MOST_INDICATORS: Final = 200


class _Read(NamedTuple):
    value: Indicator
    entry: Entry


def parse(source: str) -> Indicators:
    """The indicators that a definition describes.

    Raises ``BrokenDefinition`` with every problem and its line.
    """
    problems = Problems()
    root = Entry(compose(source, first="indicators:"), KEYS, "the definition", problems)
    groupings = _groupings(root)
    known = {grouping.code: grouping for grouping in groupings}
    entries = root.entries("indicators", INDICATOR_KEYS, "an indicator", most=MOST_INDICATORS)
    read = [_Read(_indicator(entry, known), entry) for entry in entries]
    _check_unique(read)
    for each in read:
        _check_parts(each, {other.value.code: other.value for other in read})
    problems.refuse_if_any()
    return Indicators(tuple(groupings), tuple(each.value for each in read))


def _groupings(root: Entry) -> list[Grouping]:
    groupings: list[Grouping] = []
    for entry in root.entries(
        "groupings", GROUPING_KEYS, "a grouping", most=MOST_GROUPINGS, required=False
    ):
        grouping = Grouping(entry.code("code"), entry.text("label", longest=100), _groups(entry))
        if grouping.code in {other.code for other in groupings}:
            entry.refuse("code", f"The grouping {quoted(grouping.code)} stands twice. Rename one.")
        groupings.append(grouping)
    return groupings


def _groups(entry: Entry) -> tuple[Choice, ...]:
    groups: list[Choice] = []
    for row in entry.entries("groups", GROUP_KEYS, "a group", most=MOST_GROUPS):
        group = Choice(row.code("code"), row.text("label", longest=100))
        if group.code in {other.code for other in groups}:
            row.refuse("code", f"The group {quoted(group.code)} stands twice. Remove one.")
        groups.append(group)
    return tuple(groups)


def _indicator(entry: Entry, groupings: dict[str, Grouping]) -> Indicator:
    unit: Unit = entry.one_of("unit", get_args(Unit))
    better: Better = entry.one_of("better", get_args(Better), "higher")
    frequency: Frequency = entry.one_of("frequency", get_args(Frequency))
    return Indicator(
        code=entry.code("code"),
        label=entry.text("label", longest=150),
        theme=entry.text("theme", longest=60),
        guidance=entry.text("guidance", longest=1_000),
        unit=unit,
        frequency=frequency,
        better=better,
        decimals=0 if unit == "count" else int(entry.one_of("decimals", ("0", "1", "2"), "1")),
        large_change=_large_change(entry, unit),
        standard=_standard(entry, unit, better),
        numerator=entry.code("numerator", required=False),
        denominator=entry.code("denominator", required=False),
        grouping=_grouping(entry, groupings),
        snapshot=entry.flag("snapshot"),
        source_required=entry.flag("source_required"),
    )


def _large_change(entry: Entry, unit: Unit) -> LargeChange:
    text = entry.text("large_change", longest=50)
    if "unit" in entry.refused:
        return large_change_of("1 percent", unit)
    try:
        return large_change_of(text, unit)
    except Unreadable as error:
        if text:
            entry.refuse("large_change", str(error))
        return large_change_of("1 percent", unit)


def _standard(entry: Entry, unit: Unit, better: Better) -> Standard | None:
    if not entry.has("standard") or "unit" in entry.refused:
        return None
    text = entry.text("standard", longest=50)
    try:
        return standard_of(text, unit, better)
    except Unreadable as error:
        if text:
            entry.refuse("standard", str(error))
        return None


def _grouping(entry: Entry, groupings: dict[str, Grouping]) -> Grouping | None:
    code = entry.code("by", required=False)
    if code and code not in groupings:
        hint = did_you_mean(code, groupings) or f" These are defined: {listed(groupings)}."
        entry.refuse("by", f"There is no grouping {quoted(code)}.{hint}")
    return groupings.get(code)


def _check_unique(read: Sequence[_Read]) -> None:
    first: dict[str, Entry] = {}
    for indicator, entry in read:
        if indicator.code and first.setdefault(indicator.code, entry) is not entry:
            line = first[indicator.code].line
            entry.refuse(
                "code",
                f"The indicator {quoted(indicator.code)} stands on line {line} too. Rename one.",
            )


def _check_parts(each: _Read, known: dict[str, Indicator]) -> None:
    indicator, entry = each
    if "unit" in entry.refused:
        return
    if entry.has("numerator") != entry.has("denominator"):
        there = "numerator" if entry.has("numerator") else "denominator"
        entry.refuse(there, "Give a numerator and a denominator, or neither.")
    elif indicator.computed and indicator.is_count:
        entry.refuse(
            "numerator", "A count is given, not computed. Remove both, or change the unit."
        )
    elif not indicator.computed and indicator.unit.startswith("per 1,000"):
        entry.refuse("unit", "A rate needs a numerator and a denominator.")
    for key, code in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if code:
            _check_part(entry, key, code, indicator, known)


def _check_part(
    entry: Entry, key: str, code: str, indicator: Indicator, known: dict[str, Indicator]
) -> None:
    part = known.get(code)
    if part is None:
        entry.refuse(key, f"There is no indicator {quoted(code)}.{did_you_mean(code, known)}")
    elif not part.is_count:
        entry.refuse(
            key,
            f"The indicator {quoted(code)} isn't a count, so nothing is divided by it."
            if key == "denominator"
            else f"The indicator {quoted(code)} isn't a count.",
        )
    elif key == "numerator" and part.snapshot:
        entry.refuse(key, f"The indicator {quoted(code)} is counted on one day and has no rate.")
    elif indicator.grouping is not None and indicator.grouping != part.grouping:
        entry.refuse("by", f"The indicator {quoted(code)} isn't given by this grouping.")
