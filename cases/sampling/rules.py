"""The parts of a sampling plan: conditions, quotas, strata, minimums, exclusions, the reserve."""

from dataclasses import dataclass
from typing import Any, Final

Values = tuple[str, ...]

WHOLE_TITLE: Final = "All records"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record's facts must be: for every fact, in order of code, one of the values.

    The value ``""`` stands for a fact that isn't recorded. No facts at all fit every record.
    """

    facts: tuple[tuple[str, Values], ...] = ()

    def as_mapping(self) -> dict[str, list[str]]:
        return {fact: list(values) for fact, values in self.facts}


@dataclass(frozen=True, slots=True)
class Quota:
    """Files of a stratum: ``fixed``, or else in proportion to its records and ``at_least``."""

    fixed: int | None = None
    at_least: int = 0

    @property
    def least(self) -> int:
        """The fewest files that it asks for."""
        return self.at_least if self.fixed is None else self.fixed

    def as_written(self) -> int | str | dict[str, int]:
        if self.fixed is not None:
            return self.fixed
        return {"at_least": self.at_least} if self.at_least else "proportional"


@dataclass(frozen=True, slots=True)
class StratumRule:
    """A stratum of the plan, or with ``each`` one for every combination of those facts' values.

    Without a ``title`` it is called after its values.
    """

    code: str
    title: str
    where: Condition
    each: tuple[str, ...]
    quota: Quota

    @property
    def takes_all(self) -> bool:
        """Whether it leaves no record to a later stratum."""
        return not self.where.facts

    def as_mapping(self) -> dict[str, Any]:
        optional = {
            "title": self.title,
            "where": self.where.as_mapping(),
            "each": list(self.each),
        }
        held = {key: value for key, value in optional.items() if value}
        return {"code": self.code, **held, "quota": self.quota.as_written()}


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least so many files that fit a condition, whatever strata they are in."""

    code: str
    title: str
    where: Condition
    files: int

    def as_mapping(self) -> dict[str, Any]:
        title = {"title": self.title} if self.title else {}
        return {"code": self.code, **title, "where": self.where.as_mapping(), "files": self.files}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Records that are left out before anything is counted, and why."""

    where: Condition
    reason: str

    def as_mapping(self) -> dict[str, Any]:
        return {"where": self.where.as_mapping(), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reserve:
    """How many more tickets stand by: a ``share`` of the quota in percent, and ``at_least``."""

    share: int = 100
    at_least: int = 5

    def wanted(self, quota: int) -> int:
        """The reserve of a stratum with this quota, if it has the records. None without quota."""
        return max(-(-quota * self.share // 100), self.at_least) if quota else 0


USUAL_RESERVE: Final = Reserve()
WHOLE: Final = StratumRule("all", WHOLE_TITLE, Condition(), (), Quota())
