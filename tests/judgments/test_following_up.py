"""What the next inspection says of what earlier ones asked for, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from forces.models import Cycle, Inspection
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.actions.coverage import set_areas
from judgments.actions.evidence import Gathered, record_evidence, withdraw_evidence
from judgments.actions.following_up import Answer, publish_follow_ups, say
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import Opinion, draft
from judgments.actions.register import Progress, begin_register, record_status
from judgments.consistency import Severity
from judgments.inspection_sheet import checks_for, report_checks_for
from judgments.models import Action, ActionKind, Evidence, FollowUp, InspectionArea, Outcome, Status
from judgments.register.following_up import followed_up, unsaid
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import InspectionFactory
from tests.judgments.conftest import SMALL, area_of

TODAY = timezone.localdate()
CALLS = Wording(ActionKind.AREA_FOR_IMPROVEMENT, "Answer calls in time", "Many are abandoned.")
BY_THEN = "Calls are answered in time now."
PARTLY = Answer(Outcome.PARTLY, "At night they are not.")


@pytest.fixture
def before(earlier: Cycle, inspection: Inspection, supervisor: User) -> Inspection:
    """The same force in an earlier cycle."""
    load_framework(source=SMALL.replace("2023-25", '"2016"'), by=None)
    made = InspectionFactory.create(
        force=inspection.force, cycle=earlier, lead=supervisor, slug="shire-2016"
    )
    set_areas(inspection=made, treatments={"responding": "graded"}, by=supervisor)
    return made


def published_in(inspection: Inspection, by: User, wording: Wording = CALLS) -> Action:
    """An action that the report of an earlier inspection printed."""
    area = area_of(inspection, "responding")
    made = asking.write(area=area, wording=wording, by=by)
    made.state, made.published_on, made.printed = "published", date(2017, 3, 1), made.text
    made.save(update_fields=["state", "published_on", "printed"])
    begin_register([made], on=made.published_on, by=by)
    return made


@pytest.fixture
def calls(before: Inspection, supervisor: User) -> Action:
    return published_in(before, supervisor)


@pytest.fixture
def seen(responding: InspectionArea, inspector: User) -> Evidence:
    """Evidence that calls are answered."""
    bearings = {"responding": "supports"}
    gathered = Gathered("observation", date(2024, 3, 5), "Control room", "All answered.", bearings)
    return record_evidence(inspection=responding.inspection, gathered=gathered, by=inspector)


@pytest.fixture
def addressed(seen: Evidence) -> Answer:
    return Answer(Outcome.ADDRESSED, BY_THEN, evidence=seen)


def standing(action: Action) -> str:
    return str(vars(Action.objects.with_standing().get(pk=action.pk))["status"])


def test_the_next_inspection_lists_what_is_still_open(
    calls: Action, before: Inspection, inspection: Inspection, supervisor: User, inspector: User
) -> None:
    done = published_in(before, supervisor)
    asking.write(area=calls.area, wording=CALLS, by=supervisor)
    complete = Progress(Status.COMPLETE, TODAY, evidence="Seen.", confirmed_by=supervisor)
    record_status(action=done, progress=complete, read=1, by=supervisor)
    [followed] = followed_up(inspection, inspector, sees_drafts=True)
    assert followed.action == calls
    assert followed_up(before, supervisor, sees_drafts=True) == []
    assert unsaid(inspection) == 1


def test_another_force_has_nothing_to_follow_up(
    calls: Action, addressed: Answer, cycle: Cycle, supervisor: User
) -> None:
    other = InspectionFactory.create(cycle=cycle, lead=supervisor)
    assert unsaid(other) == 0
    with pytest.raises(Conflict, match="is not open for"):
        say(action=calls, inspection=other, answer=addressed, read=0, by=supervisor)


def test_what_is_said_is_public_with_the_report_and_completes_the_register(
    calls: Action, addressed: Answer, inspection: Inspection, inspector: User, supervisor: User,
    observer: User,
) -> None:  # fmt: skip
    with pytest.raises(Conflict, match="says nothing yet of 1 open action of"):
        publish_follow_ups(inspection=inspection, by=supervisor)
    say(action=calls, inspection=inspection, answer=addressed, read=0, by=inspector)
    assert unsaid(inspection) == 0
    assert standing(calls) == Status.AWAITING_REVIEW
    assert not FollowUp.objects.visible_to(observer).exists()
    with pytest.raises(Refused):
        publish_follow_ups(inspection=inspection, by=inspector)
    publish_follow_ups(inspection=inspection, by=supervisor)
    assert FollowUp.objects.visible_to(observer).get().published_on == TODAY
    last = calls.entries.get(sequence=2)
    assert (last.status, last.confirmed_by) == (Status.COMPLETE, supervisor)
    assert "says: addressed" in last.evidence
    followed = followed_up(inspection, inspector, sees_drafts=True)
    assert [f.said.outcome for f in followed if f.said] == ["addressed"]
    assert publish_follow_ups(inspection=inspection, by=supervisor) == []


def test_what_was_thought_complete_goes_back_when_it_is_partly_addressed(
    calls: Action, inspection: Inspection, supervisor: User
) -> None:
    say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=supervisor)
    complete = Progress(Status.COMPLETE, TODAY, evidence="Seen.", confirmed_by=supervisor)
    record_status(action=calls, progress=complete, read=1, by=supervisor)
    publish_follow_ups(inspection=inspection, by=supervisor)
    assert standing(calls) == Status.BEING_PROGRESSED


def test_what_is_partly_addressed_stays_open(
    calls: Action, inspection: Inspection, supervisor: User
) -> None:
    say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=supervisor)
    publish_follow_ups(inspection=inspection, by=supervisor)
    assert calls.entries.count() == 1
    assert Action.objects.with_standing().still_open().get() == calls


def test_a_superseded_action_is_open_no_more(
    calls: Action, responding: InspectionArea, inspection: Inspection, supervisor: User
) -> None:
    new = asking.write(area=responding, wording=CALLS, by=supervisor)
    answer = Answer(Outcome.SUPERSEDED, "Asked anew.", superseded_by=new)
    say(action=calls, inspection=inspection, answer=answer, read=0, by=supervisor)
    assert Action.objects.with_standing().still_open().get() == calls
    publish_follow_ups(inspection=inspection, by=supervisor)
    assert not Action.objects.with_standing().still_open().exists()


def test_it_is_said_again_and_the_former_words_stay(
    calls: Action, addressed: Answer, inspection: Inspection, inspector: User, supervisor: User
) -> None:
    say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=inspector)
    with pytest.raises(Conflict, match="Somebody else said"):
        say(action=calls, inspection=inspection, answer=addressed, read=0, by=supervisor)
    say(action=calls, inspection=inspection, answer=addressed, read=1, by=supervisor)
    notes = FollowUp.objects.order_by("revision").values_list("note", flat=True)
    assert list(notes) == [PARTLY.note, addressed.note]
    [published] = publish_follow_ups(inspection=inspection, by=supervisor)
    assert published.outcome == Outcome.ADDRESSED


def test_what_can_not_be_said(
    calls: Action, inspection: Inspection, before: Inspection, inspector: User, supervisor: User,
    other_inspector: User,
) -> None:  # fmt: skip
    other = published_in(before, supervisor)
    for answer, problem in (
        (Answer("gone", "A."), "Choose what became of it"),
        (Answer(Outcome.ADDRESSED, " "), "What was found: write something"),
        (Answer(Outcome.ADDRESSED, "A.", superseded_by=other), "Only what is superseded"),
        (Answer(Outcome.SUPERSEDED, "A.", superseded_by=other), "an action of this inspection"),
    ):
        with pytest.raises(Invalid, match=problem):
            say(action=calls, inspection=inspection, answer=answer, read=0, by=inspector)
    personal = Answer(Outcome.PARTLY, "Ask someone@example.org.")
    with pytest.raises(PersonalDataWarning):
        say(action=calls, inspection=inspection, answer=personal, read=0, by=inspector)
    with pytest.raises(Refused):
        say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=other_inspector)
    assert not FollowUp.objects.exists()


def test_what_is_addressed_names_what_shows_it(
    calls: Action, addressed: Answer, seen: Evidence, inspection: Inspection, inspector: User
) -> None:
    bare = replace(addressed, evidence=None)
    with pytest.raises(Invalid, match="Choose the evidence of this inspection that shows it"):
        say(action=calls, inspection=inspection, answer=bare, read=0, by=inspector)
    withdraw_evidence(evidence=seen, reason="A slip.", by=inspector)
    seen.refresh_from_db()
    with pytest.raises(Invalid, match="Record it in the evidence log first"):
        say(action=calls, inspection=inspection, answer=addressed, read=0, by=inspector)
    assert not FollowUp.objects.exists()
    for outcome in (Outcome.PARTLY, Outcome.NOT_ADDRESSED):
        answer = replace(bare, outcome=outcome)
        read = FollowUp.objects.count()
        said = say(action=calls, inspection=inspection, answer=answer, read=read, by=inspector)
        assert said.outcome == outcome


CHANGES: list[Callable[[], object]] = [
    lambda: FollowUp.objects.update(note="Nothing."),
    lambda: FollowUp.objects.update(published_on=None),
    lambda: FollowUp.objects.all()._raw_delete("default"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_keeps_what_was_said(
    calls: Action, inspection: Inspection, supervisor: User, change: Callable[[], object]
) -> None:
    say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=supervisor)
    publish_follow_ups(inspection=inspection, by=supervisor)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


# What has to fit


def test_inadequate_without_a_cause_of_concern_is_warned_of(cycle: Cycle, supervisor: User) -> None:
    source = SMALL.replace("requires_improvement", "inadequate")
    load_framework(source=source, by=None)
    inspection = InspectionFactory.create(lead=supervisor, cycle=cycle)
    set_areas(inspection=inspection, treatments={"responding": "graded"}, by=supervisor)
    area = area_of(inspection, "responding")
    draft(area=area, opinion=Opinion("inadequate", "Why."), by=supervisor)
    cause = Wording(ActionKind.CAUSE_OF_CONCERN, "Calls are lost", "Many.")
    assert [c.severity for c in checks_for(inspection)] == [Severity.REFUSED, Severity.WARNING]
    made = asking.write(area=area, wording=cause, by=supervisor)
    refusals = [c.sentence for c in checks_for(inspection) if c.severity == Severity.REFUSED]
    assert "The cause of concern “Calls are lost” has no recommendation. Write one." in refusals
    deadline = TODAY + timedelta(days=30)
    count = Wording(ActionKind.RECOMMENDATION, "Count them", "All.", deadline)
    below = asking.write(area=area, wording=count, cause=made, by=supervisor)
    assert len(checks_for(inspection)) == 1
    asking.withdraw(action=below, reason="No.", by=supervisor)
    assert len(checks_for(inspection)) == 2


def test_a_report_says_something_of_every_open_action(
    calls: Action, inspection: Inspection, supervisor: User
) -> None:
    [check] = report_checks_for(inspection)
    assert check.sentence == "The report says nothing yet of 1 open action of earlier inspections."
    assert check.severity == Severity.REFUSED
    say(action=calls, inspection=inspection, answer=PARTLY, read=0, by=supervisor)
    assert report_checks_for(inspection) == ()
