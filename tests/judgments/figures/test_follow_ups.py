"""Figures in what an inspection says of earlier actions."""

from accounts.models import User
from forces.models import Inspection
from judgments.actions.following_up import Answer, say
from judgments.actions.replacing import Typed, use_token
from judgments.figures.checking import Status, check_figures
from judgments.models import CitedFigure, FollowUp, InspectionArea, Outcome
from tests.judgments.asked import earlier_inspection, published_action
from tests.judgments.figures.conftest import VSA

TOKEN = f"{{{{{VSA}/effective count}}}}"


def test_its_figures_are_checked_and_get_their_tokens(
    covered: InspectionArea, lancashire: Inspection, supervisor: User
) -> None:
    action = published_action(earlier_inspection(lancashire, supervisor), supervisor)
    answer = Answer(Outcome.PARTLY, "Investigations were effective in two of three cases.")
    said = say(action=action, inspection=lancashire, answer=answer, read=0, by=supervisor)
    [line] = check_figures(lancashire).lines
    assert (line.status, line.text.where) == (Status.TYPED, f"What became of “{action}”")
    assert line.text.url.endswith(f"/follow-up/#action-{action.pk}")
    typed = Typed(line.text.name, said.edition, line.start, line.written)
    use_token(inspection=lancashire, typed=typed, token=TOKEN, by=supervisor)
    assert [line.status for line in check_figures(lancashire).lines] == [Status.LINKED]
    last = FollowUp.objects.get(revision=2)
    assert TOKEN in last.note
    assert CitedFigure.objects.get().owner == f"judgments.followup:{last.pk}"
