"""Which stratum of its sample a case file is in."""

from dataclasses import dataclass

from cases.models import CaseFile
from checklists.versions import instrument_of

WITH_STRATUM = ("ticket__stratum", "sample__version")
"""What ``stratum_of`` reads beside the file itself."""


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """A stratum and its place among those of the sample."""

    position: int
    title: str


def stratum_of(case_file: CaseFile) -> Stratum:
    """The stratum that a file was drawn from. A file of a list that was imported counts by the
    first fact that its checklist breaks figures down by, which is the offence group.
    """
    if case_file.ticket:
        drawn_from = case_file.ticket.stratum
        return Stratum(drawn_from.position, drawn_from.title)
    facts = instrument_of(case_file.sample.version).facts
    fact = next((fact for fact in facts if fact.breakdown), None)
    if fact is None:
        return Stratum(0, "All files")
    value = case_file.facts.get(fact.code, "")
    codes = [choice.code for choice in fact.choices]
    position = codes.index(value) if value in codes else len(codes)
    return Stratum(position, fact.label_of(value) or "Not recorded")
