"""What is published of actions and follow-ups stays as it was printed, until an erratum."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.models import Sample
from forces.models import Inspection
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.actions.citing import Accepted, accept
from judgments.actions.following_up import Answer, say
from judgments.actions.printing import print_anew
from judgments.actions.reporting import publish, publish_erratum
from judgments.figures.checking import Status, check_figures
from judgments.models import Action, FollowUp, InspectionArea, Outcome
from tests.judgments.asked import IMPROVEMENT, earlier_inspection, published_action
from tests.judgments.conftest import SignIn, sign_in
from tests.judgments.figures.conftest import change_an_answer, sign_off_again
from tests.judgments.report.conftest import COUNT

__all__ = ["sign_in"]
BEFORE, AFTER = "two of three cases", "all three cases"
PAGES = "/judgments/inspections/lancashire-2023-25/"
TRAIN = Wording(IMPROVEMENT.kind, "Train", f"Good in {COUNT}.")


@pytest.fixture
def train(ready: Inspection, covered: InspectionArea, supervisor: User) -> Action:
    """An action that cites a figure which the report is going to print."""
    return asking.write(area=covered, wording=TRAIN, by=supervisor)


@pytest.fixture
def said(ready: Inspection, supervisor: User) -> FollowUp:
    """The same of what the report is going to say of an earlier action."""
    earlier = published_action(earlier_inspection(ready, supervisor), supervisor)
    answer = Answer(Outcome.PARTLY, f"Better in {COUNT}.")
    return say(action=earlier, inspection=ready, answer=answer, read=0, by=supervisor)


def move(inspection: Inspection, sample: Sample, lead: User) -> None:
    """Signs another figure off, which nobody has accepted yet."""
    change_an_answer(sample, lead)
    sign_off_again(sample, lead)
    assert Status.MOVED in check_figures(inspection).counts


def accept_all(inspection: Inspection, by: User) -> None:
    moved = [line for line in check_figures(inspection).lines if line.may_be_accepted]
    figures = [Accepted(line.text.name, line.written, line.now) for line in moved]
    accept(inspection=inspection, figures=figures, by=by)
    assert check_figures(inspection).errors == []


def exported(client: Client, address: str) -> list[dict[str, str]]:
    answer: Any = client.get(address)
    return list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def read_everywhere(reader: Client, action: Action, said: FollowUp) -> list[str]:
    """All that prints the texts: pages, the register with its search and export, and the API."""
    asked = f"{PAGES}actions/"
    addresses = [action.get_absolute_url(), asked, said.action.get_absolute_url()]
    addresses += [f"{PAGES}follow-up/", f"/api/v1/actions/{action.pk}/"]
    addresses += ["/api/v1/inspections/lancashire-2023-25/follow-ups/"]
    search = {"q": "of three", "cycle": "2023-25"} if BEFORE in action.printed else {"q": "all"}
    assert action.title in reader.get("/judgments/register/", search).content.decode()
    [row] = [
        row
        for row in exported(reader, "/judgments/register/export/csv/")
        if row["action"] == str(action.pk)
    ]
    return [row["text"], *(reader.get(address).content.decode() for address in addresses)]


def test_a_figure_that_moves_is_printed_anew_by_the_erratum_alone(
    train: Action, said: FollowUp, ready: Inspection, signed: Sample, supervisor: User,
    observer: User, sign_in: SignIn,
) -> None:  # fmt: skip
    public, colleague = sign_in(observer), sign_in(supervisor)
    publish(inspection=ready, by=supervisor)
    move(ready, signed, supervisor)
    accept_all(ready, supervisor)
    for part in (train, said):
        part.refresh_from_db()
    for reader in (public, colleague):
        texts = read_everywhere(reader, train, said)
        assert all(BEFORE in text for text in texts)
        assert not any(AFTER in text for text in texts)
    assert AFTER in colleague.get(f"{PAGES}report/draft/").content.decode()

    publish_erratum(inspection=ready, reason="An answer was wrong.", by=supervisor)

    for part in (train, said):
        part.refresh_from_db()
    texts = read_everywhere(public, train, said)
    assert all(AFTER in text for text in texts)
    assert not any(BEFORE in text for text in texts)
    for part, before, after in (
        (train, "Good in two of three cases.", "Good in all three cases."),
        (said, "Better in two of three cases.", "Better in all three cases."),
    ):
        printed = [
            (event.verb, event.details["printed"])
            for event in history_of(part)
            if "printed" in event.details
        ]
        assert printed == [("published", before), ("printed anew", after)]
        assert verify_chain(part) == []
    assert (train.text, said.note) == (TRAIN.text, f"Better in {COUNT}.")
    page = colleague.get(train.get_absolute_url()).content.decode()
    assert "As it was printed" in page
    assert "Good in two of three cases." in page


def test_what_is_printed_the_same_leaves_no_trace(
    train: Action, said: FollowUp, ready: Inspection, supervisor: User
) -> None:
    publish(inspection=ready, by=supervisor)
    print_anew(inspection=ready, by=supervisor)
    for part in (train, said):
        assert "printed anew" not in [event.verb for event in history_of(part)]


def test_a_text_is_read_with_its_tokens_by_who_works_on_it(
    train: Action, said: FollowUp, ready: Inspection, supervisor: User, observer: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    one = f"/api/v1/actions/{train.pk}/"
    follow_ups = "/api/v1/inspections/lancashire-2023-25/follow-ups/"
    draft = sign_in(supervisor).get(one).json()
    assert (draft["text"], draft["printed"]) == (TRAIN.text, "")
    publish(inspection=ready, by=supervisor)
    for user, text, note in ((supervisor, TRAIN.text, said.note), (observer, None, None)):
        shown = sign_in(user).get(one).json()
        assert (shown["text"], shown["printed"]) == (text, "Good in two of three cases.")
        [row] = sign_in(user).get(follow_ups).json()
        assert (row["note"], row["printed"]) == (note, "Better in two of three cases.")


def test_what_was_published_early_is_printed_anew_by_a_correction(
    ready: Inspection, signed: Sample, supervisor: User, observer: User, client: Client
) -> None:
    cause, below = Action.objects.filter(area__inspection=ready).order_by("number")
    words = Wording(cause.kind, cause.title, f"Only {COUNT}.")
    asking.revise(action=cause, wording=words, edition=1, by=supervisor)
    asking.publish_early(action=cause, by=supervisor)
    move(ready, signed, supervisor)
    accept_all(ready, supervisor)
    client.force_login(observer)
    assert BEFORE in client.get(cause.get_absolute_url()).content.decode()
    corrected = asking.correct(
        action=cause, wording=words, edition=2, reason="An answer was wrong.", by=supervisor
    )
    assert (corrected.printed, corrected.edition) == ("Only all three cases.", 3)
    page = client.get(cause.get_absolute_url()).content.decode()
    assert "An answer was wrong." in page
    assert AFTER in page
    again = asking.correct(action=cause, wording=words, edition=3, reason="No.", by=supervisor)
    assert again.edition == 3
    assert Action.objects.get(pk=below.pk).printed == below.text


def test_the_report_prints_anew_what_was_published_early(
    ready: Inspection, signed: Sample, supervisor: User
) -> None:
    cause = Action.objects.get(kind="cause_of_concern")
    words = Wording(cause.kind, cause.title, f"Only {COUNT}.")
    asking.revise(action=cause, wording=words, edition=1, by=supervisor)
    asking.publish_early(action=cause, by=supervisor)
    move(ready, signed, supervisor)
    accept_all(ready, supervisor)
    publish(inspection=ready, by=supervisor)
    cause.refresh_from_db()
    assert cause.printed == "Only all three cases."
