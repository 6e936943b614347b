"""Taking casework and figures out of Peel, which leaves a record of who took what."""

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.models import Sample
from forces.models import Cycle, Force
from peel.lib.errors import require


def record_export(*, sample: Sample, what: str, by: User) -> None:
    """Records that ``by`` exports casework, such as "all answers as CSV". Raises Refused."""
    require(permissions.export_casework(by, sample))
    _record(sample, "exported answers", what, by)


def record_results_export(*, sample: Sample, what: str, by: User) -> None:
    """Records that ``by`` exports figures, such as "results as CSV". Raises Refused."""
    require(permissions.learn_figures(by, sample))
    _record(sample, "exported results", what, by)


def record_draw_export(*, sample: Sample, what: str, by: User) -> None:
    """Records that ``by`` exports a draw, such as "draw 1 as JSON". Raises Refused."""
    require(permissions.read_case_files(by, sample))
    _record(sample, "exported a draw", what, by)


def record_data_pack(*, sample: Sample, what: str, by: User | None) -> None:
    """Records that everything is exported. ``by`` is None for a command of the server.

    Raises Refused.
    """
    if by is not None:
        require(permissions.export_data_pack(by, sample))
    _record(sample, "exported a data pack", what, by)


@transaction.atomic
def record_comparison_export(*, of: Cycle | Force, what: str, by: User) -> None:
    """Records that ``by`` exports figures beside each other: of a cycle's forces, or of a force."""
    locked = type(of)._default_manager.select_for_update().get(pk=of.pk)
    record(target=locked, verb="exported a comparison", by=by, details={"what": what})


@transaction.atomic
def _record(sample: Sample, verb: str, what: str, by: User | None) -> None:
    record(target=lock_sample(sample.pk), verb=verb, by=by, details={"what": what})
