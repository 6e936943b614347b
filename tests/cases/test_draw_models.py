"""A draw stays as it was made, whatever writes to the database, and one stands at a time."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from cases.models import CaseFile, Draw, DrawStratum, EliminationReason, Ticket, Withdrawal
from cases.states import CaseFileState
from tests.factories import (
    CaseFileFactory,
    DrawFactory,
    TicketFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    made = TicketFactory.create()
    WithdrawalFactory.create(draw=made.draw)
    return made


@pytest.mark.parametrize("model", [Draw, DrawStratum, Ticket, Withdrawal])
def test_a_draw_never_changes(ticket: Ticket, model) -> None:
    rows, pk = model.objects.all(), model.objects.get().pk
    for change in (lambda: rows.update(id=pk + 1), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert model.objects.get().pk == pk


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("model", [Draw, DrawStratum, Ticket, Withdrawal])
def test_a_draw_is_not_replaced(ticket: Ticket, model) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        columns = [field.column for field in model._meta.concrete_fields if field.name != "id"]
        named = ", ".join(columns)
        again = f"INSERT OR REPLACE INTO {table} ({named}) SELECT {named} FROM {table}"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(again)


def test_a_second_draw_waits_until_the_first_is_withdrawn() -> None:
    first = DrawFactory.create()
    with pytest.raises(DatabaseError, match="a draw that stands"), transaction.atomic():
        DrawFactory.create(sample=first.sample, revision=2)
    WithdrawalFactory.create(draw=first)
    second = DrawFactory.create(sample=first.sample, revision=2)
    assert list(Draw.objects.standing()) == [second]
    assert not Draw.objects.get(pk=first.pk).is_standing
    assert Draw.objects.get(pk=second.pk).is_standing


def test_a_reference_comes_back_only_after_its_draw_was_withdrawn() -> None:
    file = CaseFileFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFileFactory.create(sample=file.sample, reference=file.reference)
    CaseFile.objects.update(
        state=CaseFileState.ELIMINATED, elimination_reason=EliminationReason.DRAW_WITHDRAWN
    )
    again = CaseFileFactory.create(sample=file.sample, reference=file.reference)
    assert list(CaseFile.objects.of_standing_draws()) == [again]


def test_a_stratum_tells_chance_and_weight() -> None:
    stratum = TicketFactory.create().stratum
    assert (stratum.probability, stratum.weight) == (0.1, 10.0)
    empty = DrawStratum(records=0, quota=0, reserve=0)
    assert (empty.probability, empty.weight) == (0.0, None)
