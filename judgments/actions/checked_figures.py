"""Keeping texts from the public while the figure check finds something wrong in them."""

from collections.abc import Iterable

from forces.models import Inspection
from judgments.figures.checking import check_texts
from judgments.figures.drafts import texts_about
from judgments.models import Action, Judgment
from peel.lib.errors import Conflict


def refuse_wrong_figures(inspection: Inspection, owners: Iterable[Action | Judgment]) -> None:
    """Raises Conflict that names every figure that is wrong in the texts of ``owners``."""
    texts = [text for owner in owners for text in texts_about(owner)]
    if errors := check_texts(inspection, texts).errors:
        told = (f"{line.text.where}: {line.written}. {line.reason}" for line in errors)
        raise Conflict(" ".join(["Put the figures right first.", *told]))
