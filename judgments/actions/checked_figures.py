"""Keeping texts from the public while the figure check finds something wrong in them."""

from collections.abc import Iterable

from accounts.models import User
from forces.models import Inspection
from judgments.figures.checking import check_texts
from judgments.figures.drafts import texts_about
from judgments.figures.telling import told
from judgments.models import Action, Judgment
from peel.lib.errors import Conflict


def refuse_wrong_figures(
    inspection: Inspection, owners: Iterable[Action | Judgment], by: User
) -> None:
    """Raises Conflict that names every figure that is wrong in the texts of ``owners``.

    One that is kept from who acts keeps the texts back as well, but isn't told.
    """
    texts = [text for owner in owners for text in texts_about(owner)]
    if errors := check_texts(inspection, texts).errors:
        wrong = dict.fromkeys(point.sentence for point in told(errors, inspection, by))
        raise Conflict(" ".join(["Put the figures right first.", *wrong]))
