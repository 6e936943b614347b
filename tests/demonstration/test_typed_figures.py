"""Figures typed by hand into the demonstration: wrong ones are found, right ones never wrong."""

import pytest

from forces.models import Inspection
from judgments.figures.drafts import texts_of
from judgments.figures.lookup import figures_of
from judgments.figures.matching.known import known_from
from judgments.figures.matching.known_figures import KnownFigures
from judgments.figures.matching.matches import Match, Verdict, matches_in
from judgments.figures.rendering import printed
from judgments.figures.tokens import Token, split
from judgments.figures.typed import typed_in

SLUG = "lancashire-2023-25"
BEGAN = 2023
FORCE_DATA = "lancashire/force-data"
# One number or both are wrong in each.
WRONG = {
    "Of violent offences 59.0 percent were recorded.":
        f"{SLUG}/crime-data-integrity/violent_offences",
    "All crime recorded, excluding fraud, was 69.9 percent.":
        f"{SLUG}/crime-data-integrity/all_crime",
    "There were reasonable grounds in 165 of 191 searches.":
        f"{SLUG}/stop-and-search/reasonable_grounds",
    "86.9 percent of searches had reasonable grounds.":
        f"{SLUG}/stop-and-search/reasonable_grounds",
    "Supervision was effective in 75 of 86 cases.": f"{SLUG}/vsa/supervision_effective",
    "Needs were assessed in 64 of 76 relevant cases.": f"{SLUG}/vsa/needs_assessed",
    "Black people were searched 3.2 times as often as White people.":
        f"{FORCE_DATA}/disproportionality/black 2023-03-31",
    "In the year to June 2024, 93.9 percent of 999 calls were answered within 10 seconds.":
        f"{FORCE_DATA}/share_999_answered_in_10_seconds 2024-06-30",
    "84 percent of investigations were effective.": f"{SLUG}/vsa/investigation_effective",
}  # fmt: skip


@pytest.fixture
def inspection(demonstration: str) -> Inspection:
    return Inspection.objects.select_related("force", "cycle").get(slug=SLUG)


@pytest.fixture
def known(inspection: Inspection) -> KnownFigures:
    return KnownFigures(known_from(figures_of(inspection), SLUG))


def matched(text: str, known: KnownFigures) -> list[Match]:
    return list(matches_in(text, typed_in(text), known, BEGAN))


def test_a_wrong_figure_differs_from_the_one_that_its_sentence_names(known: KnownFigures) -> None:
    found = {text: [(m.verdict, m.tokens[0].figure) for m in matched(text, known)]
             for text in WRONG}  # fmt: skip
    assert found == {text: [(Verdict.DIFFERS, figure)] for text, figure in WRONG.items()}
    # A paragraph of them all is no different.
    together = [match.verdict for match in matched(" ".join(WRONG), known)]
    assert together == [Verdict.DIFFERS] * len(WRONG)


def test_what_the_report_prints_is_never_wrong_when_it_is_typed(
    inspection: Inspection, known: KnownFigures
) -> None:
    figures = {token.figure: figure for token, figure in figures_of(inspection).items()}

    def typed(part: str | Token) -> str:
        if isinstance(part, str):
            return part
        return "" if part.is_block else printed(part, figures[part.figure])

    texts = ["".join(map(typed, split(each.text))) for each in texts_of(inspection)]
    found = [match for text in texts for match in matched(text, known)]
    assert not [match.typed.words for match in found if match.verdict is Verdict.DIFFERS]
    equal = [match for match in found if match.verdict is Verdict.EQUAL]
    assert len(equal) >= 0.9 * len(found) > 30
