"""How a typed figure is matched: by value, and to what its sentence names, never by nearness."""

from fractions import Fraction

import pytest

from cases.estimates.estimated import Estimated
from cases.statistics.estimates import Method
from cases.statistics.printing import Decimals
from cases.statistics.proportions import wald
from judgments.figures.figure import CasesFigure, Figure, ForceFigure
from judgments.figures.matching.known import known_from
from judgments.figures.matching.known_figures import KnownFigures
from judgments.figures.matching.matches import Match, Verdict, matches_in
from judgments.figures.matching.naming import stems_of
from judgments.figures.tokens import CHANGE, CasesToken, ForceDataToken, Form, Token
from judgments.figures.typed import typed_in

OWN, EARLIER = "shire-2023-25", "shire-2021-22"
ONE = Decimals(1, 1)


def cases_figure(
    code: str, phrase: str, met: int, of: int, *, label: str = "", estimated: bool = False,
    inspection: str = OWN,
) -> tuple[Token, Figure]:  # fmt: skip
    estimate = Estimated(Method.WALD, wald(met, of), ONE, threshold=30) if estimated else None
    figure = CasesFigure(
        code, label, phrase, phrase, met, of, estimated, estimate, None, ONE, "", "", False
    )
    return CasesToken(Form.COUNT, inspection, "vsa", code), figure


def force_figure(
    code: str, label: str, amount: str, unit: str, when: str, group: str = ""
) -> tuple[Token, Figure]:
    token = ForceDataToken(Form.SENTENCE, "shire", code, group, when)
    period = f"year ending {token.period.ends.day} {token.period.ends:%B %Y}"
    figure = ForceFigure(label, "", "", unit, Fraction(amount), 1, period, "", "", "")
    return token, figure


KNOWN = KnownFigures(known_from(
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
))  # fmt: skip


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


def test_half_of_a_name_will_do_where_nothing_else_is_said() -> None:
    assert labelled("Plans were made in 64 of 76 cases.") == [("differs", ["plan_present"])]
    assert labelled("There was a plan in 63 of 77 cases.") == [("differs", ["plan_present"])]
    assert labelled("Supervision: 72 of 85.") == [("differs", ["supervision_effective"])]


@pytest.mark.parametrize(
    "text",
    [
        # Another word, which may tell what else was counted.
        "Plans were reviewed in 64 of 76 cases.",
        # Neither number is the figure's.
        "Plans were made in 64 of 77 cases.",
        # A noun that only says of what there were so many.
        "How often? In 64 of 76 plans.",
        "Why? In 64 of 76 relevant plans.",
        # What was counted is said elsewhere.
        "Of these, plans were made in 64 of 76 cases.",
        "Such plans were made in 64 of 76 cases.",
        # Several figures have a number and a word of it.
        "Effective: 71 of 100.",
    ],
)
def test_half_of_a_name_is_not_enough_else(text: str) -> None:
    assert {verdict for verdict, _ in labelled(text)} == {"unknown"}


def test_a_rounded_share_is_no_figure() -> None:
    assert labelled("Nine in ten investigation plans were made.") == [("unknown", [])]
    text = "Investigation plans were made in 63 of 76 cases, in more than eight in ten."
    assert labelled(text) == [("equal", ["plan_present", "needs_assessed"]), ("unknown", [])]


def test_an_earlier_figure_is_offered_but_never_differed_from() -> None:
    found = match("In 2021 it was 70 of 90.")
    assert (found.verdict, found.tokens[0].figure) == (
        Verdict.EQUAL, f"{EARLIER}/vsa/effective"
    )  # fmt: skip


def test_words_are_compared_by_their_stems() -> None:
    assert stems_of("Investigations were effective in cases") == stems_of(
        "the investigation was effectively in the case"
    )


