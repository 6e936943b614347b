"""Keeping what a text cites in step with its tokens, and accepting a figure that moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.events import record, target_of
from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from judgments.figures.drafts import Owner, text_of, texts_of
from judgments.figures.figure import Figure, Missing
from judgments.figures.lookup import figures_for
from judgments.figures.rendering import printed
from judgments.figures.tokens import Token, token_of, tokens_of
from judgments.models import CitedFigure
from peel.lib.errors import Conflict, Invalid, require

CHANGED = "This figure changed again meanwhile, or the text did. Look at the figures once more."


@dataclass(frozen=True, slots=True)
class Accepted:
    """A token of a text, and what it prints now as somebody read it.

    ``owner`` names the text as the record does, ``token`` has its braces.
    """

    owner: str
    token: str
    printed: str


def cite(*, owner: Model, inspection: Inspection, text: str, by: User) -> None:
    """Keep the figures that ``text`` cites, as they are now. To be called wherever it is saved.

    A figure that was cited before stays as it was accepted. Wants a transaction and the lock of
    ``owner``. Two queries for a text without tokens.
    """
    name = target_of(owner)
    cited = {row.token: row for row in CitedFigure.objects.filter(owner=name)}
    wanted = {token.text: token for token in tokens_of(text)}
    gone = [row.pk for token, row in cited.items() if token not in wanted]
    CitedFigure.objects.filter(pk__in=gone).delete()
    new = [token for written, token in wanted.items() if written not in cited]
    rows = [
        _row(inspection, name, token, figure, by)
        for token, figure in figures_for(new, reader=by).items()
        if not isinstance(figure, Missing)
    ]
    CitedFigure.objects.bulk_create(rows)


@transaction.atomic
def accept(*, inspection: Inspection, figures: Sequence[Accepted], by: User) -> int:
    """Let texts print what their tokens give now. Gives how many figures were renewed.

    Raises Refused, as who doesn't lead is for a judgment past its draft; Invalid; and Conflict when
    one is no longer as it was read.
    """
    require(permissions.write(by, inspection))
    tokens = {each: _token(each) for each in figures}
    texts = {text.name: text for text in texts_of(inspection) if not text.is_heading}
    found = figures_for(tokens.values(), reader=by)
    for each, token in tokens.items():
        figure = found[token]
        if isinstance(figure, Missing):
            raise Conflict(figure.reason)
        text = texts.get(each.owner)
        if text is None or printed(token, figure) != each.printed:
            raise Conflict(CHANGED)
        owner = _locked(text.owner)
        require(permissions.accept_figure(by, inspection, owner))
        _renew(inspection, owner, token, figure, by)
    return len(tokens)


def _token(accepted: Accepted) -> Token:
    token = token_of(accepted.token)
    if token is None:
        raise Invalid("Name the figure by its token, braces and all.")
    return token


def _locked(owner: Owner) -> Owner:
    locked: Owner = type(owner)._default_manager.select_for_update().get(pk=owner.pk)
    return locked


def _renew(inspection: Inspection, owner: Owner, token: Token, figure: Figure, by: User) -> None:
    if token not in tokens_of(text_of(owner)):
        raise Conflict(CHANGED)
    row = _row(inspection, target_of(owner), token, figure, by)
    before = CitedFigure.objects.filter(owner=row.owner, token=row.token).first()
    row.pk = before.pk if before else None
    row.save()
    was = before.printed if before else ""
    details = {"token": token.text, "was": was, "is": row.printed}
    record(target=owner, verb="figure accepted", by=by, details=details)


def _row(inspection: Inspection, owner: str, token: Token, figure: Figure, by: User) -> CitedFigure:
    return CitedFigure(
        inspection=inspection,
        owner=owner,
        token=token.text,
        printed=printed(token, figure),
        value=dict(figure.value),
        accepted_by=by,
        accepted_at=timezone.now(),
    )
