"""Results of the other forces, and Lancashire's past, so that there is something to compare.

Those of the other forces are made up and marked as synthetic. Lancashire's figure of 2021 is
the one that its report of 2023-25 prints.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from accounts.models import User
from cases.actions.publishing import load_published_results
from cases.comparison.measures import ComparedMeasure, measures_to_compare
from cases.published.figures import PublishedFigure, usual_sample
from cases.statistics.proportions import wald
from forces import actions as forces
from forces.models import Cycle, Force, Inspection
from peel.lib.rounding import rounded

CYCLE: Final = "2023-25"
SYNTHETIC: Final = "Made up for the demonstration"
PRINTED: Final = "PEEL 2023-25, Lancashire Constabulary: stop and search, the figure of 2021"
FIRST_START: Final = date(2023, 9, 4)
APART: Final = timedelta(days=14)
LONG: Final = timedelta(days=75)
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Guess:
    """About how a measure may turn out: cases from ``fewest`` to ``most``, the mean percentage
    of forces, and how far forces lie from it.
    """

    fewest: int
    most: int
    mean: float
    deviation: float


GUESSES: Final[Mapping[tuple[str, str], Guess]] = {
    ("vsa", "investigation_effective"): Guess(90, 105, 79, 6.5),
    ("vsa", "service_good"): Guess(85, 100, 82, 6),
    ("crime_data_integrity", "all_crime"): Guess(280, 380, 94.5, 2),
    ("crime_data_integrity", "sexual_offences"): Guess(85, 140, 94, 2.5),
    ("crime_data_integrity", "violent_offences"): Guess(100, 160, 92, 3),
    ("stop_and_search", "reasonable_grounds"): Guess(150, 260, 87, 4.5),
}


def load_other_forces(*, but: Force, by: User) -> None:
    """Opens the inspections of all forces ``but`` one, stores a figure of each measure for them,
    and that one's past.
    """
    cycle = Cycle.objects.get(slug=CYCLE)
    measures = [measure for measure in measures_to_compare() if measure.key in GUESSES]
    others = Force.objects.exclude(pk=but.pk).order_by("slug")
    entries = [
        (inspection, _made_up(inspection, measure))
        for inspection in _inspections(list(others), cycle)
        for measure in measures
    ]
    load_published_results(figures=[*entries, *_past(but, measures)], by=by)


def _inspections(others: list[Force], cycle: Cycle) -> Iterator[Inspection]:
    there = {
        inspection.force_id: inspection
        for inspection in Inspection.objects.filter(cycle=cycle).select_related("force", "cycle")
    }
    for place, force in enumerate(others):
        starts = FIRST_START + place * APART
        yield there.get(force.pk) or forces.create_inspection(
            force=force, cycle=cycle, starts=starts, ends=starts + LONG, by=None
        )


def _made_up(inspection: Inspection, measure: ComparedMeasure) -> PublishedFigure:
    """The same figure every time, as the seed is the force and the measure."""
    guess, random = GUESSES[measure.key], Random(f"{inspection.slug} {measure.code}")  # noqa: S311
    of = random.randint(guess.fewest, guess.most)
    met = min(of, round(of * random.gauss(guess.mean, guess.deviation) / 100))
    ends = (inspection.starts or FIRST_START) - timedelta(days=30)
    return _figure(measure, met, of, ends - YEAR + timedelta(days=1), ends)


def _figure(
    measure: ComparedMeasure, met: int, of: int, starts: date, ends: date
) -> PublishedFigure:
    percent, half_width = _printed(met, of) if measure.is_estimate else (None, None)
    return PublishedFigure(
        checklist=measure.checklist,
        sample=usual_sample(measure.checklist),
        code=measure.code,
        starts=starts,
        ends=ends,
        source=SYNTHETIC,
        numerator=met,
        denominator=of,
        percent=percent,
        half_width=half_width,
        synthetic=True,
    )


def _printed(met: int, of: int) -> tuple[Decimal, Decimal]:
    estimate = wald(met, of)
    return rounded(estimate.percent, 1), rounded(estimate.half_width or 0, 1)


def _past(
    force: Force, measures: list[ComparedMeasure]
) -> Iterator[tuple[Inspection, PublishedFigure]]:
    """What was printed of 2021, and a made-up figure from before the counting rules changed."""
    by_key = {measure.key: measure for measure in measures}
    if measure := by_key.get(("stop_and_search", "reasonable_grounds")):
        yield (
            _inspection(force, "2021-22"),
            PublishedFigure(
                checklist=measure.checklist,
                sample=usual_sample(measure.checklist),
                code=measure.code,
                starts=date(2021, 1, 1),
                ends=date(2021, 12, 31),
                source=PRINTED,
                percent=Decimal("85.2"),
                half_width=Decimal("5.1"),
            ),
        )
    if measure := by_key.get(("crime_data_integrity", "all_crime")):
        before = _figure(measure, 287, 318, date(2018, 1, 1), date(2018, 12, 31))
        yield _inspection(force, "2018-19"), before


def _inspection(force: Force, cycle: str) -> Inspection:
    return forces.create_inspection(force=force, cycle=Cycle.objects.get(slug=cycle), by=None)
