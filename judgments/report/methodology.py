"""How an inspection's case files were chosen and read, as the records of it say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q

from cases.estimates.population import Drawn
from cases.models import Draw, DrawStratum, PublishedResult, Result, SignOff
from cases.models.files import Position
from cases.states import CaseFileState, ReviewState
from cases.statistics.estimates import Method
from cases.statistics.stratified import out_of_proportion
from checklists.models import Measure
from forces.models import Inspection
from forces.rule_changes import rule_changes_called
from judgments.report.document import Facts
from judgments.report.wording import day, period

MOST_NAMED: Final = 6
COUNTS: Final = (
    "Counts are of the relevant cases in the sample, not of all files, and carry no interval: "
    "they describe the files that were read."
)
NO_DRAW: Final = "From a list of files that was brought in, without a draw"
TWICE = Q(
    sample__case_files__reviews__position=Position.SECOND,
    sample__case_files__reviews__state__in=[ReviewState.SUBMITTED, ReviewState.ACCEPTED],
)
LEFT_OUT = Q(sample__case_files__state=CaseFileState.ELIMINATED)


@dataclass(frozen=True, slots=True)
class Records:
    """What is on record of the samples that are signed off, by the sign-off's primary key."""

    sign_offs: tuple[SignOff, ...]
    draws: Mapping[int, Draw]
    methods: Mapping[int, Mapping[str, int]]
    rules: Mapping[int, tuple[str, ...]]
    sources: tuple[str, ...]


def records_of(inspection: Inspection) -> Records:
    """Six queries for any number of samples."""
    standing = SignOff.objects.filter(sample__inspection=inspection, reopened_at=None)
    related = ("sample__version__checklist", "sample__inspection__cycle")
    counted = standing.select_related(*related).annotate(
        twice=Count("sample__case_files", filter=TWICE, distinct=True),
        left_out=Count("sample__case_files", filter=LEFT_OUT, distinct=True),
    )
    sign_offs = tuple(counted.order_by("sample__name", "pk"))
    return Records(
        sign_offs=sign_offs,
        draws=_draws(sign_offs),
        methods=_methods(sign_offs),
        rules=_rules(sign_offs),
        sources=_sources(inspection),
    )


def facts_of(records: Records) -> Iterator[Facts]:
    """A table for each sample, and what has to be known to read its figures."""
    for sign_off in records.sign_offs:
        draw = records.draws.get(sign_off.sample_id)
        yield Facts(
            heading=sign_off.sample.name,
            rows=tuple(_rows(sign_off, draw)),
            notes=tuple(_notes(sign_off, draw, records)),
        )
    if records.sources:
        yield Facts(
            "Figures that were published elsewhere",
            tuple(("Source", source) for source in records.sources),
            ("They are printed as their source prints them. No case files of them are held.",),
        )


def _draws(sign_offs: Iterable[SignOff]) -> dict[int, Draw]:
    samples = [sign_off.sample_id for sign_off in sign_offs]
    standing = Draw.objects.standing().filter(sample__in=samples).order_by("revision")
    return {draw.sample_id: draw for draw in standing.prefetch_related("strata")}


def _methods(sign_offs: Iterable[SignOff]) -> dict[int, dict[str, int]]:
    """How many figures of each sign-off are estimated by which method."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    results = Result.objects.filter(sign_off__in=sign_offs, estimate__isnull=False)
    for sign_off, estimate in results.order_by().values_list("sign_off", "estimate"):
        if estimate:
            found[sign_off][Method(estimate["method"]).label] += 1
    return found


def _rules(sign_offs: Iterable[SignOff]) -> dict[int, tuple[str, ...]]:
    """The codes of the rule changes that measures of a version are not compared across."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    versions = {sign_off.sample.version_id for sign_off in sign_offs}
    rows = Measure.objects.filter(version__in=versions).order_by("pk")
    for version, codes in rows.values_list("version", "broken_by"):
        found[version].update(dict.fromkeys(codes))
    return {version: tuple(codes) for version, codes in found.items()}


def _sources(inspection: Inspection) -> tuple[str, ...]:
    printed = PublishedResult.objects.standing().filter(inspection=inspection)
    return tuple(printed.order_by("source").values_list("source", flat=True).distinct())


def _rows(sign_off: SignOff, draw: Draw | None) -> Iterator[tuple[str, str]]:
    sample = sign_off.sample
    counts: Any = sign_off
    yield "Case files read", f"{sign_off.files:,}"
    yield "Checklist", f"{sample.version.checklist.title}, version {sample.version.label}"
    if window := period(sample.starts, sample.ends):
        yield "Records of the time", window
    yield from _drawn(draw) if draw else [("How the files were chosen", NO_DRAW)]
    if counts.left_out:
        yield "Files taken out", f"{counts.left_out:,}"
    if counts.twice:
        yield "Files read by two people", f"{counts.twice:,}"
    yield "Signed off", f"{day(sign_off.at.date())}, revision {sign_off.revision}"


def _drawn(draw: Draw) -> Iterator[tuple[str, str]]:
    strata = draw.strata.all()
    groups = "1 group" if len(strata) == 1 else f"{len(strata):,} groups"
    records = sum(stratum.records for stratum in strata)
    yield "How the files were chosen", f"Drawn at random from {records:,} records in {groups}"
    yield "Plan and seed", f"{draw.plan_title}; {draw.seed}"
    for exclusion in draw.exclusions:
        yield "Left out before the draw", f"{exclusion['reason']}: {exclusion['records']:,} records"
    for shortfall in draw.shortfalls:
        yield "Fewer than planned", str(shortfall)


def _notes(sign_off: SignOff, draw: Draw | None, records: Records) -> Iterator[str]:
    methods = records.methods.get(sign_off.pk, {})
    yield COUNTS
    if methods:
        cycle = sign_off.sample.inspection.cycle
        how = "; ".join(f"{label}: {_figures(number)}" for label, number in methods.items())
        yield (
            "Estimates are given with a 95 percent confidence interval, which says between which "
            f"limits the share over all records lies. {_capital(how)}. From fewer than "
            f"{cycle.estimate_threshold:,} cases no estimate is printed."
        )
    if draw and (uneven := _out_of_proportion(list(draw.strata.all()))):
        yield (
            "These groups hold more or fewer of the files than of the records, so that a plain "
            f"count does not stand for all records: {uneven}."
        )
    for rule in rule_changes_called(records.rules.get(sign_off.sample.version_id, ())):
        yield (
            f"Some figures are not compared with those of records before {day(rule.on)}, when the "
            f"rules changed: {rule.name}."
        )


def _figures(number: int) -> str:
    return "1 figure" if number == 1 else f"{number:,} figures"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _out_of_proportion(strata: Iterable[DrawStratum]) -> str:
    drawn = [Drawn(each.title, each.records, each.quota, {}) for each in strata]
    if not any(each.records for each in drawn):
        return ""
    names = out_of_proportion(drawn)
    listed, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    return ", ".join([*listed, *([f"{more} more"] if more > 0 else [])])
