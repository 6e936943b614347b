"""The pages of actions, the register and what became of earlier actions."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db.models import F
from openpyxl import load_workbook

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions import asking
from judgments.actions.evidence import record_evidence
from judgments.actions.following_up import Answer, publish_follow_ups, say
from judgments.actions.register import Progress, record_status
from judgments.models import Action, FollowUp, InspectionArea, Outcome, Status
from tests.factories import ForceFactory, SecondmentFactory
from tests.judgments.asked import (
    CAUSE,
    IMPROVEMENT,
    TODAY,
    drafted_cause,
    earlier_inspection,
    published_action,
)
from tests.judgments.conftest import SignIn
from tests.judgments.evidence.conftest import SEEN
from tests.judgments.test_pages import queries_of, text_of

ACTIONS = "/judgments/inspections/shire-2023-25/actions/"
FOLLOW_UP = "/judgments/inspections/shire-2023-25/follow-up/"
REGISTER = "/judgments/register/"
DAY = {"deadline_day": "1", "deadline_month": "4", "deadline_year": str(TODAY.year + 1)}
NEW = {"kind": "area_for_improvement", "area": "responding", "title": "Answer <b>", "text": "Now."}


@pytest.fixture
def before(inspection: Inspection, supervisor: User) -> Inspection:
    return earlier_inspection(inspection, supervisor)


@pytest.fixture
def calls(before: Inspection, supervisor: User) -> Action:
    """Still open since 2017."""
    return published_action(before, supervisor)


def actions_of(action: Action) -> str:
    return f"/judgments/inspections/{action.area.inspection.slug}/actions/"


def line(**sent: object) -> dict[str, object]:
    """A new line of the register, today."""
    day = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    return {"status": "being_progressed", "read": 1, **day, **sent}


# The actions of an inspection


def test_an_action_goes_from_a_draft_to_a_correction(
    responding: InspectionArea, inspection: Inspection, inspector: User, supervisor: User,
    observer: User, sign_in: SignIn,
) -> None:  # fmt: skip
    author, lead, public = map(sign_in, (inspector, supervisor, observer))
    assert "Nothing is asked about this area" in text_of(author, ACTIONS)
    assert "asks nothing of the force" in text_of(public, ACTIONS)
    assert author.post(f"{ACTIONS}new/", {**NEW, "title": ""}).status_code == 400
    page = author.post(f"{ACTIONS}new/", {**NEW, **DAY})["Location"].removesuffix("#saved")
    assert "Answer &lt;b&gt;" in text_of(author, ACTIONS)
    assert public.get(page).status_code == 404
    author.post(f"{page}revise/", {**NEW, "title": "Answer", "edition": 1})
    assert "Former text" in text_of(author, page)
    assert f"</strong>, by 1 April {TODAY.year + 1}</p>" in text_of(author, page)
    asking.publish_drafts(inspection=inspection, by=supervisor)
    assert author.post(f"{page}correct/", {}).status_code == 403
    corrected = {**NEW, "title": "Answer calls", "edition": 2, "reason": "A word was missing."}
    assert lead.post(f"{page}correct/", {**corrected, "reason": ""}).status_code == 400
    odd = lead.post(f"{page}correct/", {**corrected, "reason": "Ask a@example.org."})
    assert 'href="#id_reason"' in odd.content.decode()
    assert "keep_personal_data" in odd.content.decode()
    lead.post(f"{page}correct/", corrected)
    seen = text_of(public, page)
    assert "Answer calls" in seen
    assert "A word was missing." in seen
    assert "What happened" not in seen
    assert "Add to the register" not in seen


def test_a_conflict_shows_both_texts(
    responding: InspectionArea, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    action = asking.write(area=responding, wording=IMPROVEMENT, by=inspector)
    page, lead = f"{action.get_absolute_url()}revise/", sign_in(supervisor)
    asking.revise(action=action, wording=CAUSE, edition=1, by=inspector)
    mine = {**NEW, "title": "Mine", "edition": 1}
    response = lead.post(page, mine)
    assert response.status_code == 400
    text = response.content.decode()
    assert CAUSE.text in text
    assert 'value="Mine"' in text
    assert 'name="edition" value="2"' in text
    assert lead.post(page, {**mine, "edition": 2}).status_code == 302


def test_a_preview_saves_nothing(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    response = sign_in(inspector).post(
        f"{ACTIONS}new/", {**NEW, **DAY, "text": "It is **bold**.", "preview": "yes"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "<strong>bold</strong>" in text
    assert "It is **bold**." in text
    assert f'value="{TODAY.year + 1}"' in text
    assert not Action.objects.exists()


def test_text_that_looks_like_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    client, odd = sign_in(inspector), {**NEW, "text": "Write to someone@example.org."}
    response = client.post(f"{ACTIONS}new/", odd)
    assert "someone@example.org" in response.content.decode()
    assert "keep_personal_data" in response.content.decode()
    assert client.post(f"{ACTIONS}new/", {**odd, "keep_personal_data": "on"}).status_code == 302


def test_a_cause_with_its_recommendation_is_published_early(
    responding: InspectionArea, inspector: User, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    author, lead = sign_in(inspector), sign_in(supervisor)
    cause = asking.write(area=responding, wording=CAUSE, by=inspector)
    page = cause.get_absolute_url()
    assert "No recommendation yet" in text_of(author, ACTIONS)
    assert "Publish before the report" not in text_of(lead, page)
    sent = {"title": "Count calls", "text": "Every day."}
    assert "Give the deadline" in author.post(f"{page}recommendation/", sent).content.decode()
    author.post(f"{page}recommendation/", {**sent, **DAY})
    assert "Publish before the report" not in text_of(author, page)
    assert "Publish before the report" in text_of(lead, page)
    assert "accelerated" in text_of(lead, f"{page}publish-early/")
    lead.post(f"{page}publish-early/")
    register = text_of(sign_in(observer), REGISTER)
    assert "Cause of concern, accelerated" in register
    assert "Count calls" in register
    assert lead.post(f"{page}publish-early/").status_code == 409


def test_a_draft_is_withdrawn_and_taken_up_again_with_reasons(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    author = sign_in(inspector)
    page = drafted_cause(responding, inspector).get_absolute_url()
    assert author.post(f"{page}withdraw/", {"reason": ""}).status_code == 400
    author.post(f"{page}withdraw/", {"reason": "Not seen again."})
    assert "2 withdrawn" in text_of(author, ACTIONS)
    assert "This draft is withdrawn" in text_of(author, page)
    assert author.post(f"{page}withdraw/", {"reason": "Again."}).status_code == 409
    author.post(f"{page}take-up-again/", {"reason": "Seen."})
    assert "Take up again" not in text_of(author, page)


def test_somebody_from_the_force_sees_what_is_published_alone(
    responding: InspectionArea, calls: Action, inspector: User, other_supervisor: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    SecondmentFactory.create(user=other_supervisor, force=responding.inspection.force)
    cause = drafted_cause(responding, inspector)
    client = sign_in(other_supervisor)
    assert client.get(cause.get_absolute_url()).status_code == 404
    assert cause.title not in text_of(client, ACTIONS)
    page = text_of(client, calls.get_absolute_url())
    assert "Awaiting review" in page
    assert "Recorded by" not in page


@pytest.mark.parametrize("who", ["supervisor", "inspector", "observer"])
def test_the_actions_take_as_many_queries_for_any_number(
    responding: InspectionArea, supervisor: User, who: str, sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    drafted_cause(responding, supervisor)
    client = sign_in(request.getfixturevalue(who))
    few = queries_of(client, ACTIONS)
    for _ in range(2):
        drafted_cause(responding, supervisor)
    assert queries_of(client, ACTIONS) == few <= 12


# The register


def test_the_register_is_narrowed(
    calls: Action, responding: InspectionArea, inspection: Inspection, supervisor: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    cause = drafted_cause(responding, supervisor)
    asking.publish_early(action=cause, by=supervisor)
    below = cause.recommendations.get()
    Action.objects.filter(pk=below.pk).update(deadline=TODAY, edition=F("edition") + 1)
    other = ForceFactory.create(slug="other", region="wales")
    client = sign_in(supervisor)

    def titles(query: str) -> list[str]:
        rows = client.get(f"{REGISTER}?{query}").context["rows"]
        return [row.action.title for row in rows]

    everything = [cause.title, below.title, calls.title]
    assert titles("") == everything
    assert titles("cycle=2010") == [calls.title]
    assert titles(f"force={inspection.force.slug}") == everything
    assert titles(f"force={other.slug}") == []
    assert titles("region=wales") == []
    assert titles("area=Responding") == everything
    assert titles("area=Planning") == titles("area=Nothing") == []
    assert titles("kind=recommendation") == [below.title]
    assert titles("q=calls+lost") == [cause.title, calls.title]
    assert titles("status=open") == everything
    assert titles("status=complete") == []
    assert titles("deadline=coming") == [below.title]
    assert titles("deadline=overdue") == []
    assert titles("deadline=none") == [cause.title, calls.title]
    assert titles("status=perhaps") == []
    assert titles("accelerated=true") == [cause.title]
    assert titles("accelerated=false") == [below.title, calls.title]
    FollowUp.objects.create(
        action=calls, inspection=inspection, outcome="partly", note="Some.", printed="Some.",
        published_on=TODAY, recorded_by=supervisor,
    )  # fmt: skip
    assert titles("outcome=partly") == [calls.title]
    assert titles("outcome=addressed") == []
    assert titles("outcome=nothing_said") == [cause.title, below.title]
    asking.withdraw(action=cause, reason="Wrong.", by=supervisor)
    assert titles("status=withdrawn") == [cause.title, below.title]
    assert titles("status=awaiting_review") == [calls.title]


def test_an_empty_register_says_what_comes_into_it(observer: User, sign_in: SignIn) -> None:
    assert "The register is empty" in text_of(sign_in(observer), REGISTER)
    assert "Clear filters" in text_of(sign_in(observer), f"{REGISTER}?q=x")


def test_the_register_takes_eight_queries_for_any_number(
    calls: Action, before: Inspection, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    few = queries_of(client, REGISTER)
    for _ in range(2):
        published_action(before, supervisor)
    assert queries_of(client, REGISTER) == few <= 8


def test_the_register_is_exported_with_its_lines(
    calls: Action, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    noted = Progress(Status.BEING_PROGRESSED, TODAY, comment="=1+1 The force wrote.")
    record_status(action=calls, progress=noted, read=1, by=supervisor)
    response: Any = sign_in(observer).get(f"{REGISTER}export/csv/?cycle=2010")
    [row] = csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert (row["title"], row["status"]) == (calls.title, "being_progressed")
    assert row["text"] == "Many are lost."
    event = history_of(observer).get()
    assert event.details == {"what": "the register as CSV", "narrowed_to": "cycle=2010"}
    comments = {}
    for user in (supervisor, observer):
        answer: Any = sign_in(user).get(f"{REGISTER}export/xlsx/")
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)))["Register"]
        comments[user] = [str(cells[4].value or "") for cells in sheet.iter_rows(min_row=2)]
    assert comments == {supervisor: ["", noted.comment], observer: ["", ""]}
    assert sign_in(observer).get(f"{REGISTER}export/pdf/").status_code == 404


# One action


def test_the_register_of_an_action_is_kept_on_its_page(
    calls: Action, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    client, page = sign_in(supervisor), calls.get_absolute_url()
    response = client.post(f"{page}status/", line(comment="The force <i>wrote</i>."))
    assert response["Location"] == f"{page}#register"
    seen = text_of(client, page)
    assert "The force &lt;i&gt;wrote&lt;/i&gt;." in seen
    assert "wrote" not in text_of(sign_in(observer), page)
    complete = line(status="complete", read=2, evidence="The audit.", confirmed_by=supervisor.pk)
    bare = client.post(f"{page}status/", {**complete, "evidence": "", "confirmed_by": ""})
    assert bare.status_code == 400
    said = bare.content.decode()
    assert "Say what shows that it is complete" in said
    assert said.count("There is a problem") == 1
    assert said.index("There is a problem") < said.index("How far the force is")
    stale = client.post(f"{page}status/", {**complete, "read": 1})
    assert "Somebody else added" in stale.content.decode()
    assert "The audit." in stale.content.decode()
    assert 'name="read" value="2"' in stale.content.decode()
    client.post(f"{page}status/", complete)
    assert "Seen by Supervisor 1" in text_of(client, page)
    odd = client.post(f"{page}status/", line(read=3, comment="Ask a@example.org."))
    assert "keep_personal_data" in odd.content.decode()
    assert sign_in(observer).post(f"{page}status/", line()).status_code == 403
    assert calls.entries.count() == 3


@pytest.mark.parametrize("who", ["supervisor", "inspector", "observer"])
def test_an_action_takes_as_many_queries_for_any_number_of_lines(
    calls: Action, inspection: Inspection, supervisor: User, who: str, sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    client = sign_in(request.getfixturevalue(who))
    few = queries_of(client, calls.get_absolute_url())
    for read in (1, 2):
        noted = Progress(Status.BEING_PROGRESSED, TODAY, comment="Again.")
        record_status(action=calls, progress=noted, read=read, by=supervisor)
    assert queries_of(client, calls.get_absolute_url()) == few <= 14


# What became of earlier actions


def test_what_became_of_an_action_is_said_on_its_page(
    calls: Action, responding: InspectionArea, inspector: User, supervisor: User, observer: User,
    inspection: Inspection, sign_in: SignIn,
) -> None:  # fmt: skip
    author, public = sign_in(inspector), sign_in(observer)
    assert "Nothing is said yet of 1 open action" in text_of(author, ACTIONS)
    assert "Nothing is said yet" in text_of(author, FOLLOW_UP)
    page = f"{FOLLOW_UP}{calls.pk}/"
    seen = record_evidence(inspection=inspection, gathered=SEEN, by=inspector)
    assert f"E{seen.number}: " in text_of(author, page)
    sent = {"outcome": "partly", "note": "At **night** they wait.", "read": 0, "evidence": seen.pk}
    assert author.post(page, {**sent, "note": ""}).status_code == 400
    preview = author.post(page, {**sent, "preview": "yes"}).content.decode()
    assert "<strong>night</strong>" in preview
    assert not FollowUp.objects.exists()
    # The browser then forgets the text that it kept until it was saved.
    assert author.post(page, sent)["Location"] == f"{FOLLOW_UP}#saved"
    assert "<strong>night</strong>" in text_of(author, FOLLOW_UP)
    assert f"Evidence: E{seen.number}" in text_of(author, FOLLOW_UP)
    stale = author.post(page, {**sent, "note": "Mine."})
    assert "At **night** they wait." in stale.content.decode()
    assert "Mine." in stale.content.decode()
    assert "has not published anything about earlier actions" in text_of(public, FOLLOW_UP)
    assert "night" not in text_of(public, calls.get_absolute_url())
    publish_follow_ups(inspection=inspection, by=supervisor)
    for address in (FOLLOW_UP, calls.get_absolute_url()):
        assert "<strong>night</strong>" in text_of(public, address)
        assert "Evidence: E" not in text_of(public, address)


def test_what_is_not_open_is_not_followed_up(
    calls: Action, supervisor: User, inspection: Inspection, sign_in: SignIn
) -> None:
    complete = Progress(Status.COMPLETE, TODAY, evidence="Seen.", confirmed_by=supervisor)
    record_status(action=calls, progress=complete, read=1, by=supervisor)
    client = sign_in(supervisor)
    assert "No action of an earlier inspection" in text_of(client, FOLLOW_UP)
    assert client.get(f"{FOLLOW_UP}{calls.pk}/").status_code == 404


def test_the_follow_up_takes_as_many_queries_for_any_number(
    calls: Action, before: Inspection, inspection: Inspection, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    answer = Answer(Outcome.PARTLY, "Not at night.")
    say(action=calls, inspection=inspection, answer=answer, read=0, by=supervisor)
    few = queries_of(client, FOLLOW_UP)
    for _ in range(2):
        made = published_action(before, supervisor, on=TODAY - timedelta(days=9))
        say(action=made, inspection=inspection, answer=answer, read=0, by=supervisor)
    assert queries_of(client, FOLLOW_UP) == few <= 10


def test_nobody_follows_up_for_an_inspection_that_they_do_not_see(
    calls: Action, inspection: Inspection, other_inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(other_inspector)
    assert client.get(FOLLOW_UP).status_code == 404
    assert "Awaiting review" in text_of(client, calls.get_absolute_url())
    assert calls.title in text_of(client, actions_of(calls))
    assert client.get(f"{FOLLOW_UP}{calls.pk}/").status_code == 404
