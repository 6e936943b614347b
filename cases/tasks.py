"""The background tasks, which ``manage.py worker`` runs.

Each may be run again from its beginning. Those of sampling write their outcome in one
transaction, and only while their attempt is the one that is wanted.
"""

from django_tasks import task

from cases.actions.drawing import Prepared, prepare_draw, record_draw
from cases.actions.extract_steps import (
    Attempt,
    NotWanted,
    record_drawn,
    record_handed_back,
    record_no_usable_row,
    record_opened,
    record_read,
    record_refused,
)
from cases.actions.mailing import mail_notices
from cases.extract_contents import first_plan, keep_contents, keep_headings, read_held
from cases.extracts import NoUsableRow
from cases.models import Draw, Extract
from cases.sampling.plans import read_plan
from cases.states import ExtractState
from peel.lib.errors import Conflict, Invalid, Refused

CHANGED = "The file on the server is not the one that was read. Discard it and upload it again."
NOT_ORDERED = "Nobody ordered this draw. Order it again."


@task()
def open_extract(extract: int, attempt: int) -> None:
    """Finds the headings, so that they can be matched to facts."""
    at_work = Attempt(extract, attempt)
    try:
        keep_headings(at_work.extract(ExtractState.UPLOADED))
        record_opened(at_work)
    except Invalid as error:
        _refuse(at_work, error)
    except NotWanted:
        return


@task()
def read_extract(extract: int, attempt: int) -> None:
    """Checks every row and counts the records, for the supervisor to see before drawing."""
    at_work = Attempt(extract, attempt)
    try:
        found = at_work.extract(ExtractState.READING)
        content = read_held(found, at_work.alive)
        counts = keep_contents(found, content)
        plan = first_plan(found.sample)
        record_read(at_work, sha256=content.sha256, counts=counts, plan=plan)
    except NoUsableRow as error:
        _ask_for_columns(at_work, error)
    except Invalid as error:
        _refuse(at_work, error)
    except NotWanted:
        return


@task()
def draw_from_extract(extract: int, attempt: int) -> None:
    """Reads the extract once more and draws from it, as it was ordered."""
    at_work = Attempt(extract, attempt)
    try:
        prepared = _prepared(at_work)
        record_drawn(at_work, lambda locked: _recorded(locked, prepared))
    except (Conflict, Invalid, Refused) as error:
        _hand_back(at_work, str(error))
    except NotWanted:
        return


@task()
def send_notices() -> int:
    """Mails people how much concerns them; gives how many mails were sent."""
    return mail_notices()


def _prepared(at_work: Attempt) -> Prepared:
    """The draw, not recorded yet: it takes seconds, in which nobody should wait for a lock."""
    found = at_work.extract(ExtractState.DRAWING)
    content = read_held(found, at_work.alive)
    if content.sha256 != found.sha256:
        raise Conflict(CHANGED)
    return prepare_draw(
        sample=found.sample,
        extract=content,
        name=found.name,
        plan=read_plan(found.plan),
        seed=found.seed,
        accept_shortfalls=found.accepts_shortfalls,
    )


def _recorded(locked: Extract, prepared: Prepared) -> Draw:
    if locked.ordered_by is None:
        raise Conflict(NOT_ORDERED)
    return record_draw(sample=locked.sample, prepared=prepared, by=locked.ordered_by)


def _refuse(at_work: Attempt, error: Invalid) -> None:
    try:
        record_refused(at_work, str(error))
    except NotWanted:
        return


def _ask_for_columns(at_work: Attempt, error: NoUsableRow) -> None:
    try:
        record_no_usable_row(at_work, str(error))
    except NotWanted:
        return


def _hand_back(at_work: Attempt, reason: str) -> None:
    try:
        record_handed_back(at_work, reason)
    except NotWanted:
        return
