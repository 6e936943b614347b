"""A published version refuses every change, whatever writes: model, bulk or raw SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from checklists import actions
from checklists.models import Checklist, Fact, Measure, Question, Stage, Version
from checklists.triggers import PARTS, REFUSAL, TRIGGERS
from peel.lib import triggers
from tests.checklists.definitions import VALID, broken

pytestmark = pytest.mark.django_db

Write = Callable[[Version], object]
MODELS: dict[str, Any] = {"stage": Stage, "question": Question, "fact": Fact, "measure": Measure}


@pytest.fixture
def published(db: None) -> Version:
    return actions.publish(version=actions.load(source=VALID, by=None), by=None)


@pytest.fixture
def draft(db: None) -> Version:
    return actions.load(source=broken('version: "2024"', 'version: "2025"'), by=None)


def sql(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(write: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        write()


def rows() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in (Version, *MODELS.values())]


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_a_published_version_can_be_updated(published: Version, part: str) -> None:
    before, parts = rows(), MODELS[part].objects.filter(version=published)
    row = parts.first()
    assert row is not None
    row.code = "another"
    refused(row.save)
    refused(lambda: parts.update(code="another"))
    refused(lambda: MODELS[part].objects.bulk_update([row], ["code"]))
    refused(lambda: sql(f"UPDATE checklists_{part} SET code = 'x' WHERE id = %s", row.pk))
    assert rows() == before


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_a_published_version_can_be_deleted(published: Version, part: str) -> None:
    before = rows()
    refused(lambda: MODELS[part].objects.filter(version=published)._raw_delete("default"))
    refused(lambda: sql(f"DELETE FROM checklists_{part} WHERE version_id = %s", published.pk))
    assert rows() == before


def test_nothing_can_be_added_to_a_published_version(published: Version) -> None:
    before = rows()
    stage = published.stages.first()
    assert stage is not None
    new = [
        Stage(version=published, code="new", title="New", order=9),
        Question(version=published, stage=stage, code="new", text="?", kind="text", order=99),
        Fact(version=published, code="new", label="New", kind="text", order=9),
        Measure(
            version=published,
            stage=stage,
            code="new",
            label="New",
            kind="proportion",
            question=published.questions.get(code="checked"),
            phrase="in {cases}",
            printed="no",
            order=9,
        ),
    ]
    for row in new:
        refused(row.save)
        refused(lambda row=row: type(row)._default_manager.bulk_create([row]))  # type: ignore[misc]
    assert rows() == before


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_draft_cannot_be_moved_into_a_published_version(
    published: Version, draft: Version, part: str
) -> None:
    before = rows()
    refused(
        lambda: sql(
            f"UPDATE checklists_{part} SET version_id = %s, code = 'moved' WHERE version_id = %s",
            published.pk,
            draft.pk,
        )
    )
    assert rows() == before


@pytest.mark.parametrize(
    "change",
    [
        "state = 'draft', published_at = NULL",
        "source = ''",
        "checksum = ''",
        "title = 'Another'",
        "label = '2030'",
        "published_at = NULL",
    ],
)
def test_the_row_of_a_published_version_cannot_be_changed(published: Version, change: str) -> None:
    before = rows()
    refused(lambda: sql(f"UPDATE checklists_version SET {change} WHERE id = %s", published.pk))
    refused(lambda: sql("DELETE FROM checklists_version WHERE id = %s", published.pk))
    published.title = "Another"
    refused(published.save)
    assert rows() == before


def test_sqlite_cannot_replace_published_rows(published: Version, draft: Version) -> None:
    if connection.vendor != "sqlite":
        return
    before = rows()
    fact, mine = published.facts.first(), draft.facts.first()
    assert fact is not None
    assert mine is not None
    columns = "id, version_id, code, label, kind, required, breakdown, choices, 'order'"
    refused(
        lambda: sql(
            f"INSERT OR REPLACE INTO checklists_fact ({columns}) "
            "VALUES (%s, %s, 'x', 'X', 'text', 0, 0, '[]', 1)".replace("'order'", '"order"'),
            fact.pk,
            draft.pk,
        )
    )
    refused(
        lambda: sql("UPDATE OR REPLACE checklists_fact SET id = %s WHERE id = %s", fact.pk, mine.pk)
    )
    refused(
        lambda: sql(
            "INSERT OR REPLACE INTO checklists_version (id, checklist_id, label, title, state, "
            "source, checksum) VALUES (%s, %s, 'x', 'X', 'draft', '', '')",
            published.pk,
            published.checklist_id,
        )
    )
    refused(
        lambda: sql(
            "INSERT OR REPLACE INTO checklists_version (checklist_id, label, title, state, "
            "source, checksum) VALUES (%s, %s, 'X', 'draft', '', '')",
            published.checklist_id,
            published.label,
        )
    )
    refused(
        lambda: sql(
            "UPDATE OR REPLACE checklists_version SET label = %s WHERE id = %s",
            published.label,
            draft.pk,
        )
    )
    assert rows() == before


def test_postgresql_cannot_truncate_a_published_version(published: Version) -> None:
    if connection.vendor != "postgresql":
        return
    # PostgreSQL truncates no table that waits for its foreign keys to be checked.
    connection.check_constraints()
    for table in ("version", *PARTS):
        refused(lambda table=table: sql(f"TRUNCATE checklists_{table} CASCADE"))  # type: ignore[misc]


def test_drafts_beside_a_published_version_can_still_change(
    published: Version, draft: Version
) -> None:
    draft.facts.update(label="Changed")
    Stage.objects.filter(version=draft).update(title="Changed")
    assert set(draft.facts.values_list("label", flat=True)) == {"Changed"}
    actions.discard(version=draft, by=None)
    assert Version.objects.get() == published


def test_a_checklist_with_a_published_version_keeps_its_code(published: Version) -> None:
    refused(lambda: Checklist.objects.update(code="another"))
    Checklist.objects.update(title="Another title")
    assert list(Checklist.objects.values_list("code", "title")) == [("dip", "Another title")]


def test_a_checklist_of_drafts_can_change_its_code(draft: Version) -> None:
    Checklist.objects.update(code="another")
    assert Checklist.objects.get().code == "another"


def test_every_trigger_is_in_the_database(db: None) -> None:
    assert triggers.missing(connection, TRIGGERS) == []
    first = TRIGGERS[0]
    triggers.remove(connection, [first])
    assert triggers.missing(connection, TRIGGERS) == [first.name]
