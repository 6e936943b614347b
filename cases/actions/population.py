"""Saying how many records there are in the population that a sample stands for."""

from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.estimates.population import MOST_RECORDS, Sizes, population_of, weighable_facts
from cases.models import CaseFile, Sample
from checklists.instrument import Fact
from peel.lib.errors import Conflict, Invalid, require


def enter_stratum_sizes(*, sample: Sample, sizes: Mapping[str, Sizes], by: User) -> Sample:
    """Keeps the records in the population by the values of facts, in place of those before.

    A fact without any records is left out. Raises Refused, Conflict when the sample is signed
    off, and Invalid with a sentence for each number that can't be.
    """
    with transaction.atomic():
        locked = lock_sample(sample.pk)
        require(permissions.lead_casework(by, locked.inspection))
        if not locked.is_open:
            raise Conflict("This sample is signed off. Reopen it before changing the population.")
        kept = {fact: dict(values) for fact, values in sizes.items() if any(values.values())}
        _refuse_impossible(locked, kept)
        before, locked.stratum_sizes = locked.stratum_sizes, kept
        if kept != before:
            locked.save(update_fields=["stratum_sizes"])
            details = {"records": kept, "were": before}
            record(target=locked, verb="entered the population", by=by, details=details)
        return locked


def _refuse_impossible(sample: Sample, sizes: Mapping[str, Sizes]) -> None:
    facts = {fact.code: fact for fact in weighable_facts(sample.instrument)}
    drawn = population_of(sample).of_draw
    problems = [
        f"“{fact}” is no fact that files are weighed by here."
        for fact in sizes
        if fact not in facts or fact in drawn
    ]
    if not problems:
        files = list(
            CaseFile.objects.filter(sample=sample).active().values_list("facts", flat=True)
        )
        for fact, values in sizes.items():
            held = Counter(str(facts_of.get(fact) or "") for facts_of in files)
            problems += _problems_of(facts[fact], values, held)
    if problems:
        raise Invalid(*problems)


def _problems_of(fact: Fact, sizes: Sizes, held: Mapping[str, int]) -> list[str]:
    problems = []
    for value in dict.fromkeys([*sizes, *held]):
        name, files, size = (
            fact.label_of(value) or "Not recorded",
            held.get(value, 0),
            sizes.get(value, 0),
        )
        if not 0 <= size <= MOST_RECORDS:
            problems.append(f"{name}: enter a number from 0 to {MOST_RECORDS:,}.")
        elif size < files:
            were = "1 file is" if files == 1 else f"{files:,} files are"
            problems.append(f"{name}: {were} in the sample, so enter at least {files:,}.")
    return problems
