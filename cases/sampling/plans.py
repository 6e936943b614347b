"""A sampling plan: how many files are drawn, of which strata, with which minimums.

A plan knows the codes of facts and values but no checklist; ``cases.sampling.checking`` holds
it against one. ``docs/sampling.md`` explains the keys of its file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import prod
from typing import Any, Final

from ruamel.yaml import YAML

from cases.sampling.plan_source import Part, source_of
from cases.sampling.rules import (
    USUAL_RESERVE,
    WHOLE,
    Condition,
    Exclusion,
    Minimum,
    Quota,
    Reserve,
    StratumRule,
)
from cases.sampling.values import code_from
from peel.lib.definitions.problems import quoted

PLAN_KEYS: Final = (
    "code",
    "title",
    "checklist",
    "target",
    "strata",
    "minimums",
    "exclusions",
    "reserve",
)
STRATUM_KEYS: Final = ("code", "title", "where", "each", "quota")
MINIMUM_KEYS: Final = ("code", "title", "where", "files")
EXCLUSION_KEYS: Final = ("where", "reason")
RESERVE_KEYS: Final = ("share", "at_least")
MOST_STRATA: Final = 200
MOST_COMBINATIONS: Final = 1_000
MOST_MINIMUMS: Final = 20
MOST_EXCLUSIONS: Final = 50
MOST_FILES: Final = 100_000
OTHER: Final = "other"
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``target`` is None when fixed quotas alone say how many files there are."""

    code: str
    title: str
    checklist: str
    target: int | None
    strata: tuple[StratumRule, ...] = (WHOLE,)
    minimums: tuple[Minimum, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    reserve: Reserve = USUAL_RESERVE

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the plan."""
        return (
            *(exclusion.where for exclusion in self.exclusions),
            *(rule.where for rule in self.strata),
            *(minimum.where for minimum in self.minimums),
        )

    @property
    def facts(self) -> tuple[str, ...]:
        """The codes of the facts that decide where a record belongs, in order of code."""
        named = {fact for condition in self.conditions for fact, _ in condition.facts}
        return tuple(sorted(named | {fact for rule in self.strata for fact in rule.each}))

    def as_mapping(self) -> dict[str, Any]:
        """The plan as plain values, which ``read_plan`` gives back as the same plan."""
        return {
            "code": self.code,
            "title": self.title,
            "checklist": self.checklist,
            "target": self.target,
            "strata": [rule.as_mapping() for rule in self.strata],
            "minimums": [minimum.as_mapping() for minimum in self.minimums],
            "exclusions": [exclusion.as_mapping() for exclusion in self.exclusions],
            "reserve": {"share": self.reserve.share, "at_least": self.reserve.at_least},
        }


def read_plan(source: str | Mapping[str, Any]) -> Plan:
    """The plan that YAML text or plain values describe.

    Raises ``Invalid`` with every problem, each after its line or, for plain values, its place.
    """
    read = source_of(source)
    root = Part(read, (), read.root, "the plan").only(PLAN_KEYS)
    plan = Plan(
        code=_slug(root, "code"),
        title=root.text("title"),
        checklist=_slug(root, "checklist"),
        target=root.number("target", least=1, most=MOST_FILES),
        strata=_strata(root) or (WHOLE,),
        minimums=_minimums(root),
        exclusions=_exclusions(root),
        reserve=_reserve(root),
    )
    if not read.faults:
        _check_target(root, plan)
    read.refuse_if_any()
    return plan


def as_yaml(plan: Plan) -> str:
    """The plan as YAML text, which ``read_plan`` gives back as the same plan."""
    text, yaml = StringIO(), YAML()
    yaml.width, yaml.default_flow_style = 100, False
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(plan.as_mapping(), text)
    return text.getvalue()


def _slug(root: Part, key: str) -> str:
    code = root.text(key, longest=50)
    if code and not _SLUG.fullmatch(code):
        root.refuse(
            key,
            f"{quoted(code)} can't be used here. Use small letters, digits, and hyphens or "
            "underscores between them.",
        )
    return code


def _strata(root: Part) -> tuple[StratumRule, ...]:
    parts = list(root.parts("strata", "a stratum", most=MOST_STRATA))
    rules = tuple(_stratum(part.only(STRATUM_KEYS)) for part in parts)
    _check_codes(parts, [rule.code for rule in rules], "stratum")
    for part, before in zip(parts[1:], rules, strict=False):
        if before.takes_all:
            part.refuse("where", f"{quoted(before.code)} takes every record, so move it down.")
    return rules


def _stratum(part: Part) -> StratumRule:
    where, each = _condition(part), part.words("each") if part.values.get("each") else ()
    if len(set(each)) < len(each):
        part.refuse("each", "A fact stands twice. Remove one.")
    listed = prod(len(values) for fact, values in where.facts if fact in each)
    if listed > MOST_COMBINATIONS:
        part.refuse("each", f"This makes {listed:,} strata. Make at most {MOST_COMBINATIONS:,}.")
    named = "_".join(each) or _code_of(where) or WHOLE.code
    return StratumRule(
        code=_code(part, named),
        title=part.text("title", required=False),
        where=where,
        each=each,
        quota=_quota(part),
    )


def _condition(part: Part, *, required: bool = False) -> Condition:
    """The facts of ``where``, sorted because databases don't keep the order of keys."""
    if required and not part.require("where"):
        return Condition()
    where = part.part("where", "“where”")
    if where is None:
        return Condition()
    if required and not where.values:
        part.refuse("where", "“where” is empty. Name a fact and its values.")
    return Condition(tuple((fact, where.words(fact)) for fact in sorted(where.values)))


def _quota(part: Part) -> Quota:
    if not part.require("quota"):
        return Quota()
    if isinstance(part.values["quota"], Mapping):
        inner = Part(part.source, (*part.path, "quota"), part.values["quota"], "“quota”")
        least = inner.only(("at_least",)).number(
            "at_least", least=0, most=MOST_FILES, required=True
        )
        return Quota(at_least=least or 0)
    written = part.text("quota")
    if written in ("", "proportional"):
        return Quota()
    if not written.isdigit():
        part.refuse("quota", "Write a number of files, “proportional” or “at_least: 5”.")
        return Quota()
    return Quota(fixed=part.number("quota", least=0, most=MOST_FILES) or 0)


def _minimums(root: Part) -> tuple[Minimum, ...]:
    parts = list(root.parts("minimums", "a minimum", most=MOST_MINIMUMS))
    minimums = tuple(_minimum(part.only(MINIMUM_KEYS)) for part in parts)
    _check_codes(parts, [minimum.code for minimum in minimums], "minimum")
    return minimums


def _minimum(part: Part) -> Minimum:
    where = _condition(part, required=True)
    code = _code(part, _code_of(where))
    if code == OTHER:
        part.refuse("code", f"{quoted(OTHER)} stands for what fits no minimum. Rename it.")
    return Minimum(
        code=code,
        title=part.text("title", required=False),
        where=where,
        files=part.number("files", least=1, most=MOST_FILES, required=True) or 1,
    )


def _exclusions(root: Part) -> tuple[Exclusion, ...]:
    parts = root.parts("exclusions", "an exclusion", most=MOST_EXCLUSIONS)
    return tuple(
        Exclusion(_condition(part.only(EXCLUSION_KEYS), required=True), part.text("reason"))
        for part in parts
    )


def _reserve(root: Part) -> Reserve:
    part = root.part("reserve", "“reserve”")
    if part is None:
        return USUAL_RESERVE
    share = part.only(RESERVE_KEYS).number("share", least=0, most=1_000)
    least = part.number("at_least", least=0, most=1_000)
    return Reserve(
        USUAL_RESERVE.share if share is None else share,
        USUAL_RESERVE.at_least if least is None else least,
    )


def _code(part: Part, derived: str) -> str:
    code = part.text("code", required=False) or derived
    if code and not _CODE.fullmatch(code):
        part.refuse(
            "code",
            f"{quoted(code)} can't be a code. "
            "Use at most 40 small letters, digits and underscores.",
        )
    return code


def _code_of(where: Condition) -> str:
    """The code of what has none, such as outcome_type_8."""
    named = [word for fact, values in where.facts for word in (fact, *values)]
    return code_from("_".join(named)) if named else ""


def _check_codes(parts: Sequence[Part], codes: Sequence[str], what: str) -> None:
    for place, (part, code) in enumerate(zip(parts, codes, strict=True)):
        if code and code in codes[:place]:
            part.refuse("code", f"Another {what} has the code {quoted(code)}. Give each its own.")


def _check_target(root: Part, plan: Plan) -> None:
    quotas = [rule.quota.fixed for rule in plan.strata]
    fixed = sum(quota or 0 for quota in quotas)
    if None in quotas:
        root.require("target")
    elif plan.target and not any(rule.each for rule in plan.strata) and fixed != plan.target:
        root.refuse(
            "target",
            f"The quotas add up to {fixed:,}, so the target can't be {plan.target:,}. "
            "Change one, or make a quota proportional.",
        )
