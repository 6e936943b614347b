"""What a person can do with a judgment now, for its page."""

from dataclasses import dataclass
from typing import Final

from accounts.models import User
from judgments import permissions
from judgments.models import Judgment
from judgments.states import JudgmentState, move_of


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: the verb of its move, the name of its address, and its button.

    A ``direct`` one is done at once, the others ask first. ``weight`` is that of the button.
    """

    verb: str
    name: str
    button: str
    direct: bool = False
    weight: str = "link"


ACTS: Final = (
    Act("propose", "propose", "Propose", direct=True, weight="main"),
    Act("moderate", "moderate", "Agree", direct=True, weight="main"),
    Act("confirm", "confirm", "Confirm", direct=True, weight="main"),
    Act("publish", "publish", "Publish", weight="main"),
    Act("send back", "send_back", "Send back", weight="second"),
    Act("step back", "step_back", "Take one step back"),
    Act("withdraw", "withdraw", "Withdraw"),
    Act("take up again", "take_up_again", "Take up again", weight="second"),
)
REVISE: Final = Act("revise", "revise", "Change", weight="second")
REISSUE: Final = Act("reissue", "reissue", "Reissue", weight="second")


def acts_of(user: User, judgment: Judgment) -> list[Act]:
    """What ``user`` may do in the judgment's state, the way forward first."""
    possible = [act for act in ACTS if move_of(act.verb, judgment.state)]
    if judgment.state == JudgmentState.DRAFT:
        possible.insert(1, REVISE)
    if judgment.state == JudgmentState.PUBLISHED and not judgment.area.judgments.open().exists():
        possible.append(REISSUE)
    return [act for act in possible if permissions.act(user, judgment, act.verb) is None]