# The names are those of the checklists and indicators that are shipped.
LABELLED = KnownFigures(known_from(
    dict(
        [
            cases_figure("investigation_effective", "investigations were effective in {cases}",
                         84, 100, label="Effective investigations"),
            cases_figure("plan_present", "investigation plans were made in {cases}", 63, 76,
                         label="Investigation plans"),
            cases_figure("supervision_effective", "investigations were supervised effectively in "
                         "{cases}", 71, 85, label="Effective supervision"),
            cases_figure("needs_assessed", "victims' needs were assessed and recorded in {cases}",
                         63, 76, label="Victims' needs assessed"),
            cases_figure("delay_caller_updated", "callers were kept up to date about a delay in "
                         "{cases}", 8, 10, label="Callers updated about delays"),
            cases_figure("all_crime", "{cases} of all reported crime (excluding fraud) was "
                         "recorded", 310, 320, label="All crime recorded, excluding fraud",
                         estimated=True),
            cases_figure("violent_offences", "{cases} of reported violent offences were recorded",
                         114, 120, label="Violent offences recorded", estimated=True),
            cases_figure("reasonable_grounds", "{cases} of stop and searches had reasonable "
                         "grounds recorded", 164, 191, label="Reasonable grounds",
                         estimated=True),
            cases_figure("force_justified", "force was necessary and proportionate in {cases}",
                         6, 7, label="Justified force"),
            force_figure("disproportionality", "How often Black people are searched beside White "
                         "people", "2.85", "times", "2023-03-31"),
            force_figure("asian", "How often Asian people are searched beside White people",
                         "1.7", "times", "2023-03-31"),
            force_figure("arrests", "Arrests, change on the year before", "-10.7", "percent",
                         "2023-03-31", CHANGE),
            force_figure("calls_999", "999 calls, change on the year before", "12.3", "percent",
                         "2023-03-31", CHANGE),
            force_figure("answered", "Share of 999 calls answered within 10 seconds", "71.2",
                         "percent", "2023-06-30"),
            force_figure("answered", "Share of 999 calls answered within 10 seconds", "83.9",
                         "percent", "2024-06-30"),
        ]
    ),
    OWN,
))  # fmt: skip


def labelled(text: str) -> list[tuple[str, list[str]]]:
    found = matches_in(text, typed_in(text), LABELLED, since=2023)
    return [(each.verdict.value, codes(each)) for each in found]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Of violent offences 59.0 percent were recorded.", "violent_offences"),
        ("All crime recorded, excluding fraud, was 69.9 percent.", "all_crime"),
        ("There were reasonable grounds in 165 of 191 searches.", "reasonable_grounds"),
        ("86.9 percent of searches had reasonable grounds.", "reasonable_grounds"),
        ("Supervision was effective in 75 of 86 cases.", "supervision_effective"),
        ("Needs were assessed in 64 of 76 relevant cases.", "needs_assessed"),
        ("Black people were searched 3.2 times as often as White people.", "disproportionality"),
        (
            "In the year to June 2024, 93.9 percent of 999 calls were answered within 10 seconds.",
            "answered",
        ),
        ("Only 70.0 percent of 999 calls were answered within 10 seconds.", "answered"),
        ("Only 70.0 percent of 999 calls were answered within ten seconds.", "answered"),
        ("Violent offences recorded: 59.0 percent.", "violent_offences"),
        ("Effective supervision: **75 of 86**", "supervision_effective"),
        ("Supervision was effective in 75/86 cases.", "supervision_effective"),
        ("Violent offences were recorded in 59 pct of reports.", "violent_offences"),
    ],
)
def test_a_figure_is_named_by_its_label_too(text: str, figure: str) -> None:
    assert labelled(text) == [("differs", [figure])]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 63 of 76 is 82.9 percent, and the sentence has half of the name of that figure.
        ("83 percent of investigations were effective.", "investigation_effective"),
        ("Investigations were effective in 71 of 85 cases.", "investigation_effective"),
        ("Investigation plans were made in 84 of 100 cases.", "plan_present"),
        ("Black people were searched 1.7 times as often as White people.", "disproportionality"),
    ],
)
def test_a_figure_that_is_named_in_full_comes_before_the_value_of_another(
    text: str, figure: str
) -> None:
    assert labelled(text) == [("differs", [figure])]


def test_a_percentage_is_offered_only_a_figure_of_which_half_is_named() -> None:
    assert labelled("Of crime, 95.0 percent.") == [("unknown", [])]
    assert labelled("Of violent crimes, 95.0 percent are recorded.") == [
        ("equal", ["violent_offences"])
    ]
    assert labelled("Of crime, 95.0 percent (+/- 3.9 percent) is recorded.") == [
        ("equal", ["violent_offences"])
    ]


def test_each_of_several_figures_in_a_sentence_is_its_own() -> None:
    text = "Investigations were effective in 84 of 100 cases, callers told of it in eight of ten."
    assert labelled(text) == [
        ("equal", ["investigation_effective"]),
        ("equal", ["delay_caller_updated"]),
    ]
    text = "Investigations were effective in 84 of 100 cases, and 40 percent of teams were full."
    assert labelled(text) == [("equal", ["investigation_effective"]), ("unknown", [])]


