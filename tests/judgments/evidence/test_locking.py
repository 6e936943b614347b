"""Two people who write the evidence log at once: one waits for the other."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from accounts.models import User
from judgments.actions.evidence import record_evidence, revise_evidence, withdraw_evidence
from judgments.models import Evidence, InspectionArea
from peel.lib.errors import Conflict
from tests.judgments.evidence.conftest import SEEN

pytestmark = pytest.mark.django_db(transaction=True)
LATER = replace(SEEN, summary="What the second one heard.")


class Meanwhile(threading.Thread):
    """Writes on a connection of its own, and keeps what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act
        self.begun = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.begun.set()
            self.act()
        except Exception as error:
            self.error = error
        finally:
            connection.close()


def meets(first: Callable[[], object], second: Callable[[], object]) -> Exception | None:
    """What comes of the second act, which begins before the first is committed."""
    meanwhile = Meanwhile(second)
    with transaction.atomic():
        first()
        meanwhile.start()
        meanwhile.begun.wait()
        # Long enough for it to reach the lock; it cannot come past it before the commit.
        meanwhile.join(timeout=0.5)
        assert meanwhile.is_alive()
    meanwhile.join(timeout=30)
    return meanwhile.error


def test_two_pieces_at_once_have_two_numbers(
    responding: InspectionArea, inspector: User, supervisor: User
) -> None:
    log = responding.inspection
    error = meets(
        lambda: record_evidence(inspection=log, gathered=SEEN, by=inspector),
        lambda: record_evidence(inspection=log, gathered=LATER, by=supervisor),
    )
    assert error is None
    assert dict(Evidence.objects.values_list("number", "summary")) == {
        1: SEEN.summary,
        2: LATER.summary,
    }


def test_of_two_changes_at_once_the_second_is_refused(
    logged: Evidence, inspector: User, supervisor: User
) -> None:
    error = meets(
        lambda: revise_evidence(evidence=logged, gathered=SEEN, edition=1, by=inspector),
        lambda: revise_evidence(evidence=logged, gathered=LATER, edition=1, by=supervisor),
    )
    assert isinstance(error, Conflict), error
    assert Evidence.objects.get().summary == SEEN.summary


def test_what_is_withdrawn_meanwhile_is_not_changed(
    logged: Evidence, inspector: User, supervisor: User
) -> None:
    error = meets(
        lambda: withdraw_evidence(evidence=logged, reason="Hearsay.", by=inspector),
        lambda: revise_evidence(evidence=logged, gathered=LATER, edition=1, by=supervisor),
    )
    assert isinstance(error, Conflict), error
    assert "withdrawn" in str(error)
