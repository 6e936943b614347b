"""How a typed figure is matched: by value, and to what its sentence names, never by nearness."""

from fractions import Fraction

import pytest

from cases.estimates.estimated import Estimated
from cases.statistics.estimates import Method
from cases.statistics.printing import Decimals
from cases.statistics.proportions import wald
from judgments.figures.figure import CasesFigure, Figure, ForceFigure
from judgments.figures.matching import Match, Verdict, known_from, matches_in, stems_of
from judgments.figures.tokens import CasesToken, ForceDataToken, Form, Token
from judgments.figures.typed import typed_in

OWN, EARLIER = "shire-2023-25", "shire-2021-22"
ONE = Decimals(1, 1)


def cases_figure(
    code: str, phrase: str, met: int, of: int, *, estimated: bool = False, inspection: str = OWN
) -> tuple[Token, Figure]:
    estimate = Estimated(Method.WALD, wald(met, of), ONE, threshold=30) if estimated else None
    figure = CasesFigure(
        code, code, phrase, phrase, met, of, estimated, estimate, None, ONE, "", "", False
    )
    return CasesToken(Form.COUNT, inspection, "vsa", code), figure


def force_figure(code: str, label: str, amount: str, unit: str, when: str) -> tuple[Token, Figure]:
    token = ForceDataToken(Form.SENTENCE, "shire", code, "", when)
    period = f"year ending {token.period.ends.day} {token.period.ends:%B %Y}"
    figure = ForceFigure(label, "", "", unit, Fraction(amount), 1, period, "", "", "")
    return token, figure


KNOWN = known_from(
    dict(
        [
            cases_figure("effective", "investigations were effective in {cases}", 83, 100),
            cases_figure(
                "violence", "investigations of violence were effective in {cases}", 18, 22
            ),
            cases_figure("plan", "an investigation plan was present in {cases}", 63, 76),
            cases_figure("needs", "the needs of victims were assessed in {cases}", 63, 76),
            cases_figure("updated", "the caller was updated about the delay in {cases}", 8, 10),
            cases_figure(
                "crime", "{cases} of all reported crime was recorded", 310, 320, estimated=True
            ),
            cases_figure("effective", "investigations were effective in {cases}", 70, 90,
                         inspection=EARLIER),
            force_figure("share_999", "Share of 999 calls answered in time", "83.9", "percent",
                         "2024-06-30"),
            force_figure("disproportionality", "How often Black people are searched", "2.85",
                         "times", "2023-03-31"),
        ]
    ),
    OWN,
)  # fmt: skip


def match(text: str) -> Match:
    (found,) = matches_in(text, typed_in(text), KNOWN, since=2023)
    return found


def verdict(text: str) -> str:
    return match(text).verdict.value


def codes(found: Match) -> list[str]:
    return [token.figure.split("/")[-1].split(" ")[0] for token in found.tokens]


def test_a_number_that_a_figure_has_is_that_figure() -> None:
    found = match("Most were done well: 83 of 100.")
    assert (found.verdict, codes(found)) == (Verdict.EQUAL, ["effective"])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A plan was present in 63 of 76 investigations.", "plan"),
        ("Victims had their needs assessed in 63 of 76 cases.", "needs"),
    ],
)
def test_of_two_figures_with_one_value_the_sentence_names_the_likelier(
    text: str, first: str
) -> None:
    found = match(text)
    assert (found.verdict, codes(found)[0], len(found.tokens)) == (Verdict.EQUAL, first, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Callers were updated in eight of ten cases.", "equal"),
        ("We met eight of ten leaders.", "unknown"),
        ("It recorded 96.9 percent (+/- 1.9 percent) of reported crime.", "equal"),
        ("It recorded 96.9 percent of reported crime.", "equal"),
        ("It recorded 97 percent of reported crime.", "equal"),
        ("It answered 83.9 percent of 999 calls in time.", "equal"),
        ("The budget rose by 83.9 percent.", "unknown"),
        ("Black people were 2.9 times as likely to be searched.", "equal"),
        ("Costs are 2.9 times as high.", "unknown"),
        ("Investigations were effective in 83 percent of cases.", "equal"),
    ],
)
def test_a_number_that_could_be_anybodys_needs_a_word_of_the_name(text: str, expected: str) -> None:
    assert verdict(text) == expected


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Investigations were effective in 82 of 100 cases.", "effective"),
        ("In 83 of 90 cases the investigation was effective.", "effective"),
        ("Investigations of violence were effective in 17 of 22 cases.", "violence"),
        ("It recorded 95.9 percent of all reported crime.", "crime"),
        ("It recorded 96.9 percent (+/- 2.9 percent) of reported crime.", "crime"),
        ("Investigations were effective in 80 percent of cases.", "effective"),
        (
            "It answered 999 calls in time in 80.1 percent in the year ending 30 June 2024.",
            "share_999",
        ),
    ],
)
def test_a_sentence_that_names_a_figure_with_another_number_differs(text: str, figure: str) -> None:
    found = match(text)
    assert (found.verdict, codes(found)[0]) == (Verdict.DIFFERS, figure)


@pytest.mark.parametrize(
    "text",
    [
        # A figure of another measure, or of none, however near it stands to one that is known.
        "Investigations were supervised well in 71 of 85 cases.",
        "Investigations were effective in {{shire-2023-25/vsa/effective count}}, led in 71 of 85.",
        "Plans were seen in 62 of 70 teams.",
        # A figure of an earlier inspection.
        "In 2021, investigations were effective in 71 of 90 cases.",
        "At the previous inspection, investigations were effective in 71 of 90 cases.",
        # A value of another time than the one that is known.
        "It answered 999 calls in time in 80.1 percent in the year ending 31 March 2024.",
    ],
)
def test_being_near_a_figure_is_not_enough_to_differ_from_it(text: str) -> None:
    assert verdict(text) == "unknown"


def test_two_thirds_of_a_name_will_do_where_one_number_is_the_same() -> None:
    assert verdict("Needs of victims came up in 60 of 76 cases.") == "differs"
    assert verdict("Needs of victims came up in 60 of 70 cases.") == "unknown"


def test_an_earlier_figure_is_offered_but_never_differed_from() -> None:
    found = match("In 2021 it was 70 of 90.")
    assert (found.verdict, found.tokens[0].figure) == (
        Verdict.EQUAL, f"{EARLIER}/vsa/effective"
    )  # fmt: skip


def test_words_are_compared_by_their_stems() -> None:
    assert stems_of("Investigations were effective in cases") == stems_of(
        "the investigation was effectively in the case"
    )
