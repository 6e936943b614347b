"""Putting a token in the place of a figure that was typed."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from judgments.actions import asking, following_up, judging, passages
from judgments.actions.reporting import write_summary
from judgments.figures.drafts import Owner, text_of, texts_of
from judgments.figures.figure import Missing
from judgments.figures.lookup import figures_for
from judgments.figures.tokens import Token, token_of
from judgments.models import Action, Finding, FollowUp, Judgment, Report
from peel.lib.errors import Conflict, Invalid, require

CHANGED = "The text changed meanwhile. Look at its figures once more."


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that stands typed at ``start`` of a text, in the ``edition`` that was read.

    ``owner`` names the text as the record does, such as ``judgments.finding:12``.
    """

    owner: str
    edition: int
    start: int
    words: str


@transaction.atomic
def use_token(*, inspection: Inspection, typed: Typed, token: str, by: User) -> None:
    """Let a token stand where a figure is typed; the text is saved as if a person had.

    Raises Refused, Invalid, and Conflict when the text is no longer as it was read, when it can't
    be changed, or when the token prints nothing.
    """
    require(permissions.write(by, inspection))
    cited = _token(token)
    owners = {text.name: text.owner for text in texts_of(inspection)}
    owner = owners.get(typed.owner)
    if owner is None:
        raise Conflict(CHANGED)
    found = figures_for([cited], reader=by)[cited]
    if isinstance(found, Missing):
        raise Conflict(found.reason)
    text, end = text_of(owner), typed.start + len(typed.words)
    if not typed.words or text[typed.start : end] != typed.words:
        raise Conflict(CHANGED)
    _save(owner, f"{text[: typed.start]}{cited.text}{text[end:]}", typed.edition, by)


def _token(written: str) -> Token:
    token = token_of(written)
    if token is None or token.is_block:
        raise Invalid("Choose the figure in words or numbers: that can stand in a sentence.")
    return token


def _save(owner: Owner, text: str, edition: int, by: User) -> None:
    """Saves it through the action of its own. What looks like personal data was asked before."""
    if isinstance(owner, Report):
        write_summary(
            inspection=owner.inspection, text=text, edition=edition, by=by, keep_personal_data=True
        )
    elif isinstance(owner, FollowUp):
        _say_again(owner, text, edition, by)
    elif isinstance(owner, Judgment):
        opinion = judging.Opinion(owner.grade.code, text, keep_personal_data=True)
        judging.revise(judgment=owner, opinion=opinion, edition=edition, by=by)
    elif isinstance(owner, Action):
        asked = asking.Wording(
            owner.kind, owner.title, text, owner.deadline, keep_personal_data=True
        )
        asking.revise(action=owner, wording=asked, edition=edition, by=by)
    else:
        numbers: tuple[int, ...] = ()
        if isinstance(owner, Finding):
            numbers = tuple(owner.citations.values_list("evidence__number", flat=True))
        said = passages.Wording(owner.kind, owner.heading, text, numbers, keep_personal_data=True)
        passages.revise(passage=owner, wording=said, edition=edition, by=by)


def _say_again(said: FollowUp, text: str, revision: int, by: User) -> None:
    answer = following_up.Answer(
        outcome=said.outcome,
        note=text,
        superseded_by=said.superseded_by,
        evidence=said.evidence,
        keep_personal_data=True,
    )
    following_up.say(
        action=said.action, inspection=said.inspection, answer=answer, read=revision, by=by
    )
