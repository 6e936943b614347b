"""What speaks against drawing by a plan, each as a sentence that says what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.sampling.names import Names
from cases.sampling.plans import Plan
from cases.sampling.quotas import Allotted
from cases.sampling.resolution import Shortfall, ShortfallKind, Stratum
from cases.sampling.rules import Minimum
from cases.sampling.strata import Sorted
from cases.sampling.wording import files, records
from peel.lib.definitions.problems import quoted

MOST_NOTICES: Final = 10


@dataclass(slots=True)
class Findings:
    """Collects shortfalls, which may be accepted, refusals, which may not, and notices."""

    shortfalls: list[Shortfall] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def check_strata(self, strata: Sequence[Allotted], names: Names) -> None:
        """Name every stratum whose quota asks for more than its records."""
        for stratum in strata:
            asked = stratum.asked.least
            if stratum.records < asked:
                least = "at least " if stratum.asked.fixed is None else ""
                sentence = (
                    f"{quoted(names.stem_title(stratum.stem))} asks for {least}{files(asked)}, "
                    f"and the extract holds {_only(stratum.records)}."
                )
                self._fall_short(
                    "stratum", names.stem_code(stratum.stem), asked, stratum.records, sentence
                )

    def check_rules(self, plan: Plan, rules_with_strata: set[int]) -> None:
        """Name every rule with ``each`` that finds nothing to make a stratum of."""
        for place, rule in enumerate(plan.strata):
            if place not in rules_with_strata:
                sentence = f"{quoted(rule.title or rule.code)} finds no record in the extract."
                self._fall_short("stratum", rule.code, rule.quota.least, 0, sentence)

    def check_target(self, plan: Plan, strata: Sequence[Allotted], found: Sorted) -> None:
        """Refuse quotas that contradict the target, and name a target above the records."""
        if not sum(stratum.records for stratum in strata):
            self.refusals.append(_nothing(found))
            return
        fixed = sum(stratum.asked.fixed or 0 for stratum in strata)
        is_shared = any(rule.quota.fixed is None for rule in plan.strata)
        target = fixed if plan.target is None else plan.target
        if fixed > target or (not is_shared and fixed < target):
            self.refusals.append(_contradiction(fixed, target))
        elif sum(stratum.least for stratum in strata) > target:
            self.refusals.append(_too_small(sum(s.least for s in strata), target))
        elif is_shared:
            self._check_population(target, strata)

    def _check_population(self, target: int, strata: Sequence[Allotted]) -> None:
        most = sum(s.records if s.asked.fixed is None else s.least for s in strata)
        if most < target:
            sentence = f"The target is {files(target)}, and the extract holds {_only(most)}."
            self._fall_short("target", "", target, most, sentence)

    def check_records(self, minimum: Minimum, title: str, available: int) -> None:
        """Name a minimum that asks for more than the records that satisfy it."""
        if available < minimum.files:
            sentence = (
                f"{quoted(title)} asks for at least {files(minimum.files)}, "
                f"and the extract holds {_only(available)}."
            )
            self._fall_short("minimum", minimum.code, minimum.files, available, sentence)

    def check_room(self, title: str, wanted: int, given: int) -> None:
        """Refuse a minimum that the quotas and the other minimums leave no room for."""
        if given < wanted:
            self.refusals.append(
                f"{quoted(title)} asks for at least {files(wanted)}, but the quotas and the "
                f"other minimums leave room for {given:,}. Raise the quotas of the strata that "
                "hold such records, or lower a minimum."
            )

    def check_reach(self, strata: Sequence[Stratum]) -> None:
        """Note the final strata that no file is drawn from, though they have records."""
        missed = [stratum for stratum in strata if stratum.records and not stratum.quota]
        self.notices.extend(
            _missed(stratum.records, quoted(stratum.title)) for stratum in missed[:MOST_NOTICES]
        )
        if others := missed[MOST_NOTICES:]:
            named = f"{len(others):,} more strata"
            self.notices.append(_missed(sum(stratum.records for stratum in others), named))

    def _fall_short(
        self, kind: ShortfallKind, code: str, asked: int, drawn: int, sentence: str
    ) -> None:
        instead = f"At most {drawn:,} can be drawn." if drawn else "None can be drawn."
        self.shortfalls.append(Shortfall(kind, code, asked, drawn, f"{sentence} {instead}"))


def _missed(number: int, what: str) -> str:
    return (
        f"No file is drawn from the {records(number)} of {what}, so the figures will say nothing "
        "about them."
    )


def _only(number: int) -> str:
    return f"only {records(number)} for it" if number else "no record for it"


def _nothing(found: Sorted) -> str:
    excluded = sum(found.excluded.values())
    if not excluded and not found.outside:
        return "The extract holds no record to draw from."
    return (
        f"There is no record to draw from: the plan excludes {excluded:,} and its strata leave "
        f"out {found.outside:,}. Change its conditions."
    )


def _contradiction(fixed: int, target: int) -> str:
    if fixed > target:
        remedy = "Raise the target or lower the quotas."
    else:
        remedy = "Change the target or the quotas, or make a quota proportional."
    return f"The fixed quotas add up to {files(fixed)}, and the target is {target:,}. {remedy}"


def _too_small(least: int, target: int) -> str:
    return (
        f"The strata ask for {files(least)} at least, and the target is {target:,}. "
        "Raise the target or lower the quotas."
    )
