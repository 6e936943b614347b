"""Entering what earlier reports printed: one on its page, many from a list."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions.printed_actions import PrintedAction, enter_printed_actions
from judgments.models import Action, InspectionArea, Judgment
from peel.lib.errors import Conflict, Invalid, Refused
from tests.judgments.asked import CAUSE, COUNT, IMPROVEMENT
from tests.judgments.conftest import SignIn
from tests.judgments.test_pages import text_of

PAGE = "/judgments/inspections/shire-2023-25/actions/printed/"
PRINTED_ON = date(2018, 3, 22)
HEADINGS = "force,cycle,area,kind,title,text,published,source,deadline,cause\n"


@pytest.fixture
def printed(responding: InspectionArea, inspection: Inspection) -> PrintedAction:
    return PrintedAction(inspection, "responding", IMPROVEMENT, PRINTED_ON, "PEEL 2017")


def test_what_was_printed_is_in_the_register_from_its_day(
    printed: PrintedAction, other_supervisor: User, observer: User
) -> None:
    cause = replace(printed, wording=CAUSE)
    deadline = date(2018, 9, 30)
    below = replace(printed, wording=replace(COUNT, deadline=deadline), cause=CAUSE.title)
    entered = enter_printed_actions(actions=[printed, cause, below], by=other_supervisor)
    assert [action.number for action in entered.actions] == [1, 2, 3]
    assert entered.actions[2].cause == entered.actions[1]
    assert [action.printed for action in entered.actions] == [
        wording.text for wording in (IMPROVEMENT, CAUSE, COUNT)
    ]
    again = enter_printed_actions(actions=[printed, cause], by=other_supervisor)
    assert (again.actions, again.present) == ((), 2)
    found = Action.objects.visible_to(observer).with_standing().overdue(timezone.localdate())
    assert found.get() == entered.actions[2]
    assert entered.actions[0].entries.get().on == PRINTED_ON
    assert history_of(entered.actions[0]).get().verb == "entered from a report"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"area": "custody"}, "does not cover the area “custody”"),
        ({"source": " "}, "name the report that printed it"),
        ({"published_on": date(2099, 1, 1)}, "the day of the report is still to come"),
        ({"wording": replace(IMPROVEMENT, deadline=date(2018, 1, 1))}, "deadline is before"),
        ({"wording": COUNT, "cause": "Others"}, "has no cause of concern “Others”"),
        ({"wording": COUNT}, "Write the cause of concern first"),
        ({"wording": replace(IMPROVEMENT, text=" ")}, "Text: write something"),
        (
            {"wording": replace(IMPROVEMENT, text="In {{a-1/b/c}}.")},
            "its text holds {{a-1/b/c}}. Give the words that the report printed",
        ),
    ],
)
def test_what_can_not_be_entered(
    printed: PrintedAction, supervisor: User, change: dict[str, object], problem: str
) -> None:
    wrong = replace(printed, **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=problem):
        enter_printed_actions(actions=[printed, wrong], by=supervisor)
    assert not Action.objects.exists()


def test_nothing_is_entered_of_an_inspection_that_is_judged_here(
    printed: PrintedAction, drafted: Judgment, supervisor: User
) -> None:
    with pytest.raises(Conflict, match="is judged here"):
        enter_printed_actions(actions=[printed], by=supervisor)
    assert not Action.objects.exists()


def test_only_supervisors_enter_it(printed: PrintedAction, inspector: User) -> None:
    with pytest.raises(Refused):
        enter_printed_actions(actions=[printed], by=inspector)


def test_it_is_entered_on_its_page_one_after_the_other(
    responding: InspectionArea, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    sent = {
        "kind": "cause_of_concern", "area": "responding", "title": "Calls are lost",
        "text": "Many.", "source": "PEEL 2017", "published_on_day": 22, "published_on_month": 3,
        "published_on_year": 2018,
    }  # fmt: skip
    assert client.post(PAGE, {**sent, "source": ""}).status_code == 400
    following = client.post(PAGE, sent)["Location"]
    assert 'value="PEEL 2017"' in text_of(client, following)
    assert "of this kind and title already" in client.post(PAGE, sent).content.decode()
    cause = Action.objects.get()
    below = {**sent, "kind": "recommendation", "title": "Count", "cause": cause.pk}
    assert "Give the deadline" in client.post(PAGE, below).content.decode()
    day = {"deadline_day": 30, "deadline_month": 9, "deadline_year": 2018}
    client.post(PAGE, {**below, **day})
    assert cause.recommendations.get().deadline == date(2018, 9, 30)


def test_a_list_is_loaded_whole_or_not_at_all(
    responding: InspectionArea, inspection: Inspection, supervisor: User, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file, start = tmp_path / "actions.csv", f"{inspection.force.slug},2023-25,responding,"
    cause = f"{start}Cause of concern,Calls are lost,Many.,2018-03-22,PEEL 2017,,\n"
    below = f"{start}recommendation,Count,All.,2018-03-22,PEEL 2017,30/09/2018,Calls are lost\n"
    file.write_text(HEADINGS + cause + below)
    for printed in ("2 entered, 0 there already.", "0 entered, 2 there already."):
        call_command("load_actions", str(file), by=supervisor.email)
        assert capsys.readouterr().out.strip() == printed
    broken = f"{start}rumour,A,B,2018-03-22,C,,\nnowhere,2023-25,a,b,c,d,2018-03-22,e,,\n"
    file.write_text(HEADINGS + broken)
    with pytest.raises(CommandError) as told:
        call_command("load_actions", str(file), by=supervisor.email)
    assert "Row 2, kind: Enter one of Area for improvement" in str(told.value)
    assert "Row 3, force: There is no inspection" in str(told.value)
    assert "Nothing was loaded." in str(told.value)
    with pytest.raises(CommandError, match="can sign in"):
        call_command("load_actions", str(file), by="nobody@example.org")
    file.write_text("force,cycle\n")
    with pytest.raises(CommandError, match="has no column area"):
        call_command("load_actions", str(file), by=supervisor.email)