def test_what_is_said_of_one_figure_names_no_other() -> None:
    text = "Supervision of investigations was effective in 71 of 85 cases, in 20 of 22 since May."
    assert labelled(text) == [("equal", ["supervision_effective"]), ("unknown", [])]
    text = "Investigations were supervised effectively in 71 of 85 cases, and effective in {}."
    assert labelled(text.format("83 of 100"))[1] == ("differs", ["investigation_effective"])
    assert labelled(text.format("84 of 100"))[1] == ("equal", ["investigation_effective"])


def test_a_percentage_that_is_named_in_full_is_offered_alone() -> None:
    assert labelled("82.9 percent of investigation plans were made.") == [
        ("equal", ["plan_present"])
    ]


def test_a_percentage_beside_its_count_is_held_to_it() -> None:
    good = "Reasonable grounds were found in 164 of 191 (85.9 percent) searches."
    assert [verdict for verdict, _ in labelled(good)] == ["equal", "equal"]
    bad = "Reasonable grounds were found in 164 of 191 (86.9 percent) searches."
    assert labelled(bad) == [
        ("equal", ["reasonable_grounds"]),
        ("differs", ["reasonable_grounds"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # What is expected, or how it is elsewhere.
        "Forces are expected to answer 90 percent of 999 calls within 10 seconds.",
        "Nationally, 90.1 percent of violent offences are recorded.",
        # A change, a bound or a number that is about right.
        "Effective investigations rose by 12 percent.",
        "More than 80 percent of investigations were effective.",
        "Investigations were effective in nearly 85 percent of cases.",
        "Fewer than 90 of 100 investigations were effective.",
        # What a figure leaves over.
        "In 16 of 100 cases investigations were not effective.",
        "Reasonable grounds were lacking in 14.1 percent of searches.",
        # People and teams are no cases.
        "Investigation plans were known to 12 of 40 officers.",
        # A time of which nothing is known.
        "In May 2024, 80.0 percent of 999 calls were answered within 10 seconds.",
        "In June 2024, 80.0 percent of 999 calls were answered within 10 seconds.",
        # One word is no name.
        "It was justified in 12 of 40 cases.",
    ],
)
def test_a_right_text_is_not_called_wrong(text: str) -> None:
    assert [verdict for verdict, _ in labelled(text)] == ["unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "More than 90 percent of investigations were effective.",
        "About 59 percent of violent offences were recorded.",
        "Up to 80 of 100 investigations were effective.",
        "In 20 of 100 cases investigations were not effective.",
        "Supervision was effective in 14 of 85 cases.",
    ],
)
def test_a_bound_or_rest_that_is_wrong_differs(text: str) -> None:
    assert [verdict for verdict, _ in labelled(text)] == ["differs"]


def test_a_change_is_typed_without_its_sign() -> None:
    text = "In the year to March 2023 arrests were down {} percent on the year before."
    assert labelled(text.format("10.7")) == [("equal", ["change"])]
    assert labelled(text.format("53.5")) == [("unknown", [])]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("were down 10.7 percent", "equal"),
        ("fell sharply by about 10.7 percent", "equal"),
        ("were 10.7 percent lower", "equal"),
        ("changed by 10.7 percent", "equal"),
        ("moved, while staff grew, by 10.7 percent", "equal"),
        ("were up 10.7 percent", "differs"),
        ("rose by 10.7 percent", "differs"),
        ("had **increased by 10.7 percent**", "differs"),
        ("saw a 10.7 percent rise", "differs"),
        ("were 10.7 percent higher", "differs"),
    ],
)
def test_a_change_that_is_turned_round_differs(words: str, verdict: str) -> None:
    text = f"Arrests {words} on the year before."
    assert labelled(text) == [(verdict, ["change"])]


def test_a_rise_that_is_called_a_fall_differs() -> None:
    text = "999 calls were {} 12.3 percent on the year before."
    assert [verdict for verdict, _ in labelled(text.format("up"))] == ["equal"]
    assert [verdict for verdict, _ in labelled(text.format("down"))] == ["differs"]


@pytest.mark.parametrize(
    "text",
    [
        "Nationally, arrests were up 10.7 percent on the year before.",
        "In 2020, arrests were up 10.7 percent on the year before.",
        "In the year to March 2024 arrests were up 10.7 percent on the year before.",
    ],
)
def test_the_change_of_others_or_of_another_time_is_not_turned_round(text: str) -> None:
    assert [verdict for verdict, _ in labelled(text)] == ["unknown"]


def test_an_earlier_value_that_is_known_is_right_where_no_time_is_named() -> None:
    text = "Of 999 calls, {} percent were answered within 10 seconds{}."
    assert labelled(text.format("71.2", "")) == [("equal", ["answered"])]
    found = labelled(text.format("71.2", " in the year ending 30 June 2024"))
    assert found == [("differs", ["answered"])]
