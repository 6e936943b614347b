"""Stored figures of all 43 forces in every cycle, for the measurement of the national page."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from bench.requests import Unexpected
from cases.estimates.estimated import Estimated
from cases.estimates.standards import standards_of
from cases.estimates.storing import stored
from cases.models import PublishedResult, Result, Sample, SignOff
from cases.states import SampleState
from cases.statistics.estimates import Method
from cases.statistics.proportions import wald
from checklists.actions import load, publish
from checklists.models import Version
from forces.models import Cycle, Force, Inspection

CHECKLIST, MEASURE, SLUG = "stop_and_search", "reasonable_grounds", "stop-and-search"
WINDOW = timedelta(days=300)
PUBLISHED_EACH = 3
"""Every third inspection has a published figure as well."""
SIGNED_OFF = """
SELECT inspection.force_id, sample.slug, sample.starts, sample.ends, result.numerator,
    result.denominator, result.estimate, sign_off.revision
FROM cases_result result
JOIN cases_signoff sign_off ON sign_off.id = result.sign_off_id
JOIN cases_sample sample ON sample.id = sign_off.sample_id
JOIN forces_inspection inspection ON inspection.id = sample.inspection_id
WHERE result.code = %s AND inspection.cycle_id = %s AND sign_off.reopened_at IS NULL
"""
PUBLISHED = """
SELECT inspection.force_id, published.percent, published.half_width, published.source
FROM cases_publishedresult published
JOIN forces_inspection inspection ON inspection.id = published.inspection_id
WHERE published.code = %s AND inspection.cycle_id = %s AND NOT published.withdrawn
"""


def national_page(by: User) -> tuple[str, int]:
    """The address of the page in the cycle that has casework, and the cycle's primary key.

    The figures are made where they aren't there yet.
    """
    cycles = list(Cycle.objects.filter(inspections__samples__slug="vsa").distinct().order_by("pk"))
    if not Sample.objects.filter(slug=SLUG).exists():
        with transaction.atomic():
            _make(cycles, by)
    cycle = cycles[len(cycles) // 2]
    return reverse("cases:compare_national", args=[cycle.slug, CHECKLIST, MEASURE]), cycle.pk


def floor(cycle: int) -> float:
    """Milliseconds of the bare SQL over the stored figures of one measure and cycle."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        rows = []
        for statement in (SIGNED_OFF, PUBLISHED):
            cursor.execute(statement, [MEASURE, cycle])
            rows += cursor.fetchall()
    elapsed = (time.perf_counter() - started) * 1_000
    if not rows:
        raise Unexpected("The floor found no stored figures.")
    return elapsed


def _make(cycles: Sequence[Cycle], by: User) -> None:
    version = _version()
    inspections = [inspection for cycle in cycles for inspection in _inspections(cycle)]
    samples = Sample.objects.bulk_create(_samples(inspections, version))
    sign_offs = SignOff.objects.bulk_create(
        SignOff(sample=s, revision=1, checksum="0" * 64, files=191, history_mark=0, by=by)
        for s in samples
    )
    measures = list(version.measures.values_list("code", "stage__code"))
    Result.objects.bulk_create(
        result
        for number, sign_off in enumerate(sign_offs)
        for result in _results(sign_off, measures, met=140 + number % 50)
    )
    PublishedResult.objects.bulk_create(
        _published(sample, by) for sample in samples[::PUBLISHED_EACH]
    )


def _version() -> Version:
    path = Path(apps.get_app_config("checklists").path, "data", "stop-and-search-2023-25.yaml")
    return publish(version=load(source=path.read_text("utf-8"), by=None), by=None)


def _inspections(cycle: Cycle) -> list[Inspection]:
    """One of every force; those without casework are added."""
    without = Force.objects.exclude(inspections__cycle=cycle)
    Inspection.objects.bulk_create(
        Inspection(force=force, cycle=cycle, slug=f"{force.slug}-{cycle.slug}") for force in without
    )
    return list(Inspection.objects.filter(cycle=cycle).select_related("cycle").order_by("pk"))


def _samples(inspections: Sequence[Inspection], version: Version) -> Iterator[Sample]:
    for inspection in inspections:
        starts = inspection.cycle.starts
        yield Sample(
            inspection=inspection,
            version=version,
            slug=SLUG,
            name="Stop and search",
            starts=starts,
            ends=starts + WINDOW,
            state=SampleState.SIGNED_OFF,
        )


def _results(sign_off: SignOff, measures: Sequence[tuple[str, str]], met: int) -> Iterator[Result]:
    standards = standards_of(sign_off.sample.inspection.cycle)
    estimated = Estimated(Method.WALD, wald(met, 191), standards.decimals, standards.threshold)
    for position, (code, stage) in enumerate(measures):
        yield Result(
            sign_off=sign_off,
            position=position,
            code=code,
            stage=stage,
            numerator=met,
            denominator=191,
            not_applicable=0,
            not_asked=0,
            outstanding=0,
            sentence="",
            estimate=stored(estimated) if code == MEASURE else None,
        )


def _published(sample: Sample, by: User) -> PublishedResult:
    return PublishedResult(
        inspection=sample.inspection,
        checklist=CHECKLIST,
        sample=SLUG,
        code=MEASURE,
        percent=Decimal("85.2"),
        half_width=Decimal("5.1"),
        starts=sample.inspection.cycle.starts,
        ends=sample.inspection.cycle.starts + WINDOW,
        source="A report, page 1",
        by=by,
    )
