"""Entering figures that were published without cases, correcting and withdrawing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.events import record, record_many
from accounts.models import User
from cases import permissions
from cases.actions.reasons import cleaned
from cases.models import PublishedResult
from cases.published.figures import PublishedFigure
from checklists.models import Measure, Version
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require

Key = tuple[int, str, str, str]
LOADED_AGAIN = "The list that was loaded has another figure."


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many figures of a list were new, corrected, and there already."""

    entered: int
    corrected: int
    unchanged: int


@transaction.atomic
def enter_published_result(
    *, inspection: Inspection, figure: PublishedFigure, by: User
) -> PublishedResult:
    """Enters one figure. Raises Refused, Invalid, and Conflict when there is one already."""
    _refuse_faults(inspection, figure, by)
    latest = _latest([inspection]).get(_key(inspection, figure))
    if latest and not latest.withdrawn:
        raise Conflict("This inspection has this figure already. Correct that one instead.")
    reason = "Entered again after it was withdrawn." if latest else ""
    row = _row(inspection, figure, latest, by, reason)
    row.save()
    record(target=row, verb="entered a published result", by=by)
    return row


@transaction.atomic
def correct_published_result(
    *, result: PublishedResult, figure: PublishedFigure, reason: str, by: User
) -> PublishedResult:
    """Puts a corrected figure in the place of ``result``, which stays on the record.

    Raises Refused, Invalid, and Conflict when it was corrected or withdrawn meanwhile.
    """
    _refuse_faults(result.inspection, figure, by)
    if _key(result.inspection, figure) != _key(result.inspection, result):
        raise Invalid("Withdraw this figure, and enter the other one as a new figure.")
    because = cleaned(reason)
    if not because:
        raise Invalid("Give the reason for the correction.")
    _refuse_replaced(result)
    row = _row(result.inspection, figure, result, by, because)
    row.save()
    record(target=row, verb="corrected a published result", by=by, details={"reason": because})
    return row


@transaction.atomic
def withdraw_published_result(*, result: PublishedResult, reason: str, by: User) -> PublishedResult:
    """Takes a figure back. Raises Refused, Invalid without a reason, and Conflict as above."""
    require(permissions.enter_published_results(by, result.inspection))
    because = cleaned(reason)
    if not because:
        raise Invalid("Give the reason for withdrawing this figure.")
    _refuse_replaced(result)
    row = _row(result.inspection, figure_of(result), result, by, because)
    row.withdrawn = True
    row.save()
    record(target=row, verb="withdrew a published result", by=by, details={"reason": because})
    return row


@transaction.atomic
def load_published_results(
    *, figures: Sequence[tuple[Inspection, PublishedFigure]], by: User
) -> Loaded:
    """Enters a list, all of it or nothing; what differs from a figure that stands corrects it.

    Loading a list again changes nothing. Raises Refused, and Invalid with a sentence for each
    fault.
    """
    inspections = {inspection.pk: inspection for inspection, _ in figures}
    for inspection in inspections.values():
        require(permissions.enter_published_results(by, inspection))
    _refuse_faulty_list(figures)
    latest = _latest(inspections.values())
    new, corrected = [], []
    for inspection, figure in figures:
        before = latest.get(_key(inspection, figure))
        if before is None:
            new.append(_row(inspection, figure, None, by, ""))
        elif before.withdrawn or figure_of(before) != figure:
            corrected.append(_row(inspection, figure, before, by, LOADED_AGAIN))
    _store(new, "entered a published result", by)
    _store(corrected, "corrected a published result", by)
    return Loaded(len(new), len(corrected), len(figures) - len(new) - len(corrected))


def figure_of(result: PublishedResult) -> PublishedFigure:
    """What a stored row says, as it would be entered."""
    names = PublishedFigure.__dataclass_fields__
    return PublishedFigure(**{name: getattr(result, name) for name in names})


def measures_of(figures: Iterable[PublishedFigure]) -> set[tuple[str, str]]:
    """The measures of the published versions of the figures' checklists, as pairs of codes."""
    checklists = {figure.checklist for figure in figures}
    found = Measure.objects.filter(
        version__state=Version.State.PUBLISHED, version__checklist__code__in=checklists
    )
    return set(found.order_by().values_list("version__checklist__code", "code"))


def _refuse_faults(inspection: Inspection, figure: PublishedFigure, by: User) -> None:
    require(permissions.enter_published_results(by, inspection))
    faults = [*figure.faults(timezone.localdate()), *_not_measured(figure, measures_of([figure]))]
    if faults:
        raise Invalid(*faults)


def _refuse_faulty_list(figures: Sequence[tuple[Inspection, PublishedFigure]]) -> None:
    known = measures_of(figure for _, figure in figures)
    seen: set[Key] = set()
    today = timezone.localdate()
    faults = []
    for inspection, figure in figures:
        key = _key(inspection, figure)
        found = [*figure.faults(today), *_not_measured(figure, known)]
        if key in seen:
            found.append("It stands in the list twice. Keep one of the two.")
        seen.add(key)
        faults += [f"{inspection}, {figure.code}: {fault}" for fault in found]
    if faults:
        raise Invalid(*faults)


def _not_measured(figure: PublishedFigure, known: set[tuple[str, str]]) -> list[str]:
    if (figure.checklist, figure.code) in known:
        return []
    return [f"Measure: no published checklist “{figure.checklist}” has “{figure.code}”."]


def _latest(inspections: Iterable[Inspection]) -> Mapping[Key, PublishedResult]:
    """The last revision of every figure of the inspections, which it locks."""
    keys = sorted(inspection.pk for inspection in inspections)
    list(Inspection.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    rows = PublishedResult.objects.filter(inspection__in=keys).order_by("revision")
    return {(row.inspection_id, row.checklist, row.sample, row.code): row for row in rows}


def _refuse_replaced(result: PublishedResult) -> None:
    latest = _latest([result.inspection])[_key(result.inspection, result)]
    if latest.pk != result.pk or result.withdrawn:
        raise Conflict("This figure was corrected or withdrawn meanwhile. Look at it again.")


def _key(inspection: Inspection, figure: PublishedFigure | PublishedResult) -> Key:
    return inspection.pk, figure.checklist, figure.sample, figure.code


def _row(
    inspection: Inspection,
    figure: PublishedFigure,
    before: PublishedResult | None,
    by: User,
    reason: str,
) -> PublishedResult:
    revision = before.revision + 1 if before else 1
    return PublishedResult(
        inspection=inspection, revision=revision, by=by, reason=reason, **asdict(figure)
    )


def _store(rows: list[PublishedResult], verb: str, by: User) -> None:
    record_many(targets=PublishedResult.objects.bulk_create(rows), verb=verb, by=by)
