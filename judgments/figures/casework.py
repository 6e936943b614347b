"""Reads the figures of inspections: those signed off, and those that were printed elsewhere."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from cases.blindness import samples_kept_from
from cases.comparison.measures import ComparedMeasure, measures_to_compare
from cases.comparison.stored import StoredFigure, Where
from cases.estimates.estimated import Estimated
from cases.estimates.standards import Standards
from cases.estimates.storing import restored
from cases.models import PublishedResult, Result, Sample, SignOff
from cases.statistics.estimates import Method
from cases.statistics.printing import Decimals
from cases.statistics.published import published
from checklists.models import Measure
from forces.models import Inspection
from judgments.figures.figure import CasesFigure, FileCount

Place = tuple[str, str]
"""The slugs of an inspection and a sample."""
RELATED = ("inspection__force", "inspection__cycle")


@dataclass(frozen=True, slots=True)
class Casework:
    """What is known of some inspections, by their slugs.

    ``problems`` say why a sample has no figure now. ``hidden`` inspections are not the reader's,
    ``kept`` samples are not for them yet.
    """

    inspections: frozenset[str]
    hidden: frozenset[str] = frozenset()
    kept: frozenset[Place] = frozenset()
    problems: Mapping[Place, str] = field(default_factory=dict)
    files: Mapping[Place, FileCount] = field(default_factory=dict)
    figures: Mapping[tuple[str, str, str], CasesFigure] = field(default_factory=dict)

    def withholds(self, inspection: str, sample: str) -> bool:
        """Whether the reader must not know the figures of a sample."""
        return inspection in self.hidden or (inspection, sample) in self.kept

    def problem_with(self, inspection: str, sample: str) -> str:
        """Why the sample has no figure at all, as a sentence; "" when it has some."""
        if inspection not in self.inspections:
            return f"There is no inspection {inspection}."
        if problem := self.problems.get((inspection, sample)):
            return problem
        if any(place[:2] == (inspection, sample) for place in self.figures):
            return ""
        if inspection in self.hidden:
            return f"You don't work on {inspection}, so you don't see its figures."
        return f"{inspection} has no sample {sample}, and no figure of one was published."


def of_inspections(slugs: Collection[str], reader: User | None = None) -> Casework:
    """Everything that can be cited of the inspections. Seven queries at most, none
    without a slug.

    With a ``reader``, what they may not read is left out, in two queries more.
    """
    if not slugs:
        return Casework(frozenset())
    inspections = {each.pk: each for each in _inspections(slugs)}
    samples = {each.pk: each for each in _samples(list(inspections))}
    kept = samples_kept_from(reader) if reader else frozenset()
    hidden = _hidden(inspections.values(), reader)
    problems = {(s.inspection.slug, s.slug): _problem(s, kept) for s in samples.values()}
    seen = [s for s in samples.values() if not s.is_open and s.pk not in kept]
    sign_offs = _sign_offs([s.pk for s in seen if s.inspection.slug not in hidden])
    figures = dict(_published(list(inspections.values()), set(problems)))
    figures.update(_signed_off(sign_offs))
    return Casework(
        inspections=frozenset(each.slug for each in inspections.values()),
        hidden=hidden,
        kept=frozenset((s.inspection.slug, s.slug) for s in samples.values() if s.pk in kept),
        problems={place: problem for place, problem in problems.items() if problem},
        files=dict(map(_files, sign_offs)),
        figures=figures,
    )


def _inspections(slugs: Collection[str]) -> Iterator[Inspection]:
    yield from Inspection.objects.filter(slug__in=slugs).select_related("force", "cycle")


def _samples(inspections: Collection[int]) -> Iterator[Sample]:
    was_signed_off = Exists(SignOff.objects.filter(sample=OuterRef("pk")))
    samples = Sample.objects.casework().filter(inspection__in=inspections)
    yield from samples.select_related(*RELATED).annotate(was_signed_off=was_signed_off)


def _hidden(inspections: Collection[Inspection], reader: User | None) -> frozenset[str]:
    """Inspectors see the figures of every inspection of a force of which they inspect one."""
    if reader is None or not reader.is_inspector:
        return frozenset()
    seen = Inspection.objects.visible_to(reader).order_by().values_list("force", flat=True)
    forces = set(seen)
    return frozenset(each.slug for each in inspections if each.force_id not in forces)


def _problem(sample: Any, kept: Collection[int]) -> str:
    if sample.pk in kept:
        return f"You review files of {sample}, so its figures are kept from you until you finish."
    if not sample.is_open:
        return ""
    if sample.was_signed_off:
        return f"The sample {sample} was reopened. Its figures stand once it is signed off again."
    return f"The sample {sample} is not signed off yet."


def _sign_offs(samples: Collection[int]) -> list[SignOff]:
    standing = SignOff.objects.filter(sample__in=samples, reopened_at=None)
    related = (f"sample__{name}" for name in RELATED)
    return list(standing.select_related(*related).order_by("sample__slug"))


def _files(sign_off: SignOff) -> tuple[Place, FileCount]:
    sample = sign_off.sample
    place = (sample.inspection.slug, sample.slug)
    return place, FileCount(sign_off.files, _setting_of(sample), _source_of(sign_off))


def _setting_of(sample: Sample) -> str:
    return f"{sample.name}, {sample.inspection}"


def _source_of(sign_off: SignOff) -> str:
    return f"Signed off in Peel, revision {sign_off.revision}"


def _signed_off(
    sign_offs: Collection[SignOff],
) -> Iterator[tuple[tuple[str, str, str], CasesFigure]]:
    by_pk = {sign_off.pk: sign_off for sign_off in sign_offs}
    versions = {sign_off.sample.version_id for sign_off in sign_offs}
    fields = ("version_id", "code", "label", "phrase", "kind")
    rows = Measure.objects.filter(version__in=versions).order_by().values_list(*fields)
    measures = {(version, code): measure for version, code, *measure in rows}
    for result in Result.objects.filter(sign_off__in=by_pk).order_by("sign_off_id", "position"):
        sign_off = by_pk[result.sign_off_id]
        sample = sign_off.sample
        label, phrase, kind = measures[sample.version_id, result.code]
        cycle = sample.inspection.cycle
        figure = CasesFigure(
            code=result.code,
            label=label,
            phrase=phrase,
            sentence=result.sentence,
            met=result.numerator,
            of=result.denominator,
            is_ratio=kind == "ratio",
            estimated=restored(result.estimate) if result.estimate else None,
            percent=None,
            decimals=Decimals(cycle.rate_decimals, cycle.interval_decimals),
            setting=_setting_of(sample),
            source=_source_of(sign_off),
            synthetic=False,
            traceable=True,
        )
        yield (sample.inspection.slug, sample.slug, result.code), figure


def _published(
    inspections: Collection[Inspection], samples: Collection[Place]
) -> Iterator[tuple[tuple[str, str, str], CasesFigure]]:
    """What was printed elsewhere, but for samples whose files are here."""
    by_pk = {inspection.pk: inspection for inspection in inspections}
    rows = list(PublishedResult.objects.standing().filter(inspection__in=by_pk))
    measures = {each.key: each for each in measures_to_compare()} if rows else {}
    for row in rows:
        inspection = by_pk[row.inspection_id]
        measure = measures.get((row.checklist, row.code))
        if measure and (inspection.slug, row.sample) not in samples:
            figure = _printed_elsewhere(row, inspection, measure)
            yield (inspection.slug, row.sample, row.code), figure


def _printed_elsewhere(
    row: PublishedResult, inspection: Inspection, measure: ComparedMeasure
) -> CasesFigure:
    cycle = inspection.cycle
    decimals = Decimals(cycle.rate_decimals, cycle.interval_decimals)
    standards = Standards(decimals, cycle.estimate_threshold, cycle.finite_population)
    where = Where(inspection.pk, inspection.slug, inspection.force_id, cycle.pk, standards)
    estimated = _estimated(row, decimals)
    percent = Fraction(row.percent) if row.percent is not None and not estimated else None
    stored = StoredFigure(
        where=where,
        key=measure.key,
        sample=row.sample,
        starts=row.starts,
        ends=row.ends,
        numerator=row.numerator,
        denominator=row.denominator,
        others=(None, None, None),
        estimated=estimated,
        percent=percent,
        source=row.source,
        synthetic=row.synthetic,
        signed_off=False,
        at=row.at,
    )
    return CasesFigure(
        code=row.code,
        label=measure.label,
        phrase=measure.phrase,
        sentence=stored.sentence(measure),
        met=row.numerator,
        of=row.denominator,
        is_ratio=measure.kind == "ratio",
        estimated=estimated,
        percent=percent,
        decimals=decimals,
        setting=f"{measure.checklist_title}, {inspection}",
        source=row.source,
        synthetic=row.synthetic,
    )


def _estimated(row: PublishedResult, decimals: Decimals) -> Estimated | None:
    if row.percent is None or row.half_width is None:
        return None
    estimate = published(row.percent, row.half_width, row.n or row.denominator)
    # Who printed it found the cases enough, whatever this cycle asks for.
    return Estimated(Method.PUBLISHED, estimate, decimals, threshold=0)
