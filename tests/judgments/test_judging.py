"""What an inspection covers, and every step of a judgment on its way to being published."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from forces.models import Cycle, Inspection
from judgments.actions import judging
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import Opinion
from judgments.inspection_sheet import checks_for, lines_of
from judgments.models import InspectionArea, Judgment
from judgments.states import MOVES, JudgmentState
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import (
    InspectionFactory,
    SecondmentFactory,
    SupervisorFactory,
    TeamMemberFactory,
)
from tests.judgments.conftest import COVERED, GOOD, SMALL, area_of, publish_new

POOR = Opinion("requires_improvement", "Too many calls are abandoned.")
Act = Callable[..., object]


def verbs(judgment: Judgment) -> list[str]:
    assert verify_chain(judgment) == []
    return [event.verb for event in history_of(judgment)]


# What is covered


def test_a_supervisor_of_the_team_says_what_is_covered(
    responding: InspectionArea, inspection: Inspection
) -> None:
    rows = InspectionArea.objects.filter(inspection=inspection)
    assert {row.area.code: row.treatment for row in rows.select_related("area")} == COVERED
    event = history_of(inspection).get()
    assert (event.verb, event.details) == ("areas set", {"areas": COVERED})


def test_saying_the_same_again_leaves_no_event(
    responding: InspectionArea, inspection: Inspection, supervisor: User
) -> None:
    set_areas(inspection=inspection, treatments={**COVERED, "planning": ""}, by=supervisor)
    assert history_of(inspection).count() == 1


def test_an_area_can_be_left_out_until_it_is_judged(
    drafted: Judgment, inspection: Inspection, supervisor: User
) -> None:
    set_areas(inspection=inspection, treatments={"responding": "graded"}, by=supervisor)
    assert [line.area.code for line in lines_of(inspection, supervisor)] == ["responding"]
    with pytest.raises(Conflict, match="Responding has a judgment"):
        set_areas(inspection=inspection, treatments={"leadership": "graded"}, by=supervisor)
    assert [line.area.code for line in lines_of(inspection, supervisor)] == ["responding"]


@pytest.mark.parametrize(
    ("treatments", "problem"),
    [
        ({"unknown": "graded"}, "has no area “unknown”"),
        ({"responding": "perhaps"}, "Responding: choose how it is inspected"),
        ({"responding": "stands"}, "no grade stands from an earlier inspection"),
    ],
)
def test_what_can_not_be_covered(
    inspection: Inspection, supervisor: User, treatments: dict[str, str], problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        set_areas(inspection=inspection, treatments=treatments, by=supervisor)


def test_an_earlier_grade_can_stand_where_the_framework_says_so(
    cycle: Cycle, earlier: Cycle, supervisor: User
) -> None:
    load_framework(source=f'{SMALL}grades_stand_from: "2016"\n', by=None)
    inspection = InspectionFactory.create(lead=supervisor, cycle=cycle)
    set_areas(inspection=inspection, treatments={"responding": "stands"}, by=supervisor)
    made = publish_new(area_of(inspection, "responding"), "good", supervisor)
    assert made.area.is_graded


def test_a_cycle_without_a_framework_can_not_be_judged(supervisor: User) -> None:
    inspection = InspectionFactory.create(lead=supervisor)
    with pytest.raises(Conflict, match="has no framework"):
        set_areas(inspection=inspection, treatments={}, by=supervisor)


@pytest.mark.parametrize("who", ["inspector", "other_supervisor", "administrator", "observer"])
def test_nobody_else_says_what_is_covered(
    inspection: Inspection, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused):
        set_areas(inspection=inspection, treatments=COVERED, by=request.getfixturevalue(who))


# From draft to published


def test_a_judgment_goes_all_the_way(published: Judgment) -> None:
    assert published.state == JudgmentState.PUBLISHED
    assert published.published_on is not None
    assert verbs(published) == ["drafted", "proposed", "moderated", "confirmed", "published"]


def test_every_edition_stays_on_the_record(drafted: Judgment, supervisor: User) -> None:
    judging.revise(judgment=drafted, opinion=POOR, edition=1, by=supervisor)
    editions = [event.details for event in history_of(drafted)]
    assert editions == [
        {"grade": "good", "rationale": GOOD.rationale},
        {"grade": "requires_improvement", "rationale": POOR.rationale},
    ]


def test_nobody_overwrites_what_they_have_not_read(
    drafted: Judgment, inspector: User, supervisor: User
) -> None:
    judging.revise(judgment=drafted, opinion=POOR, edition=1, by=supervisor)
    with pytest.raises(Conflict, match="Somebody else changed"):
        judging.revise(judgment=drafted, opinion=GOOD, edition=1, by=inspector)
    drafted.refresh_from_db()
    assert drafted.rationale == POOR.rationale


def test_an_area_without_a_grade_is_not_judged(
    responding: InspectionArea, inspection: Inspection, inspector: User
) -> None:
    with pytest.raises(Conflict, match="without a grade"):
        judging.draft(area=area_of(inspection, "victim_service"), opinion=GOOD, by=inspector)


def test_an_area_is_judged_once_at_a_time(drafted: Judgment, supervisor: User) -> None:
    with pytest.raises(Conflict, match="has a judgment already"):
        judging.draft(area=drafted.area, opinion=POOR, by=supervisor)


@pytest.mark.parametrize(
    ("opinion", "problem"),
    [
        (Opinion("splendid", "Why."), "Choose one of the grades"),
        (Opinion("good", "Ring 01632 960 001."), "phone number"),
    ],
)
def test_what_can_not_be_written(
    responding: InspectionArea, inspector: User, opinion: Opinion, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        judging.draft(area=responding, opinion=opinion, by=inspector)
    assert not Judgment.objects.exists()


def test_what_only_looks_like_personal_data_is_kept_when_asked(
    responding: InspectionArea, inspector: User
) -> None:
    opinion = Opinion("good", "Ring 01632 960 001.", keep_personal_data=True)
    assert judging.draft(area=responding, opinion=opinion, by=inspector).rationale


def test_a_proposal_needs_a_rationale(responding: InspectionArea, inspector: User) -> None:
    made = judging.draft(area=responding, opinion=Opinion("good", "  "), by=inspector)
    with pytest.raises(Invalid, match="Write the rationale"):
        judging.propose(judgment=made, by=inspector)


def test_nobody_moderates_what_they_wrote(
    drafted: Judgment, inspector: User, supervisor: User, other_supervisor: User
) -> None:
    judging.revise(judgment=drafted, opinion=POOR, edition=1, by=supervisor)
    judging.propose(judgment=drafted, by=inspector)
    for act in (judging.moderate, judging.send_back):
        reason = {"reason": "Why?"} if act is judging.send_back else {}
        with pytest.raises(Refused, match="wrote this judgment yourself"):
            act(judgment=drafted, by=supervisor, **reason)
    assert judging.moderate(judgment=drafted, by=other_supervisor).moderated_by == other_supervisor


def test_the_database_too_refuses_moderation_by_the_author(
    proposed: Judgment, inspector: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgment.objects.update(moderated_by=inspector)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgment.objects.update(state="confirmed")


def test_a_moderator_sends_back_with_a_reason(
    proposed: Judgment, other_supervisor: User, inspector: User
) -> None:
    with pytest.raises(Invalid, match="Give the reason"):
        judging.send_back(judgment=proposed, reason=" ", by=other_supervisor)
    judging.send_back(judgment=proposed, reason="Say more.", by=other_supervisor)
    judging.revise(judgment=proposed, opinion=POOR, edition=1, by=inspector)
    assert verbs(proposed) == ["drafted", "proposed", "sent back", "revised"]


def test_a_supervisor_of_the_team_steps_back_all_the_way(
    confirmed: Judgment, supervisor: User
) -> None:
    for state in ("moderated", "proposed", "draft"):
        judgment = judging.step_back(judgment=confirmed, reason="Not yet.", by=supervisor)
        assert judgment.state == state
    assert judgment.moderated_by is None
    with pytest.raises(Conflict, match="This judgment is draft"):
        judging.step_back(judgment=confirmed, reason="Not yet.", by=supervisor)


def test_a_withdrawn_judgment_is_taken_up_or_written_anew(
    moderated: Judgment, supervisor: User, inspector: User
) -> None:
    judging.withdraw(judgment=moderated, reason="Too early.", by=supervisor)
    again = judging.take_up_again(judgment=moderated, reason="Now.", by=supervisor)
    assert (again.state, again.moderated_by) == ("draft", None)
    judging.withdraw(judgment=again, reason="Still too early.", by=supervisor)
    anew = judging.draft(area=moderated.area, opinion=POOR, by=inspector)
    assert anew.revision == 2
    with pytest.raises(Conflict, match="judged again since"):
        judging.take_up_again(judgment=moderated, reason="Back.", by=supervisor)


# Publishing and after


def test_a_published_judgment_never_changes(published: Judgment, supervisor: User) -> None:
    for act in (judging.step_back, judging.withdraw):
        with pytest.raises(Conflict, match="never changes"):
            act(judgment=published, reason="Oh.", by=supervisor)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Judgment.objects.update(rationale="Other")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Judgment.objects.update(state="draft")


def test_no_judgment_is_ever_deleted(drafted: Judgment) -> None:
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        drafted.delete()


def test_a_reissue_asks_about_its_rationale_and_its_reason_together(
    published: Judgment, supervisor: User
) -> None:
    odd = Opinion("good", "Ring 01632 960 001.")
    with pytest.raises(PersonalDataWarning) as asked:
        judging.reissue(judgment=published, opinion=odd, reason="Ask a@example.org.", by=supervisor)
    assert all(kind in str(asked.value) for kind in ("e-mail address", "phone number"))


def test_a_reissue_keeps_the_original_and_the_reason(
    published: Judgment, inspector: User, supervisor: User, other_supervisor: User, observer: User
) -> None:
    made = judging.reissue(
        judgment=published, opinion=POOR, reason="A figure was wrong.", by=supervisor
    )
    assert (made.revision, made.reason) == (2, "A figure was wrong.")
    with pytest.raises(Conflict, match="under way already"):
        judging.reissue(judgment=published, opinion=POOR, reason="Again.", by=supervisor)
    judging.propose(judgment=made, by=supervisor)
    judging.moderate(judgment=made, by=other_supervisor)
    judging.confirm(judgment=made, by=supervisor)
    assert list(Judgment.objects.visible_to(observer)) == [published]
    judging.publish(judgment=made, by=supervisor)
    published.refresh_from_db()
    assert published.state == JudgmentState.SUPERSEDED
    assert published.rationale == GOOD.rationale
    assert set(Judgment.objects.visible_to(observer)) == {published, made}
    assert history_of(published).last().details["reissue"] == made.pk  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="that stands"):
        judging.reissue(judgment=published, opinion=POOR, reason="Again.", by=supervisor)


def test_a_withdrawn_reissue_leaves_the_original_standing(
    published: Judgment, supervisor: User
) -> None:
    made = judging.reissue(judgment=published, opinion=POOR, reason="A slip.", by=supervisor)
    judging.withdraw(judgment=made, reason="It was none.", by=supervisor)
    assert list(published.area.judgments.standing()) == [published]


def test_all_are_published_together_when_every_graded_area_is_judged(
    confirmed: Judgment, inspection: Inspection, supervisor: User
) -> None:
    assert [check.area for check in checks_for(inspection)] == ["Leadership"]
    with pytest.raises(Conflict, match="Leadership: It is graded, but nobody has judged it"):
        judging.publish_all(inspection=inspection, by=supervisor)
    publish_new(area_of(inspection, "leadership"), "good", supervisor)
    assert checks_for(inspection) == ()
    judging.publish_all(inspection=inspection, by=supervisor)
    confirmed.refresh_from_db()
    assert confirmed.state == JudgmentState.PUBLISHED
    with pytest.raises(Conflict, match="No confirmed judgment waits"):
        judging.publish_all(inspection=inspection, by=supervisor)


# Who


ACTS: dict[str, tuple[Act, dict[str, object]]] = {
    "proposed": (judging.moderate, {}),
    "moderated": (judging.confirm, {}),
    "confirmed": (judging.publish, {}),
    "published": (judging.reissue, {"opinion": POOR, "reason": "Why."}),
}


@pytest.mark.parametrize("state", ACTS)
@pytest.mark.parametrize("who", ["inspector", "administrator", "observer"])
def test_supervisors_alone_moderate_and_publish(
    state: str, who: str, request: pytest.FixtureRequest
) -> None:
    judgment, by = request.getfixturevalue(state), request.getfixturevalue(who)
    act, given = ACTS[state]
    with pytest.raises(Refused):
        act(judgment=judgment, by=by, **given)


@pytest.mark.parametrize("state", ["moderated", "confirmed", "published"])
def test_a_supervisor_of_another_team_only_moderates(
    state: str, request: pytest.FixtureRequest
) -> None:
    judgment = request.getfixturevalue(state)
    act, given = ACTS[state]
    with pytest.raises(Refused, match="not on the team"):
        act(judgment=judgment, by=SupervisorFactory.create(), **given)


def test_nobody_from_the_force_takes_part(proposed: Judgment) -> None:
    seconded = SupervisorFactory.create()
    SecondmentFactory.create(user=seconded, force=proposed.area.inspection.force)
    assert not Judgment.objects.visible_to(seconded).exists()
    with pytest.raises(Refused, match="You are seconded from"):
        judging.moderate(judgment=proposed, by=seconded)


def test_before_it_is_published_the_team_and_supervisors_see_it(
    drafted: Judgment, supervisor: User, other_supervisor: User, administrator: User,
    inspector: User, other_inspector: User, observer: User,
) -> None:  # fmt: skip
    readers = [supervisor, other_supervisor, administrator, inspector, other_inspector, observer]
    seen = [Judgment.objects.visible_to(reader).exists() for reader in readers]
    assert seen == [True, True, True, True, False, False]


def test_everybody_sees_it_once_it_is_published(
    published: Judgment, other_inspector: User, observer: User
) -> None:
    seconded = TeamMemberFactory.create().user
    SecondmentFactory.create(user=seconded, force=published.area.inspection.force)
    for reader in (other_inspector, observer, seconded):
        assert list(Judgment.objects.visible_to(reader)) == [published]


def test_every_state_but_a_superseded_one_can_be_left() -> None:
    """A published one is left by its reissue, and a superseded one is history."""
    left = {source for move in MOVES for source in move.sources}
    assert [state for state in JudgmentState if state not in left] == [JudgmentState.SUPERSEDED]
