"""What a supervisor does with a force's extract: upload it, match its columns, plan, draw.

Reading and drawing take minutes and are done by a worker (``cases.tasks``). Each of these
verbs that gives a worker something to do stores it with the task in one transaction, so that
neither is there without the other.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from accounts.events import record
from accounts.models import User
from cases import held_extracts, permissions, tasks
from cases.actions.locking import lock_sample
from cases.models import Extract, RememberedColumns, Sample
from cases.plan_drafts import Draft
from cases.states import EXTRACT_MOVES, ExtractState, move
from peel.lib.errors import Conflict, Invalid, require

MOVED_ON = (
    "This extract was changed in another tab or by somebody else. The page shows it as it stands "
    "now. Look at it, then try again."
)
LONGEST_NAME = 255


def receive_extract(*, sample: Sample, upload: "UploadedFile[Any]", by: User) -> Extract:
    """Keeps an uploaded extract and has it opened.

    Raises Refused, and Conflict when the sample can't be drawn or has an extract already.
    """
    require(permissions.lead_casework(by, sample.inspection))
    folder = uuid4()
    with transaction.atomic():
        locked = lock_sample(sample.pk)
        _refuse_what_can_not_be_drawn(locked)
        extract = Extract.objects.create(
            sample=locked,
            uploaded_by=by,
            name=(upload.name or "extract")[-LONGEST_NAME:],
            size=upload.size or 0,
            folder=folder,
        )
        give_to_worker(extract, tasks.open_extract)
        details = {"name": extract.name, "bytes": extract.size}
        record(target=locked, verb="uploaded an extract", by=by, details=details)
        # Last, so that whatever is refused leaves no file.
        held_extracts.keep(upload, folder)
    return extract


def match_columns(*, extract: Extract, columns: Mapping[str, str], by: User) -> Extract:
    """Has the extract read with ``columns``, headings to codes of facts.

    Raises Refused, and Conflict when the extract is not at this step.
    """
    with transaction.atomic():
        locked = _locked(extract, "match columns", by)
        locked.columns, locked.counts = dict(columns), {}
        _move(locked, "match columns")
        give_to_worker(locked, tasks.read_extract)
    return locked


def change_plan(
    *, extract: Extract, draft: Draft, revision: int, by: User, seed: str | None = None
) -> Extract:
    """Keeps a plan in the making, and the seed if there is one.

    ``revision`` is the one that the change is based on. Raises Refused, and Conflict when the
    extract is not read or the plan was changed since.
    """
    with transaction.atomic():
        locked = _locked(extract, "order the draw", by)
        if locked.plan_revision != revision:
            raise Conflict(MOVED_ON)
        locked.plan = dict(draft)
        locked.seed = locked.seed if seed is None else seed
        locked.plan_revision += 1
        locked.problem = ""
        locked.save(update_fields=["plan", "seed", "plan_revision", "problem"])
    return locked


def order_draw(*, extract: Extract, revision: int, accept_shortfalls: bool, by: User) -> Extract:
    """Has the sample drawn by the plan of ``revision``.

    Raises Refused; Conflict when the plan was changed since, or the sample can't be drawn any
    more; Invalid when there is no plan or seed.
    """
    with transaction.atomic():
        locked = _locked(extract, "order the draw", by)
        _refuse_files(locked.sample)
        if locked.plan_revision != revision:
            raise Conflict(MOVED_ON)
        if not (locked.plan and locked.seed):
            raise Invalid("Fill in the plan and the seed first.")
        locked.ordered_by, locked.accepts_shortfalls = by, accept_shortfalls
        _move(locked, "order the draw")
        give_to_worker(locked, tasks.draw_from_extract)
    return locked


def try_again(*, extract: Extract, by: User) -> Extract:
    """Has an extract that was broken off opened once more. Raises Refused and Conflict."""
    with transaction.atomic():
        locked = _locked(extract, "try again", by)
        _move(locked, "try again")
        give_to_worker(locked, tasks.open_extract)
    return locked


def discard_extract(*, extract: Extract, by: User) -> Extract:
    """Deletes an extract with all that was read from it. Raises Refused and Conflict."""
    with transaction.atomic():
        locked = _locked(extract, "discard", by)
        _discard(locked, by)
    held_extracts.purge(locked.folder)
    return locked


def expire_extract(*, extract: Extract) -> None:
    """Deletes an extract that was kept as long as it may be, unless it is at work."""
    with transaction.atomic():
        sample = lock_sample(extract.sample_id)
        locked = Extract.objects.select_for_update(of=("self",)).get(pk=extract.pk)
        locked.sample = sample
        if move(EXTRACT_MOVES, "discard", locked.state) is None:
            return
        _discard(locked, None, "It was kept for seven days and then deleted.")
    held_extracts.purge(locked.folder)


def give_to_worker(extract: Extract, task: Task[[int, int], None]) -> None:
    """Have a task started for the extract; the tasks of earlier attempts then change nothing."""
    extract.attempt += 1
    extract.task = task.enqueue(extract.pk, extract.attempt).id
    extract.waiting_since, extract.seen_alive_at = timezone.now(), None
    extract.rows_read, extract.percent_read, extract.problem = 0, 0, ""
    extract.save()


def _discard(extract: Extract, by: User | None, why: str = "") -> None:
    _move(extract, "discard")
    extract.columns, extract.counts, extract.plan, extract.problem = {}, {}, {}, why
    extract.save()
    details = {"name": extract.name} | ({"reason": why} if why else {})
    record(target=extract.sample, verb="discarded an extract", by=by, details=details)


def _locked(extract: Extract, verb: str, by: User) -> Extract:
    """The extract as it stands, after its sample, when ``verb`` can be done to it by ``by``."""
    sample = lock_sample(extract.sample_id)
    require(permissions.lead_casework(by, sample.inspection))
    locked = Extract.objects.select_for_update(of=("self",)).get(pk=extract.pk)
    locked.sample = sample
    if move(EXTRACT_MOVES, verb, locked.state) is None:
        raise Conflict(_why_not(locked))
    return locked


def _why_not(extract: Extract) -> str:
    match extract.state:
        case ExtractState.DISCARDED:
            return "This extract was discarded. Upload it again to draw from it."
        case ExtractState.DRAWN:
            return "The sample is drawn from this extract already."
        case ExtractState.DRAWING:
            return "The sample is being drawn from this extract already."
        case _:
            return MOVED_ON


def _move(extract: Extract, verb: str) -> None:
    made = move(EXTRACT_MOVES, verb, extract.state)
    if made is None:
        raise Conflict(_why_not(extract))
    extract.state, extract.retried, extract.problem = made.target, False, ""
    extract.save()


def _refuse_what_can_not_be_drawn(sample: Sample) -> None:
    _refuse_files(sample)
    held = Extract.objects.held().filter(sample=sample).first()
    if held:
        raise Conflict(
            "This sample has an extract already. Go on with it, or discard it and upload another."
        )


def _refuse_files(sample: Sample) -> None:
    """Raise Conflict when the sample has no room for a draw."""
    if reason := permissions.draw_into(sample):
        raise Conflict(reason)


def remembered_columns(sample: Sample) -> dict[str, Any]:
    """The columns that the force's extracts had last time, headings to codes of facts."""
    found = RememberedColumns.objects.filter(
        force_id=sample.inspection.force_id, checklist_id=sample.version.checklist_id
    ).first()
    return dict(found.columns) if found else {}
