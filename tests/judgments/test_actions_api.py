"""Actions, the register and what became of earlier actions, over the API."""

from typing import Any

import pytest

from accounts.models import User
from forces.models import Inspection
from judgments.actions.following_up import publish_follow_ups
from judgments.models import Action, InspectionArea
from tests.factories import SecondmentFactory
from tests.judgments.asked import TODAY, drafted_cause, earlier_inspection, published_action
from tests.judgments.conftest import SignIn, publish_new

ACTIONS = "/api/v1/actions/"
FOLLOW_UPS = "/api/v1/inspections/shire-2023-25/follow-ups/"
CAUSE = {"kind": "cause_of_concern", "title": "Calls are lost", "text": "Many."}
WHERE = {"inspection": "shire-2023-25", "area": "responding"}
DEADLINE = f"{TODAY.year + 1}-04-01"


@pytest.fixture
def calls(inspection: Inspection, supervisor: User) -> Action:
    return published_action(earlier_inspection(inspection, supervisor), supervisor)


def post(sign_in: SignIn, user: User, path: str, **sent: object) -> tuple[int, Any]:
    response = sign_in(user).post(path, sent, "application/json")
    return response.status_code, response.json()


def test_an_action_goes_all_the_way(
    responding: InspectionArea, inspector: User, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    code, cause = post(sign_in, inspector, ACTIONS, **CAUSE, **WHERE)
    assert (code, cause["state"], cause["status"]) == (201, "draft", None)
    below = {"kind": "recommendation", "title": "Count", "text": "All.", "cause": cause["id"]}
    assert post(sign_in, inspector, ACTIONS, **below, **WHERE)[0] == 400
    assert post(sign_in, inspector, ACTIONS, **below, **WHERE, deadline=DEADLINE)[0] == 201
    one = f"{ACTIONS}{cause['id']}/"
    revised = {**CAUSE, "text": "Most.", "edition": 1}
    assert post(sign_in, inspector, f"{one}revise/", **revised)[1]["edition"] == 2
    assert post(sign_in, inspector, f"{one}revise/", **{**revised, "text": "A."})[0] == 409
    assert post(sign_in, inspector, f"{one}withdraw/", reason="No.")[1]["state"] == "withdrawn"
    assert post(sign_in, inspector, f"{one}take-up-again/", reason="Yes.")[1]["state"] == "draft"
    recommendation = Action.objects.get(kind="recommendation")
    again = f"{ACTIONS}{recommendation.pk}/take-up-again/"
    assert post(sign_in, inspector, again, reason="Yes.")[0] == 200
    assert sign_in(observer).get(one).status_code == 404
    assert post(sign_in, inspector, f"{one}publish-early/")[0] == 403
    code, published = post(sign_in, supervisor, f"{one}publish-early/")
    assert (code, [row["status"] for row in published]) == (200, ["awaiting_review"] * 2)
    corrected = {**CAUSE, "text": "Very many.", "edition": 2, "reason": "A slip."}
    assert post(sign_in, inspector, f"{one}correct/", **corrected)[0] == 403
    assert post(sign_in, supervisor, f"{one}correct/", **corrected)[1]["text"] == "Very many."
    assert sign_in(observer).get(one).json()["accelerated"] is True


def test_the_register_is_read_and_kept(
    calls: Action, inspector: User, supervisor: User, observer: User, sign_in: SignIn,
    inspection: Inspection, other_supervisor: User,
) -> None:  # fmt: skip
    SecondmentFactory.create(user=other_supervisor, force=inspection.force)
    register = f"{ACTIONS}{calls.pk}/register/"
    line = {"status": "complete", "on": str(TODAY), "evidence": "The audit.", "read": 1}
    assert post(sign_in, observer, register, **line)[0] == 403
    assert post(sign_in, inspector, register, **line)[0] == 400
    unknown = {**line, "confirmed_by": other_supervisor.email}
    assert "Nobody with the address" in str(post(sign_in, inspector, register, **unknown)[1])
    seen = {**line, "confirmed_by": supervisor.email}
    code, lines = post(sign_in, inspector, register, **seen)
    assert (code, lines[-1]["confirmed_by"]) == (201, supervisor.email)
    assert post(sign_in, inspector, register, **seen)[0] == 409
    for user in (observer, other_supervisor):
        [_, last] = sign_in(user).get(register).json()
        assert (last["status"], last["evidence"], last["recorded_by"]) == ("complete", None, None)


def test_actions_are_narrowed(
    calls: Action, responding: InspectionArea, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    drafted_cause(responding, supervisor)

    def found(user: User, **query: str) -> list[str]:
        return [row["title"] for row in sign_in(user).get(ACTIONS, query).json()["results"]]

    assert found(observer) == [calls.title]
    assert len(found(supervisor)) == 3
    assert found(supervisor, still_open="true") == [calls.title]
    assert found(supervisor, overdue="true") == []
    assert found(supervisor, overdue="false", status="awaiting_review") == [calls.title]
    assert found(supervisor, cycle="2010", kind="recommendation") == []
    assert found(observer, search="calls lost", area="responding") == [calls.title]
    assert found(observer, search="staff") == found(observer, area="leadership") == []
    assert found(supervisor, deadline="none", accelerated="false") == [calls.title, CAUSE["title"]]
    assert found(supervisor, deadline="overdue") == []
    assert len(found(supervisor, outcome="nothing_said")) == 3
    assert sign_in(observer).get(ACTIONS, {"deadline": "soon"}).status_code == 400


def test_what_is_published_of_earlier_actions_is_open_to_every_inspector(
    calls: Action, responding: InspectionArea, inspector: User, supervisor: User,
    other_inspector: User, sign_in: SignIn,
) -> None:  # fmt: skip
    publish_new(responding, "good", supervisor)
    said = {"action": calls.pk, "outcome": "partly", "note": "Not at night.", "read": 0}
    assert post(sign_in, inspector, FOLLOW_UPS, **said)[0] == 201
    assert sign_in(other_inspector).get(FOLLOW_UPS).json() == []
    publish_follow_ups(inspection=responding.inspection, by=supervisor)
    [shown] = sign_in(other_inspector).get(FOLLOW_UPS).json()
    assert (shown["printed"], shown["note"]) == ("Not at night.", None)
    assert post(sign_in, other_inspector, FOLLOW_UPS, **{**said, "read": 1})[0] == 404


def test_what_became_of_an_action_is_said(
    calls: Action, responding: InspectionArea, inspector: User, observer: User, sign_in: SignIn
) -> None:
    [waiting] = sign_in(inspector).get(FOLLOW_UPS).json()
    assert (waiting["action"], waiting["outcome"], waiting["revision"]) == (calls.pk, None, 0)
    assert sign_in(observer).get(FOLLOW_UPS).json() == []
    said = {"action": calls.pk, "outcome": "partly", "note": "Not at night.", "read": 0}
    assert post(sign_in, observer, FOLLOW_UPS, **said)[0] == 403
    assert post(sign_in, inspector, FOLLOW_UPS, **said, evidence=99)[0] == 409
    assert post(sign_in, inspector, FOLLOW_UPS, **said, superseded_by=99)[0] == 409
    code, [row] = post(sign_in, inspector, FOLLOW_UPS, **said)
    assert (code, row["outcome"], row["revision"]) == (201, "partly", 1)
    assert post(sign_in, inspector, FOLLOW_UPS, **said)[0] == 409
    assert post(sign_in, inspector, FOLLOW_UPS, **{**said, "action": 99})[0] == 404


def test_nobody_writes_for_an_inspection_that_they_do_not_see(
    responding: InspectionArea, other_inspector: User, sign_in: SignIn
) -> None:
    assert post(sign_in, other_inspector, ACTIONS, **CAUSE, **WHERE)[0] == 404
    assert sign_in(other_inspector).get(FOLLOW_UPS).status_code == 404
