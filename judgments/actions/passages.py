"""Writing findings and practice: what stands in the sections of a report."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar, cast

from django.db import transaction
from django.db.models import Max

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import required
from judgments import permissions
from judgments.actions.citing import cite
from judgments.actions.texts import LONGEST_TITLE, needed_text, warn_of_personal_data
from judgments.models import Citation, Evidence, Finding, InspectionArea, Practice
from peel.lib.errors import Conflict, Invalid, require

P = TypeVar("P", bound=Finding | Practice)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a passage says: its kind, its heading and its Markdown.

    ``evidence`` are the numbers of what a finding rests on; practice rests on none.
    ``keep_personal_data`` says that text which looks like personal data is none.
    """

    kind: str
    heading: str
    text: str
    evidence: Collection[int] = ()
    keep_personal_data: bool = False


@transaction.atomic
def write(
    model: type[P], *, area: InspectionArea, wording: Wording, by: User, synthetic: bool = False
) -> P:
    """Write a finding or practice, as the last of its area. Raises Refused and Invalid."""
    area = _locked_area(area.pk)
    require(permissions.write(by, area.inspection))
    last = model.objects.filter(area=area).aggregate(last=Max("order"))["last"] or 0
    made = model(area=area, order=last + 1, synthetic=synthetic, written_by=by)
    passage = cast("P", made)
    _word(passage, wording)
    passage.save()
    _rest_on(passage, wording.evidence)
    cite(owner=passage, inspection=area.inspection, text=passage.text, by=by)
    _record(passage, "written", by, **said_by(passage))
    return passage


@transaction.atomic
def revise(*, passage: P, wording: Wording, edition: int, by: User) -> P:
    """Change what a passage says. ``edition`` is the one that was read.

    Nothing happens when it says the same already. Raises Refused, Invalid, and Conflict when it
    is withdrawn or somebody else changed it meanwhile.
    """
    passage = _locked(passage)
    require(permissions.write(by, passage.area.inspection))
    if passage.withdrawn:
        raise Conflict(f"This {passage.noun} is withdrawn. Put it back before you change it.")
    if passage.edition != edition:
        raise Conflict(
            f"Somebody else changed this {passage.noun} meanwhile. Look at it again first."
        )
    before = said_by(passage)
    _word(passage, wording)
    _rest_on(passage, wording.evidence)
    if said_by(passage) == before:
        return passage
    passage.edition += 1
    passage.save(update_fields=["kind", "heading", "text", "edition"])
    cite(owner=passage, inspection=passage.area.inspection, text=passage.text, by=by)
    _record(passage, "revised", by, **said_by(passage))
    return passage


@transaction.atomic
def withdraw(*, passage: P, reason: str, by: User) -> P:
    """Leave a passage out of the report; it is kept. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    passage = _locked(passage)
    require(permissions.write(by, passage.area.inspection))
    if passage.withdrawn:
        raise Conflict(f"This {passage.noun} is withdrawn already.")
    return _set_withdrawn(passage, True, "withdrawn", because, by)


@transaction.atomic
def put_back(*, passage: P, reason: str, by: User) -> P:
    """Take a withdrawn passage back into the report. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    passage = _locked(passage)
    require(permissions.write(by, passage.area.inspection))
    if not passage.withdrawn:
        raise Conflict(f"This {passage.noun} is not withdrawn.")
    return _set_withdrawn(passage, False, "put back", because, by)


@transaction.atomic
def move(*, passage: P, up: bool, by: User) -> P:
    """Let a passage change places with the one above or below of its kind.

    Nothing happens to the first or last. Raises Refused, and Conflict when it is withdrawn.
    """
    passage = _locked(passage)
    require(permissions.write(by, passage.area.inspection))
    if passage.withdrawn:
        raise Conflict(f"This {passage.noun} is withdrawn and has no place in the report.")
    neighbour = _neighbour(passage, up)
    if neighbour is None:
        return passage
    passage.order, neighbour.order = neighbour.order, passage.order
    for changed in (passage, neighbour):
        changed.save(update_fields=["order"])
    _record(passage, "moved up" if up else "moved down", by, past=neighbour.pk)
    return passage


def said_by(passage: Finding | Practice) -> dict[str, object]:
    """What the record keeps of every edition, so that none is lost."""
    said: dict[str, object] = {
        "edition": passage.edition,
        "kind": passage.kind,
        "heading": passage.heading,
        "text": passage.text,
    }
    if isinstance(passage, Finding):
        cited = Citation.objects.filter(finding=passage).order_by("evidence__number")
        said["evidence"] = list(cited.values_list("evidence__number", flat=True))
    return said


def _locked_area(pk: int) -> InspectionArea:
    InspectionArea.objects.select_for_update().get(pk=pk)
    related = ("inspection__force", "inspection__cycle", "area")
    return InspectionArea.objects.select_related(*related).get(pk=pk)


def _locked(passage: P) -> P:
    """The passage as it stands, with the lock of its area held."""
    _locked_area(passage.area_id)
    model = type(passage)
    model.objects.select_for_update().get(pk=passage.pk)
    return cast("P", model.objects.with_setting().get(pk=passage.pk))


def _word(passage: Finding | Practice, wording: Wording) -> None:
    if wording.kind not in passage.kinds.values:
        raise Invalid("Choose the kind from the list.")
    heading = " ".join(needed_text(wording.heading, "Heading", LONGEST_TITLE).split())
    text = needed_text(wording.text, "Text")
    if not wording.keep_personal_data:
        warn_of_personal_data(heading, text)
    passage.kind, passage.heading, passage.text = wording.kind, heading, text


def _rest_on(passage: Finding | Practice, numbers: Collection[int]) -> None:
    """Let a finding cite the evidence that has these numbers, and no other."""
    if not isinstance(passage, Finding):
        return
    log = Evidence.objects.filter(inspection=passage.area.inspection_id, number__in=numbers)
    wanted = {evidence.number: evidence for evidence in log}
    before = {
        citation.evidence.number: citation
        for citation in passage.citations.select_related("evidence")
    }
    for number in sorted(set(numbers) - before.keys()):
        _check_citable(number, wanted.get(number))
    for number, citation in before.items():
        if number not in wanted:
            citation.delete()
    Citation.objects.bulk_create(
        Citation(finding=passage, evidence=evidence)
        for number, evidence in wanted.items()
        if number not in before
    )


def _check_citable(number: int, evidence: Evidence | None) -> None:
    if evidence is None:
        raise Invalid(f"Evidence: this inspection has no E{number}.")
    if evidence.withdrawn:
        raise Invalid(f"Evidence: E{number} is withdrawn. Choose other evidence or put it back.")


def _set_withdrawn(passage: P, withdrawn: bool, verb: str, reason: str, by: User) -> P:
    passage.withdrawn = withdrawn
    passage.save(update_fields=["withdrawn"])
    _record(passage, verb, by, reason=reason)
    return passage


def _neighbour(passage: Finding | Practice, up: bool) -> Finding | Practice | None:
    same = type(passage).objects.standing().filter(area=passage.area_id, kind=passage.kind)
    if up:
        return same.filter(order__lt=passage.order).order_by("-order").first()
    return same.filter(order__gt=passage.order).order_by("order").first()


def _record(passage: Finding | Practice, verb: str, by: User, **details: object) -> None:
    record(target=passage, verb=verb, by=by, details=details)
