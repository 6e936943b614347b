"""Stored figures: signed off here from cases, or published elsewhere without them.

Two queries read those of any number of forces and cycles. Where an inspection has a figure in
both, the one that was signed off is taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from cases.blindness import samples_kept_from
from cases.comparison.measures import ComparedMeasure
from cases.estimates.estimated import Estimated
from cases.estimates.standards import Standards
from cases.estimates.storing import restored
from cases.house_style import counted, sentence
from cases.models import PublishedResult, Result, SampleKind
from cases.statistics.estimates import Estimate, Method
from cases.statistics.printing import Decimals, rate
from cases.statistics.published import published
from forces.models import Cycle, seen_by
from peel.lib.rounding import rounded

Key = tuple[str, str]
"""The codes of a checklist and of a measure."""

OF_INSPECTION = (
    "inspection_id", "inspection__slug", "inspection__force_id", "inspection__cycle_id",
    "inspection__cycle__rate_decimals", "inspection__cycle__interval_decimals",
    "inspection__cycle__estimate_threshold", "inspection__cycle__finite_population",
)  # fmt: skip
OF_RESULT = (
    "sign_off__sample__version__checklist__code", "code", "sign_off__sample__slug",
    "sign_off__sample__starts", "sign_off__sample__ends", "numerator", "denominator",
    "not_applicable", "not_asked", "outstanding", "estimate", "sign_off__revision",
    "sign_off__at",
)  # fmt: skip
OF_PUBLISHED = (
    "checklist", "code", "sample", "starts", "ends", "numerator", "denominator",
    "n", "percent", "half_width", "source", "synthetic", "at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """The inspection of a figure, with the primary keys of its force and cycle."""

    inspection: int
    slug: str
    force: int
    cycle: int
    standards: Standards


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A figure that stands. Counts are None where none were printed.

    ``estimated`` is there where it was printed as an estimate. ``percent`` is what was printed
    without an interval. The window from ``starts`` to ``ends`` is None where a sample has none.
    ``source`` says where it comes from; ``signed_off`` tells whether that is Peel's own cases.
    """

    where: Where
    key: Key
    sample: str
    starts: date | None
    ends: date | None
    numerator: int | None
    denominator: int | None
    others: tuple[int | None, int | None, int | None]
    estimated: Estimated | None
    percent: Fraction | None
    source: str
    synthetic: bool
    signed_off: bool
    at: Any

    @property
    def estimate(self) -> Estimate | None:
        """The estimate, where there is one and enough cases to print it."""
        return self.estimated.printable if self.estimated else None

    @property
    def value(self) -> Fraction | None:
        """In percent; None where there is nothing to compare, or too few cases to estimate."""
        if self.estimated:
            return self.estimate.percent if self.estimate else None
        if self.percent is not None:
            return self.percent
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(100 * self.numerator, self.denominator)

    @property
    def counts(self) -> str:
        """Such as "83 of 100", "" where no counts were printed."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{self.numerator:,} of {self.denominator:,}"

    @property
    def decimals(self) -> Decimals:
        return self.where.standards.decimals

    @property
    def words(self) -> str:
        """The figure alone, as a chart and a table show it."""
        if self.estimated:
            return str(rate(self.estimate, self.decimals)) if self.estimate else "too few"
        if self.percent is not None:
            return str(rounded(self.percent, self.decimals.rate))
        return self.counts

    def sentence(self, measure: ComparedMeasure) -> str:
        """The figure as it is printed in a report."""
        counts = counted(self.numerator or 0, self.denominator or 0) if self.denominator else ""
        if self.estimated:
            return self.estimated.sentence(measure.phrase, counts)
        if self.percent is not None:
            return measure.phrase.replace("{cases}", f"{self.words} percent")
        if measure.kind == "ratio" or measure.is_estimate:
            return measure.phrase.replace("{cases}", counts)
        return sentence(measure.phrase, self.numerator or 0, self.denominator or 0)


def stored_figures(user: User, keys: Iterable[Key], **of_inspection: object) -> list[StoredFigure]:
    """The figures of the measures ``keys`` that ``user`` may compare, one an inspection.

    ``of_inspection`` narrows the inspections, such as ``cycle=cycle`` or ``force=force``.
    """
    wanted = set(keys)
    codes = {code for _, code in wanted}
    narrowed = {f"inspection__{name}": value for name, value in of_inspection.items()}
    found = [*_signed_off(user, codes, narrowed), *_published(user, codes, narrowed)]
    chosen: dict[tuple[int, Key], StoredFigure] = {}
    for figure in sorted(found, key=_rank):
        if figure.key in wanted:
            chosen[figure.where.inspection, figure.key] = figure
    return list(chosen.values())


def latest_compared_cycle(user: User) -> str | None:
    """The slug of the latest cycle that has a stored figure, None where none has."""
    path = "sign_off__sample__inspection__cycle"
    of_results = standing_results(user).order_by().values(path)
    of_published = PublishedResult.objects.visible_to(user).order_by().values("inspection__cycle")
    cycles = Cycle.objects.filter(Q(pk__in=of_results) | Q(pk__in=of_published))
    return cycles.order_by("-starts", "-slug").values_list("slug", flat=True).first()


def standing_results(user: User) -> QuerySet[Result]:
    """The frozen figures of casework that is signed off, where ``user`` may read them.

    An inspector reads those of the inspections they work on, and nobody those that could tell
    of a review that is kept from them.
    """
    path = "sign_off__sample__"
    results = Result.objects.filter(
        seen_by(user, f"{path}inspection__"),
        **{f"{path}kind": SampleKind.CASEWORK, "sign_off__reopened_at": None},
    )
    kept = samples_kept_from(user)
    return results.exclude(**{f"{path}in": kept}) if kept else results


def _signed_off(
    user: User, codes: set[str], narrowed: Mapping[str, object]
) -> Iterator[StoredFigure]:
    path = "sign_off__sample__"
    conditions = {f"{path}{name}": value for name, value in narrowed.items()}
    results = standing_results(user).filter(code__in=codes, **conditions).order_by()
    of_inspection = [f"{path}{name}" for name in OF_INSPECTION]
    for row in results.values_list(*of_inspection, *OF_RESULT):
        where = _where(row[: len(OF_INSPECTION)])
        checklist, code, sample, starts, ends, met, of, *rest = row[len(OF_INSPECTION) :]
        *others, estimate, revision, at = rest
        yield StoredFigure(
            where=where,
            key=(checklist, code),
            sample=sample,
            starts=starts,
            ends=ends,
            numerator=met,
            denominator=of,
            others=(others[0], others[1], others[2]),
            estimated=restored(estimate) if estimate else None,
            percent=None,
            source=f"Signed off in Peel, revision {revision}",
            synthetic=False,
            signed_off=True,
            at=at,
        )


def _published(
    user: User, codes: set[str], narrowed: Mapping[str, object]
) -> Iterator[StoredFigure]:
    rows = PublishedResult.objects.visible_to(user).standing().filter(code__in=codes, **narrowed)
    for row in rows.order_by().values_list(*OF_INSPECTION, *OF_PUBLISHED):
        where = _where(row[: len(OF_INSPECTION)])
        checklist, code, sample, starts, ends, met, of, n, *rest = row[len(OF_INSPECTION) :]
        percent, half_width, source, synthetic, at = rest
        yield StoredFigure(
            where=where,
            key=(checklist, code),
            sample=sample,
            starts=starts,
            ends=ends,
            numerator=met,
            denominator=of,
            others=(None, None, None),
            estimated=_estimated(percent, half_width, n or of, where.standards),
            percent=None if percent is None else Fraction(percent),
            source=source,
            synthetic=synthetic,
            signed_off=False,
            at=at,
        )


def _where(row: tuple[Any, ...]) -> Where:
    inspection, slug, force, cycle, rate_decimals, interval_decimals, threshold, finite = row
    decimals = Decimals(rate_decimals, interval_decimals)
    return Where(inspection, slug, force, cycle, Standards(decimals, threshold, finite))


def _estimated(percent: Any, half_width: Any, n: int | None, by: Standards) -> Estimated | None:
    if half_width is None:
        return None
    estimate = published(percent, half_width, n)
    # Who printed it found the cases enough, whatever this cycle asks for.
    return Estimated(Method.PUBLISHED, estimate, by.decimals, threshold=0)


def _rank(figure: StoredFigure) -> tuple[bool, date, Any]:
    """Figures of one inspection, the one to take last: signed off, with the latest window."""
    return figure.signed_off, figure.ends or date.min, figure.at
