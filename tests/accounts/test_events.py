"""The record: one chain per target, only ever longer, and tampering shows."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.events import history_of, record, record_many, target_of, verify_chain
from accounts.models import Event
from accounts.triggers import TRIGGERS
from peel.lib import triggers
from tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


def test_events_of_one_target_are_numbered_and_linked(supervisor):
    force = ForceFactory.create()
    first = record(target=force, verb="created", by=supervisor)
    second = record(target=force, verb="changed", by=None, details={"name": "New name"})
    assert [first.sequence, second.sequence] == [1, 2]
    assert second.previous_checksum == first.checksum
    assert second.target == target_of(force) == f"forces.force:{force.pk}"
    assert verify_chain(force) == []


def test_chains_of_different_targets_are_apart(supervisor):
    one, other = ForceFactory.create(), ForceFactory.create()
    record(target=one, verb="created", by=supervisor)
    event = record(target=other, verb="created", by=supervisor)
    assert (event.sequence, event.previous_checksum) == (1, "")


def test_history_names_who_did_what_in_order(supervisor):
    force = ForceFactory.create()
    record(target=force, verb="created", by=supervisor)
    record(target=force, verb="changed", by=None)
    found = [(event.verb, event.by) for event in history_of(force)]
    assert found == [("created", supervisor), ("changed", None)]


def test_details_come_back_as_they_were_checked(supervisor):
    force = ForceFactory.create()
    details = {"day": date(2024, 3, 1), "share": 1e2, "words": "£ and “é”", "list": [1, None]}
    record(target=force, verb="changed", by=supervisor, details=details)
    stored = Event.objects.get().details
    assert stored == {
        "day": "2024-03-01", "share": "100.0", "words": "£ and “é”", "list": [1, None]
    }  # fmt: skip
    assert verify_chain(force) == []


@pytest.mark.parametrize("number", [1, 3, 40])
def test_any_number_of_targets_takes_two_statements(number, supervisor, django_assert_num_queries):
    forces = ForceFactory.create_batch(number)
    record_many(targets=forces, verb="created", by=supervisor)
    with django_assert_num_queries(2):
        events = record_many(targets=forces, verb="changed", by=supervisor)
    assert {event.sequence for event in events} == {2}
    assert [verify_chain(force) for force in forces] == [[]] * number


def test_one_target_named_twice_gets_two_events(supervisor):
    force = ForceFactory.create()
    record_many(targets=[force, force], verb="changed", by=supervisor)
    assert list(history_of(force).values_list("sequence", flat=True)) == [1, 2]
    assert verify_chain(force) == []


def test_no_targets_make_no_events(supervisor):
    assert record_many(targets=[], verb="changed", by=supervisor) == []


def test_a_place_in_the_chain_is_taken_once(supervisor):
    force = ForceFactory.create()
    event = record(target=force, verb="created", by=supervisor)
    event.pk = None
    event._state.adding = True
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_event SET verb = 'approved'",
        "DELETE FROM accounts_event",
        "UPDATE accounts_event SET by_id = NULL WHERE sequence = 1",
    ],
)
def test_sql_can_not_change_the_record(statement, supervisor):
    force = ForceFactory.create()
    record(target=force, verb="created", by=supervisor)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify_chain(force) == []


def test_the_orm_can_not_change_the_record(supervisor):
    force = ForceFactory.create()
    event = record(target=force, verb="created", by=supervisor)
    event.verb = "approved"
    for write in (event.save, event.delete, lambda: Event.objects.update(verb="approved")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no INSERT OR REPLACE")
def test_replacing_a_row_is_refused(supervisor):
    event = record(target=ForceFactory.create(), verb="created", by=supervisor)
    columns = "target, sequence, verb, at, details, previous_checksum, checksum"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO accounts_event (id, {columns}) "
            f"SELECT id, {columns} FROM accounts_event WHERE id = %s",
            [event.pk],
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncating_is_refused(supervisor):
    record(target=ForceFactory.create(), verb="created", by=supervisor)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE accounts_event")


@pytest.fixture
def chain(supervisor):
    force = ForceFactory.create()
    for verb in ("created", "changed", "closed"):
        record(target=force, verb=verb, by=supervisor, details={"note": verb})
    triggers.remove(connection, TRIGGERS)
    return force


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE accounts_event SET verb = 'approved' WHERE sequence = 2",
            ["event 2 was changed after it was written."],
        ),
        (
            "UPDATE accounts_event SET by_id = NULL WHERE sequence = 3",
            ["event 3 was changed after it was written."],
        ),
        ("DELETE FROM accounts_event WHERE sequence = 2", ["event 2 is missing."]),
        (
            "UPDATE accounts_event SET previous_checksum = 'x' WHERE sequence = 2",
            ["event 2 does not follow event 1.", "event 2 was changed after it was written."],
        ),
        (
            "UPDATE accounts_event SET checksum = 'x' WHERE sequence = 1",
            ["event 1 was changed after it was written.", "event 2 does not follow event 1."],
        ),
    ],
)
def test_tampering_round_the_triggers_shows(chain, statement, told):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify_chain(chain) == [f"{target_of(chain)}: {sentence}" for sentence in told]


def test_only_administrators_see_the_whole_record(inspector, supervisor, administrator, observer):
    record(target=inspector, verb="created", by=None)
    seen = {u: Event.objects.visible_to(u).count() for u in (inspector, supervisor, observer)}
    assert set(seen.values()) == {0}
    assert Event.objects.visible_to(administrator).count() == 1
