"""What a force has to act on: writing it, publishing it, and what never changes after."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from forces.models import Inspection
from judgments.action_states import MOVES, ActionState
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.models import Action, ActionKind, InspectionArea
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SecondmentFactory
from tests.judgments.conftest import area_of

SOON = timezone.localdate() + timedelta(days=90)
AREA = Wording(ActionKind.AREA_FOR_IMPROVEMENT, "Answer calls in time", "Too many are *abandoned*.")
CAUSE = Wording(ActionKind.CAUSE_OF_CONCERN, "Calls are lost", "Nobody knows how many.")
RECOMMENDATION = Wording(ActionKind.RECOMMENDATION, "Count the calls", "Every day.", SOON)
MORE = Wording(AREA.kind, "Answer calls", "All of them.")


@pytest.fixture
def improvement(responding: InspectionArea, inspector: User) -> Action:
    """A drafted area for improvement."""
    return asking.write(area=responding, wording=AREA, by=inspector)


@pytest.fixture
def cause(responding: InspectionArea, inspector: User) -> Action:
    """A drafted cause of concern without a recommendation."""
    return asking.write(area=responding, wording=CAUSE, by=inspector)


@pytest.fixture
def recommendation(cause: Action, inspector: User) -> Action:
    return asking.write(area=cause.area, wording=RECOMMENDATION, cause=cause, by=inspector)


@pytest.fixture
def published(improvement: Action, inspection: Inspection, supervisor: User) -> Action:
    [made] = asking.publish_drafts(inspection=inspection, by=supervisor)
    return made


def verbs(action: Action) -> list[str]:
    assert verify_chain(action) == []
    return [event.verb for event in history_of(action)]


def test_an_action_is_numbered_within_its_inspection(
    improvement: Action, cause: Action, recommendation: Action
) -> None:
    assert [a.number for a in (improvement, cause, recommendation)] == [1, 2, 3]
    assert improvement.state == ActionState.DRAFT
    assert verbs(improvement) == ["written"]


@pytest.mark.parametrize(
    ("wording", "problem"),
    [
        (Wording("rumour", "A", "B"), "Choose what kind"),
        (Wording(AREA.kind, " ", "B"), "Title: write something"),
        (Wording(AREA.kind, "A", "\n"), "Text: write something"),
        (Wording(AREA.kind, "A" * 201, "B"), "Title: use at most 200"),
        (Wording(AREA.kind, "A", "B\x00"), "can't be stored"),
        (Wording(AREA.kind, "A", "B", date(2020, 1, 1)), "deadline is over"),
        (RECOMMENDATION, "Write the cause of concern first"),
    ],
)
def test_what_can_not_be_asked(
    responding: InspectionArea, inspector: User, wording: Wording, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        asking.write(area=responding, wording=wording, by=inspector)
    assert not Action.objects.exists()


def test_a_recommendation_needs_a_deadline_and_a_cause_of_its_area(
    cause: Action, improvement: Action, inspection: Inspection, inspector: User
) -> None:
    endless = Wording(ActionKind.RECOMMENDATION, "Count", "Them.")
    with pytest.raises(Invalid, match="Give the deadline"):
        asking.write(area=cause.area, wording=endless, cause=cause, by=inspector)
    leadership = area_of(inspection, "leadership")
    for area, above in ((leadership, cause), (cause.area, improvement)):
        with pytest.raises(Invalid, match="cause of concern of the same area"):
            asking.write(area=area, wording=RECOMMENDATION, cause=above, by=inspector)
    with pytest.raises(Invalid, match="only recommendations"):
        asking.write(area=cause.area, wording=AREA, cause=cause, by=inspector)


def test_what_looks_like_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User
) -> None:
    text = "Write to someone@example.org."
    with pytest.raises(PersonalDataWarning):
        asking.write(area=responding, wording=Wording(AREA.kind, "A", text), by=inspector)
    kept = Wording(AREA.kind, "A", text, keep_personal_data=True)
    assert asking.write(area=responding, wording=kept, by=inspector).text == text


@pytest.mark.parametrize(
    "who", ["other_inspector", "other_supervisor", "administrator", "observer"]
)
def test_nobody_else_writes_actions(
    responding: InspectionArea, improvement: Action, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(Refused):
        asking.write(area=responding, wording=AREA, by=user)
    with pytest.raises(Refused):
        asking.revise(action=improvement, wording=MORE, edition=1, by=user)
    with pytest.raises(Refused):
        asking.withdraw(action=improvement, reason="No.", by=user)


def test_every_edition_stays_and_nobody_overwrites_what_they_have_not_read(
    improvement: Action, inspector: User, supervisor: User
) -> None:
    asking.revise(action=improvement, wording=MORE, edition=1, by=inspector)
    with pytest.raises(Conflict, match="Somebody else changed"):
        asking.revise(action=improvement, wording=CAUSE, edition=1, by=supervisor)
    texts = [event.details["text"] for event in history_of(improvement)]
    assert texts == [AREA.text, MORE.text]


def test_a_cause_with_recommendations_stays_a_cause(
    cause: Action, recommendation: Action, inspector: User
) -> None:
    with pytest.raises(Conflict, match="it stays a cause of concern"):
        asking.revise(action=cause, wording=AREA, edition=1, by=inspector)


def test_a_draft_is_withdrawn_with_its_recommendations_and_taken_up_again(
    cause: Action, recommendation: Action, inspector: User
) -> None:
    with pytest.raises(Invalid, match="Give the reason"):
        asking.withdraw(action=cause, reason=" ", by=inspector)
    asking.withdraw(action=cause, reason="Not seen again.", by=inspector)
    recommendation.refresh_from_db()
    assert recommendation.state == ActionState.WITHDRAWN
    last = [event.details for event in history_of(recommendation)][-1]
    assert last == {"reason": "Not seen again.", "with_cause": cause.number}
    with pytest.raises(Conflict, match="Its cause of concern is withdrawn"):
        asking.take_up_again(action=recommendation, reason="Seen.", by=inspector)
    with pytest.raises(Conflict, match="Take it up again first"):
        asking.write(area=cause.area, wording=RECOMMENDATION, cause=cause, by=inspector)
    asking.take_up_again(action=cause, reason="Seen.", by=inspector)
    taken = asking.take_up_again(action=recommendation, reason="Seen.", by=inspector)
    assert taken.state == ActionState.DRAFT
    with pytest.raises(Conflict, match="This is draft"):
        asking.take_up_again(action=taken, reason="Again.", by=inspector)


def test_publishing_begins_the_register(published: Action, observer: User) -> None:
    assert published.published_on == timezone.localdate()
    [entry] = published.entries.all()
    assert (entry.status, entry.on) == ("awaiting_review", published.published_on)
    assert verbs(published) == ["written", "published"]
    assert Action.objects.visible_to(observer).get() == published


def test_a_cause_without_a_recommendation_is_not_published(
    cause: Action, improvement: Action, inspection: Inspection, supervisor: User, inspector: User
) -> None:
    with pytest.raises(Conflict, match="at least one recommendation"):
        asking.publish_drafts(inspection=inspection, by=supervisor)
    with pytest.raises(Conflict, match="at least one recommendation"):
        asking.publish_early(action=cause, by=supervisor)
    assert not Action.objects.filter(state="published").exists()
    made = asking.write(area=cause.area, wording=RECOMMENDATION, cause=cause, by=inspector)
    asking.withdraw(action=made, reason="No.", by=inspector)
    with pytest.raises(Conflict, match="at least one recommendation"):
        asking.publish_drafts(inspection=inspection, by=supervisor)


def test_an_accelerated_cause_is_published_before_the_report(
    cause: Action, recommendation: Action, improvement: Action, supervisor: User, inspector: User,
    inspection: Inspection,
) -> None:  # fmt: skip
    with pytest.raises(Refused):
        asking.publish_early(action=cause, by=inspector)
    with pytest.raises(Conflict, match="Only a cause of concern"):
        asking.publish_early(action=recommendation, by=supervisor)
    with pytest.raises(Conflict, match="Only a cause of concern"):
        asking.publish_early(action=improvement, by=supervisor)
    published = asking.publish_early(action=cause, by=supervisor)
    assert [a.pk for a in published] == [cause.pk, recommendation.pk]
    cause.refresh_from_db()
    assert (cause.accelerated, cause.state) == (True, "published")
    later = asking.write(area=cause.area, wording=RECOMMENDATION, cause=cause, by=inspector)
    asking.publish_early(action=later, by=supervisor)
    rest = asking.publish_drafts(inspection=inspection, by=supervisor)
    assert [a.pk for a in rest] == [improvement.pk]


def test_a_published_text_is_corrected_with_a_reason(
    published: Action, inspector: User, supervisor: User
) -> None:
    with pytest.raises(Conflict, match="Only a draft is changed"):
        asking.revise(action=published, wording=MORE, edition=1, by=inspector)
    with pytest.raises(Refused):
        asking.correct(action=published, wording=MORE, edition=1, reason="A slip.", by=inspector)
    with pytest.raises(Conflict, match="kind of something published stays"):
        asking.correct(action=published, wording=CAUSE, edition=1, reason="A slip.", by=supervisor)
    with pytest.raises(PersonalDataWarning):
        asking.correct(
            action=published, wording=MORE, edition=1, reason="Ask a@example.org.", by=supervisor
        )
    made = asking.correct(action=published, wording=MORE, edition=1, reason="Slip.", by=supervisor)
    assert made.printed == made.text == MORE.text
    assert (made.title, made.edition, made.published_on) == (MORE.title, 2, published.published_on)
    assert [event.details.get("reason") for event in history_of(published)][-1] == "Slip."


def test_a_correction_asks_about_its_words_and_its_reason_together(
    published: Action, supervisor: User
) -> None:
    odd = Wording(AREA.kind, AREA.title, "Ring 01632 960 001.")
    with pytest.raises(PersonalDataWarning) as asked:
        asking.correct(
            action=published, wording=odd, edition=1, reason="Ask a@example.org.", by=supervisor
        )
    assert all(kind in str(asked.value) for kind in ("e-mail address", "phone number"))
    with pytest.raises(PersonalDataWarning, match="e-mail address"):
        asking.correct(
            action=published, wording=AREA, edition=1, reason="Ask a@example.org.", by=supervisor
        )


def test_a_correction_that_says_the_same_leaves_no_trace(
    published: Action, supervisor: User
) -> None:
    before = verbs(published)
    made = asking.correct(action=published, wording=AREA, edition=1, reason="Why?", by=supervisor)
    assert (made.edition, verbs(published)) == (1, before)


def test_what_was_published_is_withdrawn_by_who_leads_and_stays_readable(
    published: Action, inspector: User, supervisor: User, observer: User
) -> None:
    with pytest.raises(Refused):
        asking.withdraw(action=published, reason="Wrong.", by=inspector)
    made = asking.withdraw(action=published, reason="Wrong.", by=supervisor)
    assert made.state == ActionState.WITHDRAWN
    assert Action.objects.visible_to(observer).filter(pk=published.pk).exists()
    assert not Action.objects.with_standing().still_open().exists()
    with pytest.raises(Refused):
        asking.take_up_again(action=published, reason="Right.", by=inspector)
    assert asking.take_up_again(action=published, reason="Right.", by=supervisor).state == (
        ActionState.PUBLISHED
    )
    assert verbs(published) == ["written", "published", "withdrawn", "put back"]


def test_drafts_are_seen_by_who_works_on_the_report_alone(
    improvement: Action, inspector: User, supervisor: User, observer: User, other_inspector: User,
    other_supervisor: User,
) -> None:  # fmt: skip
    SecondmentFactory.create(user=other_supervisor, force=improvement.area.inspection.force)
    for user, seen in (
        (inspector, 1), (supervisor, 1), (observer, 0), (other_inspector, 0), (other_supervisor, 0),
    ):  # fmt: skip
        assert Action.objects.visible_to(user).count() == seen


CHANGES: list[Callable[[Action], object]] = [
    lambda action: Action.objects.filter(pk=action.pk).update(kind="cause_of_concern"),
    lambda action: Action.objects.filter(pk=action.pk).update(number=9),
    lambda action: Action.objects.filter(pk=action.pk).update(state="draft"),
    lambda action: Action.objects.filter(pk=action.pk).update(published_on=date(2020, 1, 1)),
    lambda action: Action.objects.filter(pk=action.pk).update(text="Nothing."),
    lambda action: Action.objects.filter(pk=action.pk).delete(),
    lambda action: action.entries.update(status="complete"),
    lambda action: action.entries.all()._raw_delete("default"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_what_no_action_does(
    published: Action, change: Callable[[Action], object]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change(published)


def test_a_number_is_given_once(improvement: Action, responding: InspectionArea) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Action.objects.create(
            area=responding, number=1, kind=AREA.kind, title="A", text="B",
            written_by=improvement.written_by,
        )  # fmt: skip


def test_no_state_is_a_dead_end() -> None:
    assert {source for move in MOVES for source in move.sources} == set(ActionState)
