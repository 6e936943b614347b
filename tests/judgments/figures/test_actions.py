"""Figures in actions that become public before the report, or are corrected after it."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from cases.models import Sample
from judgments.actions import asking
from judgments.actions.asking import Wording
from judgments.models import Action, ActionKind, InspectionArea
from peel.lib.errors import Conflict
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

EFFECTIVE = f"{{{{{VSA}/effective count}}}}"
REGISTER = "/judgments/register/"
WRONG = "Investigations were effective in one of three cases."
CAUSE = Wording(
    ActionKind.CAUSE_OF_CONCERN, "Investigations fail", f"Good in {EFFECTIVE} **only**."
)
TRAIN = Wording(
    ActionKind.RECOMMENDATION, "Train", "Soon.", timezone.localdate() + timedelta(days=90)
)


@pytest.fixture
def cause(covered: InspectionArea, inspector: User) -> Action:
    return asking.write(area=covered, wording=CAUSE, by=inspector)


def recommend(cause: Action, text: str, by: User) -> Action:
    return asking.write(area=cause.area, wording=replace(TRAIN, text=text), cause=cause, by=by)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (WRONG, "recommendation “Train”: one of three cases. The sentence names"),
        (f"Reach {{{{{VSA}/nothing}}}}.", "nothing"),
    ],
)
def test_a_cause_waits_while_a_figure_of_a_recommendation_is_wrong(
    cause: Action, inspector: User, supervisor: User, text: str, problem: str
) -> None:
    below = recommend(cause, text, inspector)
    with pytest.raises(Conflict, match=problem):
        asking.publish_early(action=cause, by=supervisor)
    assert not Action.objects.exclude(state="draft").exists()
    asking.revise(action=below, wording=TRAIN, edition=1, by=inspector)
    assert len(asking.publish_early(action=cause, by=supervisor)) == 2


def test_a_cause_waits_until_a_figure_that_moved_is_accepted(
    cause: Action, signed: Sample, inspector: User, supervisor: User
) -> None:
    recommend(cause, "Soon.", inspector)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    with pytest.raises(Conflict, match="moved after somebody last accepted it"):
        asking.publish_early(action=cause, by=supervisor)


def test_a_later_recommendation_waits_too(cause: Action, inspector: User, supervisor: User) -> None:
    recommend(cause, "Soon.", inspector)
    asking.publish_early(action=cause, by=supervisor)
    later = recommend(cause, WRONG, inspector)
    with pytest.raises(Conflict, match="Put the figures right first"):
        asking.publish_early(action=later, by=supervisor)


def test_a_correction_has_no_wrong_figure(cause: Action, inspector: User, supervisor: User) -> None:
    recommend(cause, "Soon.", inspector)
    asking.publish_early(action=cause, by=supervisor)
    wrong = replace(CAUSE, text=WRONG)
    with pytest.raises(Conflict, match=r"one of three cases\. The sentence names"):
        asking.correct(action=cause, wording=wrong, edition=1, reason="A slip.", by=supervisor)
    cause.refresh_from_db()
    assert (cause.text, cause.edition) == (CAUSE.text, 1)
    right = replace(CAUSE, text=f"Investigations were effective in {EFFECTIVE}.")
    asking.correct(action=cause, wording=right, edition=1, reason="A slip.", by=supervisor)
    cause.refresh_from_db()
    assert cause.text == right.text


def test_who_publishes_early_reads_what_becomes_public(
    cause: Action, inspector: User, supervisor: User, client: Client
) -> None:
    client.force_login(supervisor)
    page = f"{cause.get_absolute_url()}publish-early/"
    assert client.get(page).status_code == 409
    recommend(cause, "Every *week*.", inspector)
    shown = client.get(page).content.decode()
    assert "two of three cases" in shown
    assert "<strong>only</strong>" in shown
    assert "Every <em>week</em>." in shown


def test_the_register_is_exported_in_plain_words_with_its_figures(
    cause: Action, inspector: User, supervisor: User, client: Client
) -> None:
    listed = f"**Often**:\n\n- in {EFFECTIVE}\n- [elsewhere](https://peel.example/)"
    recommend(cause, listed, inspector)
    asking.publish_early(action=cause, by=supervisor)
    client.force_login(supervisor)
    csv_file: Any = client.get(f"{REGISTER}export/csv/")
    rows = csv.DictReader(StringIO(b"".join(csv_file.streaming_content).decode("utf-8-sig")))
    texts = ["Good in two of three cases only.", "Often:\nin two of three cases\nelsewhere"]
    assert [row["text"] for row in rows] == texts
    workbook: Any = client.get(f"{REGISTER}export/xlsx/")
    sheet = load_workbook(BytesIO(b"".join(workbook.streaming_content)))["Actions"]
    column = [cell.value for cell in next(sheet.iter_rows(max_row=1))].index("text")
    assert [cells[column].value for cells in sheet.iter_rows(min_row=2)] == texts


def test_the_register_names_the_area(
    cause: Action, inspector: User, supervisor: User, client: Client
) -> None:
    recommend(cause, "Soon.", inspector)
    asking.publish_early(action=cause, by=supervisor)
    client.force_login(supervisor)
    page = client.get(REGISTER).content.decode()
    assert page.count('<span class="register-area">Responding</span>') == 2
