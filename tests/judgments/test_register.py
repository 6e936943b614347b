"""The register: how far a force is, day by day, and what nobody can do to it."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.actions.register import Progress, record_status
from judgments.models import Action, ActionKind, InspectionArea, Status, StatusEntry
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SecondmentFactory

TODAY = timezone.localdate()
WORDING = Wording(
    ActionKind.AREA_FOR_IMPROVEMENT, "Answer calls in time", "Too many are abandoned."
)
UNDER_WAY = Progress(Status.BEING_PROGRESSED, TODAY)


@pytest.fixture
def published(responding: InspectionArea, inspector: User, supervisor: User) -> Action:
    """Published forty days ago."""
    made = asking.write(area=responding, wording=WORDING, by=inspector)
    made.state, made.published_on = "published", TODAY - timedelta(days=40)
    made.printed = made.text
    made.save(update_fields=["state", "published_on", "printed"])
    StatusEntry.objects.create(
        action=made, sequence=1, status=Status.AWAITING_REVIEW, on=made.published_on,
        recorded_by=supervisor,
    )  # fmt: skip
    return made


def standing(action: Action) -> str:
    return str(vars(Action.objects.with_standing().get(pk=action.pk))["status"])


def test_the_status_goes_forward_and_back_twice_in_a_day(
    published: Action, inspector: User, supervisor: User
) -> None:
    complete = Progress(Status.COMPLETE, TODAY, evidence="The audit.", confirmed_by=supervisor)
    back = Progress(Status.BEING_PROGRESSED, TODAY, comment="The audit left out weekends.")
    steps = (UNDER_WAY, complete, back, complete)
    for read, progress in enumerate(steps, 1):
        record_status(action=published, progress=progress, read=read, by=inspector)
    assert standing(published) == Status.COMPLETE
    assert not Action.objects.with_standing().still_open().exists()
    last = published.entries.get(sequence=5)
    assert (last.confirmed_by, last.evidence) == (supervisor, "The audit.")
    assert verify_chain(published) == []
    comments = [event.details.get("comment") for event in history_of(published)]
    assert "The audit left out weekends." in comments


@pytest.mark.parametrize(
    ("progress", "problem"),
    [
        (Progress("lost", TODAY), "Choose how far the force is"),
        (Progress(Status.AWAITING_REVIEW, TODAY), "status is as it was"),
        (Progress(Status.BEING_PROGRESSED, TODAY + timedelta(days=1)), "still to come"),
        (Progress(Status.BEING_PROGRESSED, TODAY - timedelta(days=41)), "It was published on"),
        (Progress(Status.COMPLETE, TODAY), "Evidence that it is complete"),
        (Progress(Status.COMPLETE, TODAY, evidence="Seen."), "Name who saw the evidence"),
        (Progress(Status.BEING_PROGRESSED, TODAY, "a@example.org"), "e-mail address"),
    ],
)
def test_what_the_register_does_not_take(
    published: Action, inspector: User, progress: Progress, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        record_status(action=published, progress=progress, read=1, by=inspector)
    assert published.entries.count() == 1


def test_going_back_wants_a_comment(published: Action, inspector: User) -> None:
    record_status(action=published, progress=UNDER_WAY, read=1, by=inspector)
    back = Progress(Status.AWAITING_REVIEW, TODAY)
    with pytest.raises(Invalid, match="It goes back from “Being progressed”"):
        record_status(action=published, progress=back, read=2, by=inspector)


def test_a_comment_alone_keeps_the_status(published: Action, inspector: User) -> None:
    comment = Progress(Status.AWAITING_REVIEW, TODAY, comment="The force wrote.")
    record_status(action=published, progress=comment, read=1, by=inspector)
    assert standing(published) == Status.AWAITING_REVIEW


def test_what_is_written_down_late_does_not_stand_for_today(
    published: Action, inspector: User
) -> None:
    complete = Progress(Status.COMPLETE, TODAY, evidence="Seen.", confirmed_by=inspector)
    record_status(action=published, progress=complete, read=1, by=inspector)
    late = Progress(Status.BEING_PROGRESSED, TODAY - timedelta(days=20))
    record_status(action=published, progress=late, read=2, by=inspector)
    assert standing(published) == Status.COMPLETE
    days = [entry.on for entry in published.entries.in_time()]
    assert days == sorted(days)


def test_nobody_adds_to_what_they_have_not_read(published: Action, inspector: User) -> None:
    record_status(action=published, progress=UNDER_WAY, read=1, by=inspector)
    with pytest.raises(Conflict, match="Somebody else added"):
        record_status(action=published, progress=UNDER_WAY, read=1, by=inspector)


def test_text_that_only_looks_like_personal_data_is_kept(
    published: Action, inspector: User
) -> None:
    odd = Progress(Status.BEING_PROGRESSED, TODAY, "Room SW1A 1AA.")
    with pytest.raises(PersonalDataWarning):
        record_status(action=published, progress=odd, read=1, by=inspector)
    kept = Progress(Status.BEING_PROGRESSED, TODAY, odd.comment, keep_personal_data=True)
    assert record_status(action=published, progress=kept, read=1, by=inspector).comment


def test_a_draft_and_what_is_withdrawn_are_not_in_the_register(
    responding: InspectionArea, inspector: User, published: Action, supervisor: User
) -> None:
    draft = asking.write(area=responding, wording=WORDING, by=inspector)
    asking.withdraw(action=published, reason="Wrong.", by=supervisor)
    for action in (draft, published):
        with pytest.raises(Conflict, match="what is published and stands"):
            record_status(action=action, progress=UNDER_WAY, read=1, by=inspector)


def test_supervisors_and_who_inspects_the_force_keep_the_register(
    published: Action, other_supervisor: User, administrator: User, other_inspector: User,
    observer: User,
) -> None:  # fmt: skip
    record_status(action=published, progress=UNDER_WAY, read=1, by=other_supervisor)
    for user in (administrator, other_inspector, observer):
        with pytest.raises(Refused):
            record_status(action=published, progress=UNDER_WAY, read=2, by=user)


def test_nobody_from_the_force_keeps_its_register_or_confirms(
    published: Action, other_supervisor: User, inspector: User
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=published.area.inspection.force)
    with pytest.raises(Refused, match="seconded"):
        record_status(action=published, progress=UNDER_WAY, read=1, by=other_supervisor)
    confirmed = Progress(
        Status.COMPLETE,
        TODAY,
        evidence="Seen.",
        confirmed_by=User.objects.get(pk=other_supervisor.pk),
    )
    with pytest.raises(Invalid, match="can't confirm it"):
        record_status(action=published, progress=confirmed, read=1, by=inspector)


def test_an_action_is_overdue_while_it_is_open_after_its_deadline(
    published: Action, inspector: User
) -> None:
    day = date(TODAY.year - 1, 1, 1)
    Action.objects.update(deadline=day, edition=F("edition") + 1)
    overdue = Action.objects.with_standing().overdue
    assert overdue(TODAY).exists()
    assert not overdue(day).exists()
    complete = Progress(Status.COMPLETE, TODAY, evidence="Seen.", confirmed_by=inspector)
    record_status(action=published, progress=complete, read=1, by=inspector)
    assert not overdue(TODAY).exists()
