"""Which stratum of its sample a case file is in."""

from dataclasses import dataclass

from cases.models import CaseFile, Sample
from checklists.instrument import Fact
from checklists.versions import instrument_of

WITH_STRATUM = ("ticket__stratum", "sample__version")
"""What ``stratum_of`` reads beside the file itself."""


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """A stratum and its place among those of the sample."""

    position: int
    title: str


def stratum_of(case_file: CaseFile) -> Stratum:
    """The stratum that a file was drawn from. Where a list was imported, the value of
    ``fact_in_place_of_strata``.
    """
    if case_file.ticket:
        drawn_from = case_file.ticket.stratum
        return Stratum(drawn_from.position, drawn_from.title)
    fact = fact_in_place_of_strata(case_file.sample)
    if fact is None:
        return Stratum(0, "All files")
    value = case_file.facts.get(fact.code, "")
    codes = [choice.code for choice in fact.choices]
    position = codes.index(value) if value in codes else len(codes)
    return Stratum(position, fact.label_of(value) or "Not recorded")


def fact_in_place_of_strata(sample: Sample) -> Fact | None:
    """The first fact that figures are broken down by: where there is one, the offence group."""
    facts = instrument_of(sample.version).facts
    return next((fact for fact in facts if fact.breakdown), None)
