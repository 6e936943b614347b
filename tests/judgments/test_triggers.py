"""What the database refuses of judgments and reports, whatever writes the rows."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from forces.models import Inspection
from judgments.actions import asking, judging, passages
from judgments.actions.following_up import Answer, publish_follow_ups, say
from judgments.models import (
    Action,
    Evidence,
    Finding,
    FollowUp,
    InspectionArea,
    Judgment,
    Practice,
    Publication,
    Report,
)
from judgments.triggers import TRIGGERS
from peel.lib import triggers
from tests.factories import InspectionFactory
from tests.judgments.asked import earlier_inspection, published_action
from tests.judgments.conftest import GOOD, area_of
from tests.judgments.passages.conftest import PROMPT, SHARED, evidence_of
from tests.judgments.report.publications import a_publication

SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows OR REPLACE")
NEVER_EMPTIED = (
    "judgment", "evidence", "attachment", "finding", "practice", "action", "followup",
    "statusentry", "report", "publication",
)  # fmt: skip


def refused(statement: str, *values: int, said: str) -> None:
    with (
        pytest.raises(DatabaseError, match=said),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def change(table: str, pk: int, assignment: str, *values: int, said: str) -> None:
    refused(f"UPDATE {table} SET {assignment} WHERE id = %s", *values, pk, said=said)


def reissued(published: Judgment, lead: User, moderator: User) -> Judgment:
    """Confirmed, so that it waits to be published."""
    made = judging.reissue(judgment=published, opinion=GOOD, reason="A figure.", by=lead)
    judging.propose(judgment=made, by=lead)
    judging.moderate(judgment=made, by=moderator)
    return judging.confirm(judgment=made, by=lead)


def asked(area: InspectionArea, by: User) -> Action:
    wording = asking.Wording("area_for_improvement", "Answer sooner", "Answer calls sooner.")
    return asking.write(area=area, wording=wording, by=by)


@pytest.mark.django_db
def test_every_trigger_is_there() -> None:
    assert triggers.missing(connection, TRIGGERS) == []


# Actions


def test_an_action_keeps_its_number(responding: InspectionArea, inspector: User) -> None:
    made = asked(responding, inspector)
    for assignment in ("number = 7", "id = 9999"):
        change("judgments_action", made.pk, assignment, said="keeps its number")


def test_what_was_printed_of_an_action_is_never_emptied(
    responding: InspectionArea, inspector: User, supervisor: User
) -> None:
    made = asked(responding, inspector)
    publish = "state = 'published', published_on = '2025-01-01'"
    change("judgments_action", made.pk, publish, said="keeps what was printed")
    change("judgments_action", made.pk, "printed = 'Now.'", said="printed_once_published")
    [made] = asking.publish_drafts(inspection=responding.inspection, by=supervisor)
    change("judgments_action", made.pk, "printed = ''", said="keeps what was printed")
    copied = "area_id, kind, title, text, accelerated, edition, source, synthetic, written_by_id"
    refused(
        f"INSERT INTO judgments_action ({copied}, number, state, published_on, printed, written_at)"
        f" SELECT {copied}, 7, state, published_on, '', written_at FROM judgments_action "
        "WHERE id = %s",
        made.pk,
        said="keeps what was printed",
    )
    Action.objects.filter(pk=made.pk).update(printed="Answer calls sooner, once more.")


def test_what_was_printed_of_a_follow_up_is_never_emptied(
    responding: InspectionArea, supervisor: User
) -> None:
    inspection = responding.inspection
    earlier = published_action(earlier_inspection(inspection, supervisor), supervisor)
    answer = Answer("partly", "Not at night.")
    made = say(action=earlier, inspection=inspection, answer=answer, read=0, by=supervisor)
    table = "judgments_followup"
    change(table, made.pk, "published_on = '2025-01-01'", said="keeps what was printed")
    change(table, made.pk, "printed = 'Now.'", said="printed_once_published")
    publish_follow_ups(inspection=inspection, by=supervisor)
    change(table, made.pk, "printed = ''", said="keeps what was printed")
    for assignment in ("published_on = '2020-01-01'", "note = 'Other.'"):
        change(table, made.pk, assignment, said="say it again")
    FollowUp.objects.filter(pk=made.pk).update(printed="Not at night, once more.")


# Areas


def test_an_area_that_is_covered_stays_with_its_inspection(responding: InspectionArea) -> None:
    table, other = "judgments_inspectionarea", InspectionFactory.create(slug="other-2023-25")
    for assignment, value in (
        ("inspection_id = %s", other.pk),
        ("area_id = %s", area_of(responding.inspection, "victim_service").area_id),
        ("id = %s", 9_999),
    ):
        change(table, responding.pk, assignment, value, said="stays with it")


def test_a_treatment_stays_once_a_judgment_is_published(
    confirmed: Judgment, supervisor: User
) -> None:
    area = confirmed.area
    InspectionArea.objects.filter(pk=area.pk).update(treatment="stands")
    InspectionArea.objects.filter(pk=area.pk).update(treatment="graded")
    judging.publish(judgment=confirmed, by=supervisor)
    change("judgments_inspectionarea", area.pk, "treatment = 'ungraded'", said="once a judgment")


# Judgments


def test_a_published_judgment_stands_until_its_reissue(
    published: Judgment, supervisor: User, other_supervisor: User
) -> None:
    supersede = ("judgments_judgment", published.pk, "state = 'superseded'")
    change(*supersede, said="stands until its reissue")
    draft = judging.reissue(judgment=published, opinion=GOOD, reason="A figure.", by=supervisor)
    change(*supersede, said="stands until its reissue")
    judging.withdraw(judgment=draft, reason="No.", by=supervisor)
    made = reissued(published, supervisor, other_supervisor)
    judging.publish(judgment=made, by=supervisor)
    published.refresh_from_db()
    assert published.state == "superseded"


def test_a_judgment_keeps_its_place(drafted: Judgment, published: Judgment) -> None:
    other = area_of(published.area.inspection, "leadership")
    for assignment in ("id = 9999", "revision = 7", f"area_id = {other.pk}"):
        change("judgments_judgment", published.pk, assignment, said="never changes|keeps its area")


def test_a_draft_keeps_its_place(drafted: Judgment) -> None:
    other = area_of(drafted.area.inspection, "leadership")
    for assignment in ("id = 9999", "revision = 7", f"area_id = {other.pk}"):
        change("judgments_judgment", drafted.pk, assignment, said="keeps its area")


@SQLITE
def test_no_published_judgment_is_overwritten(
    published: Judgment, supervisor: User, other_supervisor: User
) -> None:
    made = reissued(published, supervisor, other_supervisor)
    over = "UPDATE OR REPLACE judgments_judgment SET {} WHERE id = %s"
    refused(over.format(f"id = {published.pk}"), made.pk, said="keeps its area")
    refused(over.format("revision = 1"), made.pk, said="keeps its area")
    publish = over.format("state = 'published', published_on = '2025-01-01'")
    refused(publish, made.pk, said="one that stands")
    copied = (
        "area_id, grade_id, rationale, edition, source, synthetic, drafted_by_id, drafted_at, "
        "proposed_by_id, moderated_by_id"
    )
    refused(
        f"INSERT OR REPLACE INTO judgments_judgment ({copied}, revision, reason, state, "
        f"published_on) SELECT {copied}, 7, 'x', 'published', '2025-01-01' "
        "FROM judgments_judgment WHERE id = %s",
        published.pk,
        said="one that stands",
    )
    published.refresh_from_db()
    assert published.state == "published"


# Reports


def test_a_report_stays_with_its_inspection(inspection: Inspection, inspector: User) -> None:
    report = Report.objects.create(inspection=inspection, summary="A.", written_by=inspector)
    other = InspectionFactory.create(slug="other-2023-25")
    for assignment in (f"inspection_id = {other.pk}", "id = 9999"):
        change("judgments_report", report.pk, assignment, said="stays with its inspection")


@pytest.mark.parametrize("number", [3, 7])
def test_versions_are_numbered_in_turn(
    inspection: Inspection, supervisor: User, number: int
) -> None:
    first = a_publication(inspection, supervisor)

    def version(number: int) -> Publication:
        return Publication.objects.create(
            report=first.report, number=number, content={}, checksum="x", reason="A figure.",
            published_on=date(2025, 2, 1), published_by=supervisor,
        )  # fmt: skip

    with pytest.raises(DatabaseError, match="numbered in turn"), transaction.atomic():
        version(number)
    assert version(2).number == 2


# Words


def test_words_of_evidence_change_with_the_next_edition(
    inspection: Inspection, responding: InspectionArea, inspector: User
) -> None:
    made = evidence_of(inspection, 1, inspector)
    for assignment in (
        "summary = 'Other.'",
        "summary = 'Other.', edition = edition + 2",
        "edition = edition - 1",
        "source_role = 'chief'",
        "gathered_on = '2001-01-01'",
    ):
        change("judgments_evidence", made.pk, assignment, said="edition of its own")
    change("judgments_evidence", made.pk, "id = 9999", said="keeps its inspection")
    Evidence.objects.filter(pk=made.pk).update(summary="Other.", edition=2)


@pytest.mark.parametrize(("model", "wording"), [(Finding, PROMPT), (Practice, SHARED)])
def test_words_of_a_passage_change_with_the_next_edition(
    responding: InspectionArea,
    inspector: User,
    model: type[Finding] | type[Practice],
    wording: passages.Wording,
) -> None:
    made = passages.write(model, area=responding, wording=wording, by=inspector)
    table = model._meta.db_table
    for assignment in ("text = 'Other.'", "heading = 'Other'", "edition = edition + 2"):
        change(table, made.pk, assignment, said="edition of its own")
    other = area_of(responding.inspection, "leadership")
    for assignment in ("id = 9999", f"area_id = {other.pk}"):
        change(table, made.pk, assignment, said="stays with it")
    model._default_manager.filter(pk=made.pk).update(text="Other.", edition=2)


@SQLITE
def test_nothing_published_is_overwritten_by_another_row(
    inspection: Inspection, responding: InspectionArea, inspector: User
) -> None:
    rows = {
        "judgments_evidence": [evidence_of(inspection, n, inspector).pk for n in (1, 2)],
        "judgments_action": [asked(responding, inspector).pk for _ in range(2)],
        "judgments_finding": [
            passages.write(Finding, area=responding, wording=PROMPT, by=inspector).pk
            for _ in range(2)
        ],
    }
    for table, (first, second) in rows.items():
        refused(
            f"UPDATE OR REPLACE {table} SET id = %s WHERE id = %s",
            first,
            second,
            said="keeps its|stays with",
        )


# Emptying


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db
@pytest.mark.parametrize("table", NEVER_EMPTIED)
def test_no_table_is_emptied(table: str) -> None:
    refused(f"TRUNCATE judgments_{table} CASCADE", said="append-only|never deleted")
