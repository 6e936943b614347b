"""A sampling plan in the making: plain values, part by part, which need not fit together yet.

A draft has the keys of a plan (``cases.sampling.plans``). Each part is checked alone when it
is entered; ``assess`` says what the whole still lacks and what it comes to. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from cases.sampling.allotment import resolve
from cases.sampling.checking import problems_with
from cases.sampling.plans import Plan, read_plan
from cases.sampling.resolution import Resolution
from cases.sampling.wording import naming_of
from checklists.instrument import Instrument
from peel.lib.errors import Invalid

Draft = Mapping[str, Any]
Kind = Literal["strata", "minimums", "exclusions"]

KINDS: Final[tuple[Kind, ...]] = ("strata", "minimums", "exclusions")
LONGEST_CODE: Final = 40
ENOUGH: Final = 100_000
THE_REST: Final = {"code": "all", "title": "All records", "quota": "proportional"}
THE_OTHERS: Final = "All other records"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a draft comes to. With ``problems`` nothing may be drawn by it."""

    plan: Plan | None
    resolution: Resolution | None
    problems: tuple[str, ...]

    @property
    def can_be_drawn(self) -> bool:
        return not self.problems


def new_draft(*, code: str, title: str, checklist: str, target: int) -> dict[str, Any]:
    """The plainest plan: so many files of all records."""
    return {
        "code": code,
        "title": title,
        "checklist": checklist,
        "target": target,
        "strata": [dict(THE_REST)],
        "minimums": [],
        "exclusions": [],
        "reserve": {"share": 100, "at_least": 5},
    }


def with_entry(draft: Draft, kind: Kind, place: int | None, entry: Mapping[str, Any]) -> Draft:
    """The draft with one entry put in place of another, or added when ``place`` is None.

    A new stratum comes before the one that takes all that is left. Raises IndexError.
    """
    entries = [dict(each) for each in draft[kind]]
    if place is None:
        place = _place_for_new(kind, entries)
        entries.insert(place, {})
    others = [each.get("code") for each in [*entries[:place], *entries[place + 1 :]]]
    entries[place] = _with_own_code(entry, others)
    return {**draft, kind: _with_rest_named(kind, entries)}


def without_entry(draft: Draft, kind: Kind, place: int) -> Draft:
    """The draft without one entry. Raises IndexError."""
    entries = [dict(each) for each in draft[kind]]
    del entries[place]
    return {**draft, kind: _with_rest_named(kind, entries)}


def moved_up(draft: Draft, kind: Kind, place: int) -> Draft:
    """The draft with one entry a place earlier. Raises IndexError."""
    entries = list(draft[kind])
    entries.insert(max(0, place - 1), entries.pop(place))
    return {**draft, kind: entries}


def checked_entry(kind: Kind, entry: Mapping[str, Any], instrument: Instrument) -> dict[str, Any]:
    """The entry as a plan writes it. Raises Invalid for one that no plan could hold."""
    alone: dict[str, Any] = {
        "code": "draft",
        "title": "Draft",
        "checklist": instrument.checklist,
        kind: [entry],
    }
    if kind != "strata" or not isinstance(entry.get("quota"), int):
        alone["target"] = ENOUGH
    plan = read_plan(alone)
    if problems := problems_with(plan, instrument.checklist, instrument.facts):
        raise Invalid(*problems)
    written: list[dict[str, Any]] = plan.as_mapping()[kind]
    return written[0]


def assess(
    draft: Draft,
    facts: Sequence[str],
    counts: Mapping[tuple[str, ...], int],
    instrument: Instrument,
) -> Assessment:
    """What the draft comes to for an extract with these counts, aligned with ``facts``."""
    try:
        plan = read_plan(draft)
    except Invalid as error:
        return Assessment(None, None, tuple(error.messages))
    if problems := problems_with(plan, instrument.checklist, instrument.facts):
        return Assessment(plan, None, tuple(problems))
    resolution = resolve(plan, counts, facts, naming_of(instrument.facts))
    return Assessment(plan, resolution, resolution.refusals)


def _place_for_new(kind: Kind, entries: Sequence[Mapping[str, Any]]) -> int:
    takes_all = kind == "strata" and entries and not entries[-1].get("where")
    return len(entries) - 1 if takes_all else len(entries)


def _with_own_code(entry: Mapping[str, Any], taken: Sequence[str | None]) -> dict[str, Any]:
    wanted = entry.get("code")
    if not wanted:
        return dict(entry)
    code, number = wanted, 1
    while code in taken:
        number += 1
        mark = f"_{number}"
        code = wanted[: LONGEST_CODE - len(mark)] + mark
    return {**entry, "code": code}


def _with_rest_named(kind: Kind, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A last stratum without conditions is called after what it takes, unless it was renamed."""
    last = entries[-1] if kind == "strata" and entries else {}
    if last.get("title") in (THE_REST["title"], THE_OTHERS) and not last.get("where"):
        last["title"] = THE_REST["title"] if len(entries) == 1 else THE_OTHERS
    return entries
