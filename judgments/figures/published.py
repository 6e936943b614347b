"""What rationales of published judgments print, which stays as it was on the day they came out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forces.models import Inspection
from judgments.figures.drafts import DraftText, text_of
from judgments.figures.excerpts import Excerpts
from judgments.figures.freezing import escaped
from judgments.figures.tokens import Token, token_of
from judgments.models import CitedFigure, Judgment


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure that a published rationale prints in words, and the token that gave it."""

    text: DraftText
    token: Token
    printed: str

    @property
    def excerpts(self) -> Excerpts:
        return Excerpts(self.text.text, lambda token: token.text)

    @property
    def span(self) -> tuple[int, int]:
        """Where the words stand, none of the text where they aren't there just once."""
        words = re.escape(escaped(self.printed))
        found = list(re.finditer(rf"(?<!\w){words}(?!\w)", self.text.text, re.IGNORECASE))
        return found[0].span() if len(found) == 1 else (0, 0)


def published_figures(
    inspection: Inspection, cited: Mapping[tuple[str, str], CitedFigure]
) -> Iterator[PublishedFigure]:
    """Of the judgments that stand, by what is kept of their tokens. One query."""
    texts = {text.name: text for text in _rationales(inspection)}
    for (owner, written), row in cited.items():
        token = token_of(written)
        if token and owner in texts:
            yield PublishedFigure(texts[owner], token, row.printed)


def _rationales(inspection: Inspection) -> Iterator[DraftText]:
    standing = Judgment.objects.standing().filter(area__inspection=inspection)
    for judgment in standing.select_related("area__area").order_by("area__area__order"):
        where = f"{judgment.area.area.title}, published judgment"
        yield DraftText(judgment, where, text_of(judgment))
