"""Reads the measures of a definition: what each counts, and how it is printed and compared."""

from collections.abc import Mapping
from typing import Final

from checklists.instrument import (
    STRATIFIED,
    Better,
    Estimation,
    Fact,
    Measure,
    MeasureKind,
    Printed,
)
from peel.lib.definitions.entries import Entry
from peel.lib.definitions.problems import did_you_mean, listed, quoted

MEASURE_KEYS: Final = (
    "code",
    "stage",
    "label",
    "kind",
    "question",
    "met",
    "numerator",
    "denominator",
    "only",
    "phrase",
    "headline",
    "printed",
    "better",
    "method",
    "strata",
    "broken_by",
)
METHODS: Final[Mapping[MeasureKind, tuple[Estimation, ...]]] = {
    "proportion": ("wald", "stratified", "stratified_ratio"),
    "ratio": ("wald", "ratio", "stratified_ratio"),
}


def read_measure(entry: Entry, facts: Mapping[str, Fact]) -> Measure:
    """The measure of an entry. ``facts`` are those of the definition, by code."""
    kind: MeasureKind = entry.one_of("kind", ("proportion", "ratio"), "proportion")
    is_ratio = kind == "ratio"
    _refuse_foreign_keys(entry, kind)
    printed: Printed = entry.one_of("printed", ("count", "estimate", "no"), "count")
    better: Better = entry.one_of("better", ("higher", "lower", "neither"), "higher")
    method = _method(entry, kind, printed)
    return Measure(
        code=entry.code("code"),
        stage=entry.code("stage"),
        label=entry.text("label", longest=200),
        question=None if is_ratio else entry.code("question"),
        met=frozenset() if is_ratio else entry.answers("met", required=True),
        kind=kind,
        numerator_question=entry.code("numerator") if is_ratio else None,
        denominator_question=entry.code("denominator") if is_ratio else None,
        only=_only(entry, facts),
        phrase=_phrase(entry),
        headline=entry.flag("headline"),
        printed=printed,
        better=better,
        method=method,
        strata=_strata(entry, facts, method, printed),
        broken_by=_broken_by(entry),
    )


def _refuse_foreign_keys(entry: Entry, kind: MeasureKind) -> None:
    foreign = ("question", "met") if kind == "ratio" else ("numerator", "denominator")
    for key in foreign:
        if entry.has(key) and "kind" not in entry.refused:
            entry.refuse(key, f"A measure of kind “{kind}” has no {quoted(key)}. Remove it.")


def _only(entry: Entry, facts: Mapping[str, Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    restriction = entry.entry("only", tuple(facts), "“only”, which takes facts")
    if restriction is None:
        return ()
    for code in restriction.keys:
        possible = [choice.code for choice in facts[code].choices]
        for item in restriction.words(code):
            if item.text not in possible:
                restriction.refuse(code, f"{quoted(item.text)} is no value of this fact.")
    return tuple(
        (code, tuple(item.text for item in restriction.words(code)))
        for code in sorted(restriction.keys)
    )


def _phrase(entry: Entry) -> str:
    phrase = entry.text("phrase", longest=200)
    if phrase and (phrase.count("{cases}") != 1 or phrase.count("{") + phrase.count("}") != 2):
        entry.refuse("phrase", "Write “{cases}” once where the figure stands, and no other braces.")
    return phrase


def _method(entry: Entry, kind: MeasureKind, printed: Printed) -> Estimation:
    method: Estimation = entry.one_of(
        "method", ("wald", "stratified", "ratio", "stratified_ratio"), "wald"
    )
    if not entry.has("method") or entry.refused & {"kind", "printed", "method"}:
        return method
    if printed != "estimate":
        entry.refuse(
            "method", "Only an estimate has a method. Write “printed: estimate” or remove it."
        )
    elif method not in METHODS[kind]:
        entry.refuse(
            "method", f"A measure of kind “{kind}” is estimated by {listed(METHODS[kind])}."
        )
    return method


def _strata(
    entry: Entry, facts: Mapping[str, Fact], method: Estimation, printed: Printed
) -> str | None:
    code = entry.code("strata", required=method in STRATIFIED)
    if not code or entry.refused & {"method", "printed"}:
        return None
    if printed != "estimate":
        entry.refuse("strata", "Only an estimate has strata. Write “printed: estimate”.")
    elif reason := _refused_strata(code, facts):
        entry.refuse("strata", reason)
    return code


def _refused_strata(code: str, facts: Mapping[str, Fact]) -> str | None:
    fact = facts.get(code)
    if fact is None:
        return f"There is no fact {quoted(code)}.{did_you_mean(code, facts)}"
    if fact.kind != "choice":
        return f"{quoted(code)} isn't a fact of kind “choice”, so it has no strata."
    if not fact.required:
        return f"Make {quoted(code)} required: a file without it would be in no stratum."
    return None


def _broken_by(entry: Entry) -> tuple[str, ...]:
    codes = entry.codes("broken_by")
    if len(set(codes)) < len(codes):
        entry.refuse("broken_by", "A rule change stands twice here. Remove one.")
    return codes
