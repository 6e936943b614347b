"""A plan in the making as its page shows it: the entries in words, and what they come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.extract_contents import kept_counts
from cases.models import Extract
from cases.plan_drafts import Assessment, Draft, Kind, assess
from cases.sampling.rules import WHOLE_TITLE, Condition
from cases.sampling.wording import Naming, condition_title, files, naming_of
from checklists.instrument import Fact

HEADINGS: dict[Kind, str] = {
    "strata": "Strata",
    "minimums": "Minimums",
    "exclusions": "Exclusions",
}
ABOUT: dict[Kind, str] = {
    "strata": "A record belongs to the first stratum that it fits.",
    "minimums": "Files that the sample must hold at least, whatever strata they are in.",
    "exclusions": "Records that are left out before anything is drawn.",
}
ADD: dict[Kind, str] = {
    "strata": "Add a stratum",
    "minimums": "Add a minimum",
    "exclusions": "Add an exclusion",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a plan. ``place`` is counted from 0."""

    place: int
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one kind."""

    kind: Kind
    heading: str
    about: str
    add: str
    entries: tuple[Entry, ...]


def sections_of(draft: Draft, facts: Sequence[Fact]) -> list[Section]:
    """The entries of the draft by kind, each in words. ``facts`` name the values."""
    naming = naming_of(facts)
    entries: dict[Kind, list[tuple[str, str]]] = {
        "strata": [_stratum(each, facts, naming) for each in draft["strata"]],
        "minimums": [
            (each.get("title") or _where(each, naming), f"at least {files(each['files'])}")
            for each in draft["minimums"]
        ],
        "exclusions": [(_where(each, naming), each["reason"]) for each in draft["exclusions"]],
    }
    return [
        Section(kind, HEADINGS[kind], ABOUT[kind], ADD[kind], tuple(_numbered(found)))
        for kind, found in entries.items()
    ]


def assessment_of(extract: Extract) -> Assessment:
    """What its plan comes to for the extract. Raises Conflict when its counts are gone."""
    counts = kept_counts(extract)
    return assess(extract.plan, counts.facts, counts.records, extract.sample.instrument)


def frame_in_words(draft: Draft) -> list[tuple[str, str]]:
    """What a plan says of the whole: how many files, and how many in reserve."""
    target = draft.get("target")
    return [
        ("Files to draw", f"{target:,}" if target else "The sum of the fixed numbers"),
        ("Reserve", reserve_in_words(draft)),
    ]


def reserve_in_words(draft: Draft) -> str:
    """How large the reserve of each stratum is."""
    share, at_least = draft["reserve"]["share"], draft["reserve"]["at_least"]
    least = f", at least {at_least:,}" if at_least else ""
    return f"{share:,} percent of the files of each stratum{least}"


def _numbered(found: Sequence[tuple[str, str]]) -> Iterator[Entry]:
    for place, (title, says) in enumerate(found):
        yield Entry(place, title, says)


def _stratum(entry: Mapping[str, Any], facts: Sequence[Fact], naming: Naming) -> tuple[str, str]:
    described = _where(entry, naming)
    title = entry.get("title") or described or ("" if entry.get("each") else WHOLE_TITLE)
    labels = {fact.code: fact.label for fact in facts}
    each = " and ".join(labels.get(code, code).lower() for code in entry.get("each", []))
    parts = [
        title,
        described if described != title and entry.get("title") else "",
        f"one for every {each}" if each else "",
    ]
    return ": ".join(part for part in parts if part), _quota(entry)


def _quota(entry: Mapping[str, Any]) -> str:
    quota = entry["quota"]
    each = " each" if entry.get("each") else ""
    if isinstance(quota, int):
        return f"{files(quota)}{each}"
    if isinstance(quota, Mapping):
        return f"its share of the files that are left, at least {files(quota['at_least'])}{each}"
    return "its share of the files that are left"


def _where(entry: Mapping[str, Any], naming: Naming) -> str:
    where = entry.get("where", {})
    condition = Condition(tuple((fact, tuple(values)) for fact, values in where.items()))
    return condition_title(condition, naming)
