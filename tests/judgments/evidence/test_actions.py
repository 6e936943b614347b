"""Logging evidence: who may, what is taken, and that no word of it is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from forces.models import Inspection
from judgments.actions.evidence import (
    LONGEST_SUMMARY,
    put_evidence_back,
    record_evidence,
    revise_evidence,
    withdraw_evidence,
)
from judgments.models import Evidence, EvidenceArea, InspectionArea
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import InspectionFactory, SecondmentFactory
from tests.judgments.evidence.conftest import SEEN


def bearings_of(evidence: Evidence) -> dict[str, str]:
    return {row.area.area.code: row.bearing for row in evidence.bearings.all()}


def test_evidence_is_logged_under_the_next_number(
    responding: InspectionArea, inspector: User, supervisor: User
) -> None:
    first = record_evidence(inspection=responding.inspection, gathered=SEEN, by=inspector)
    second = record_evidence(inspection=responding.inspection, gathered=SEEN, by=supervisor)
    assert (str(first), str(second)) == ("E1", "E2")
    assert (first.kind, first.source_role) == ("interview", "Response sergeant")
    assert bearings_of(first) == {"responding": "weakens"}
    event = history_of(first).get()
    assert (event.verb, event.by) == ("recorded", inspector)
    assert event.details["summary"] == SEEN.summary
    assert event.details["bearings"] == {"responding": "weakens"}


def test_another_inspection_counts_from_one(logged: Evidence, supervisor: User) -> None:
    elsewhere = InspectionFactory.create(lead=supervisor, cycle=logged.inspection.cycle)
    InspectionArea.objects.create(
        inspection=elsewhere, area=logged.bearings.get().area.area, treatment="graded"
    )
    assert record_evidence(inspection=elsewhere, gathered=SEEN, by=supervisor).number == 1


@pytest.mark.parametrize("role", ["observer", "administrator", "other_inspector"])
def test_only_the_team_logs(
    role: str, responding: InspectionArea, request: pytest.FixtureRequest
) -> None:
    by: User = request.getfixturevalue(role)
    with pytest.raises(Refused):
        record_evidence(inspection=responding.inspection, gathered=SEEN, by=by)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "rumour"}, "how the evidence was gathered"),
        ({"source_role": "  "}, "Role of the source"),
        ({"source_role": "x" * 151}, "Role of the source: use at most 150"),
        ({"summary": ""}, "Summary"),
        ({"summary": "x" * (LONGEST_SUMMARY + 1)}, "Summary: use at most 10,000"),
        ({"summary": "a\x00b"}, "can't be stored"),
        ({"bearings": {}}, "at least one area"),
        ({"bearings": {"planning": "supports"}}, "areas that this inspection covers"),
        ({"bearings": {"responding": "doubts"}}, "Responding: choose"),
        ({"gathered_on": date(2010, 1, 1)}, "years before the cycle"),
        ({"gathered_on": timezone.localdate() + timedelta(days=1)}, "in the future"),
    ],
)
def test_what_does_not_hold_is_refused(
    responding: InspectionArea, inspector: User, change: dict[str, object], said: str
) -> None:
    gathered = replace(SEEN, **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=said):
        record_evidence(inspection=responding.inspection, gathered=gathered, by=inspector)
    assert not Evidence.objects.exists()


def test_before_areas_are_chosen_it_says_so(inspection: Inspection, inspector: User) -> None:
    with pytest.raises(Conflict, match="which areas"):
        record_evidence(inspection=inspection, gathered=SEEN, by=inspector)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"summary": "Her number is 01234 567 890."}, "a phone number"),
        ({"source_role": "Sergeant Patel"}, "a name"),
    ],
)
def test_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User, change: dict[str, str], kind: str
) -> None:
    gathered = replace(SEEN, **change)  # type: ignore[arg-type]
    with pytest.raises(PersonalDataWarning, match=kind):
        record_evidence(inspection=responding.inspection, gathered=gathered, by=inspector)
    kept = replace(gathered, keep_personal_data=True)
    assert record_evidence(inspection=responding.inspection, gathered=kept, by=inspector).pk


def test_a_change_keeps_each_former_text_on_the_record(logged: Evidence, supervisor: User) -> None:
    changed = replace(
        SEEN, summary="Two of three said so.",
        bearings={"leadership": "supports", "responding": "supports"},
    )  # fmt: skip
    revised = revise_evidence(evidence=logged, gathered=changed, edition=1, by=supervisor)
    assert (revised.edition, revised.number) == (2, 1)
    assert bearings_of(revised) == {"leadership": "supports", "responding": "supports"}
    texts = [event.details["summary"] for event in history_of(logged)]
    assert texts == [SEEN.summary, "Two of three said so."]
    assert verify_chain(logged) == []


def test_nobody_overwrites_what_they_have_not_read(logged: Evidence, supervisor: User) -> None:
    revise_evidence(evidence=logged, gathered=SEEN, edition=1, by=supervisor)
    with pytest.raises(Conflict, match="Somebody else changed"):
        revise_evidence(evidence=logged, gathered=SEEN, edition=1, by=supervisor)


def test_withdrawn_evidence_stays_and_comes_back(logged: Evidence, inspector: User) -> None:
    with pytest.raises(Invalid):
        withdraw_evidence(evidence=logged, reason=" ", by=inspector)
    withdraw_evidence(evidence=logged, reason="Heard at second hand.", by=inspector)
    assert not Evidence.objects.standing().exists()
    with pytest.raises(Conflict, match="withdrawn"):
        revise_evidence(evidence=logged, gathered=SEEN, edition=1, by=inspector)
    with pytest.raises(Conflict, match="withdrawn"):
        withdraw_evidence(evidence=logged, reason="Twice.", by=inspector)
    put_evidence_back(evidence=logged, reason="Confirmed since.", by=inspector)
    assert Evidence.objects.standing().get() == logged
    with pytest.raises(Conflict, match="not withdrawn"):
        put_evidence_back(evidence=logged, reason="Twice.", by=inspector)
    reasons = [event.details["reason"] for event in history_of(logged) if event.sequence > 1]
    assert reasons == ["Heard at second hand.", "Confirmed since."]


@pytest.mark.parametrize(
    "act",
    [
        lambda e, by: revise_evidence(evidence=e, gathered=SEEN, edition=1, by=by),
        lambda e, by: withdraw_evidence(evidence=e, reason="No.", by=by),
        lambda e, by: put_evidence_back(evidence=e, reason="No.", by=by),
    ],
)
def test_only_the_team_changes_the_log(
    logged: Evidence, other_supervisor: User, act: Callable[[Evidence, User], Evidence]
) -> None:
    with pytest.raises(Refused):
        act(logged, other_supervisor)


def test_evidence_is_seen_by_who_works_towards_the_report(
    logged: Evidence, inspector: User, other_inspector: User, other_supervisor: User,
    administrator: User, observer: User,
) -> None:  # fmt: skip
    def sees(user: User) -> bool:
        return Evidence.objects.visible_to(user).exists()

    assert sees(inspector)
    assert sees(other_supervisor)
    assert sees(administrator)
    assert not sees(observer)
    assert not sees(other_inspector)
    SecondmentFactory.create(user=other_supervisor, force=logged.inspection.force)
    assert not sees(other_supervisor)


def test_the_database_keeps_evidence(logged: Evidence) -> None:
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Evidence.objects.filter(pk=logged.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="keeps its inspection"), transaction.atomic():
        Evidence.objects.filter(pk=logged.pk).update(number=7)
    EvidenceArea.objects.filter(evidence=logged).update(bearing="supports")
