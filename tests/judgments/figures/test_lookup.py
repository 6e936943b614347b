"""What tokens cite, what they print, and why some have nothing to print."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.estimates.estimated import Estimated
from cases.models import PublishedResult, Sample
from cases.statistics.estimates import Method
from cases.statistics.printing import Decimals
from cases.statistics.published import published
from forces.models import Force
from judgments.figures.figure import CasesFigure, Missing
from judgments.figures.lookup import figures_for, figures_of, printed_of
from judgments.figures.rendering import chart_of, printed, table_of
from judgments.figures.tokens import token_of
from judgments.text.tree import Chart, MissingFigure, TableBlock
from tests.factories import ReviewFactory, SampleFactory
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

SEARCHES = "lancashire/force-data"


def shown(figure: str, reader: User | None = None) -> str:
    """What ``{{figure}}`` prints, or why it prints nothing."""
    token = token_of(figure)
    assert token, figure
    found = figures_for([token], reader=reader)[token]
    return found.reason if isinstance(found, Missing) else printed(token, found)


def queries_for(*figures: str) -> int:
    tokens = [token for figure in figures if (token := token_of(figure))]
    assert len(tokens) == len(figures)
    with CaptureQueriesContext(connection) as queries:
        figures_for(tokens)
    return len(queries)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("effective", "investigations were effective in two of three cases"),
        ("effective count", "two of three cases"),
        ("effective numbers", "two of three"),
        ("effective table", "Effective investigations: two of three"),
        ("history_used count", "the only relevant case"),
        ("recorded numbers", "three of six"),
        ("recorded count", "three of six"),
        ("recorded estimate", "too few to estimate: three of six"),
        ("files", "three"),
        (
            "effective+recorded table",
            "Effective investigations: two of three; Crimes recorded: too few to estimate: three "
            "of six",
        ),
    ],
)
def test_a_signed_off_figure_is_printed_in_house_style(
    signed: Sample, figure: str, text: str
) -> None:
    assert shown(f"{VSA}/{figure}") == text


def test_an_estimate_printed_elsewhere_has_its_interval(earlier_result: PublishedResult) -> None:
    place = "lancashire-2021-22/stop-and-search/recorded"
    assert shown(f"{place} estimate") == (
        "85.2 percent (with a confidence interval of +/- 5.1 percent)"
    )
    assert shown(place).startswith("crimes were recorded in 85.2 percent")
    assert "Only a percentage" in shown(f"{place} count")


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("share_999_answered_in_10_seconds 2023-03-31", "83.9 percent"),
        ("share_999_answered_in_10_seconds 2023-03-31 numbers", "83.9"),
        ("share_emergencies_attended_in_target 2023-04", "82.6 percent"),
        ("stop_and_searches 2023-03-31", "12,826"),
        ("stop_and_searches/black 2023-03-31", "181"),
        ("population/black 2021-06-30", "9,000"),
        ("disproportionality/black 2023-03-31", "2.9 times"),
        ("uses_of_force/change 2023-03-31", "up 53.5 percent"),
        ("uses_of_force/change 2023-03-31 numbers", "53.5"),
        ("uses_of_force_unrecorded/change 2023-03-31", "down 10.7 percent"),
        ("arrests/change 2023-03-31", "unchanged"),
        # By 0.04 percent.
        ("pre_charge_bail/change 2023-03-31", "unchanged"),
        ("released_under_investigation/change 2023-03-31", "unchanged"),
        ("released_under_investigation/change 2023-03-31 numbers", "0.0"),
    ],
)
def test_what_a_force_sent_is_printed_with_its_unit(sent: Force, figure: str, text: str) -> None:
    assert shown(f"{SEARCHES}/{figure}") == text


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ("nowhere-2023-25/vsa/effective", "There is no inspection nowhere-2023-25."),
        ("lancashire-2023-25/nothing/effective", "has no sample nothing"),
        (f"{VSA}/effectiv", "has no figure effectiv."),
        (f"{VSA}/effective+effectiv table", "has no figure effectiv."),
        (f"{VSA}/effective estimate", "printed as a count"),
        (f"{VSA}/files chart", "one number"),
        ("lancashire/force-data/calls_999", "Say after the indicator which period"),
        ("nowhere/force-data/calls_999 2023-03-31", "There is no force nowhere."),
        ("lancashire/force-data/calls 2023-03-31", "There is no indicator calls."),
        ("lancashire/force-data/calls_999 2023-03-31", "No accepted value of 999 calls"),
        ("lancashire/force-data/disproportionality/green 2023-03-31", "No group “green”"),
        ("lancashire/force-data/stop_and_searches 2023-03-31 chart", "has no chart"),
        ("lancashire/force-data/stop_and_searches/change 2023-03-31", "for the year before"),
        ("lancashire/force-data/stop_and_searches/change 2023-03-05", "for the year before"),
        (
            "lancashire/force-data/share_999_answered_in_10_seconds/change 2023-03-31",
            "“Share of 999 calls answered within 10 seconds” has no change in percent.",
        ),
    ],
)
def test_what_can_not_be_cited_says_why(sent: Force, figure: str, reason: str) -> None:
    assert reason in shown(figure)


def test_an_open_sample_has_no_figure_to_cite(signed: Sample, supervisor: User) -> None:
    SampleFactory.create(inspection=signed.inspection, slug="new")
    assert "not signed off yet" in shown("lancashire-2023-25/new/effective")
    change_an_answer(signed, supervisor)
    assert "was reopened" in shown(f"{VSA}/effective")
    sign_off_again(signed, supervisor)
    assert shown(f"{VSA}/effective count") == "all three cases"


def test_a_published_figure_never_stands_in_for_an_open_sample(
    signed: Sample, earlier_result: PublishedResult
) -> None:
    inspection = earlier_result.inspection
    SampleFactory.create(inspection=inspection, slug="stop-and-search")
    assert "not signed off yet" in shown("lancashire-2021-22/stop-and-search/recorded")


def test_an_inspector_reads_figures_of_their_own_inspections(
    signed: Sample, inspector: User, other_inspector: User, observer: User
) -> None:
    assert shown(f"{VSA}/files", inspector) == "three"
    assert shown(f"{VSA}/files", observer) == "three"
    assert "You don't work on lancashire-2023-25" in shown(f"{VSA}/files", other_inspector)


def test_figures_are_kept_from_who_reviews_a_file_a_second_time(
    signed: Sample, other_inspector: User, observer: User
) -> None:
    file = signed.case_files.first()
    ReviewFactory.create(case_file=file, position="second", counts=False, reviewer=other_inspector)
    assert "kept from you" in shown(f"{VSA}/effective", other_inspector)
    assert shown(f"{VSA}/effective count", observer) == "two of three cases"


def test_any_number_of_tokens_takes_the_same_queries(
    sent: Force, earlier_result: PublishedResult
) -> None:
    one = queries_for(f"{VSA}/effective", f"{SEARCHES}/stop_and_searches 2023-03-31")
    many = queries_for(
        f"{VSA}/effective",
        f"{VSA}/recorded estimate",
        f"{VSA}/files",
        "lancashire-2021-22/stop-and-search/recorded",
        f"{SEARCHES}/stop_and_searches 2023-03-31",
        f"{SEARCHES}/disproportionality/black 2023-03-31",
    )
    assert (one, many) == (8, 9)
    assert queries_for() == 0


def test_every_figure_of_an_inspection_is_offered_by_a_token_that_prints(
    sent: Force, signed: Sample
) -> None:
    offered = figures_of(signed.inspection)
    texts = {token.text: printed(token, figure) for token, figure in offered.items()}
    assert texts[f"{{{{{VSA}/effective count}}}}"] == "two of three cases"
    assert texts[f"{{{{{VSA}/files}}}}"] == "three"
    assert texts["{{lancashire/force-data/stop_and_searches 2023-03-31}}"] == "12,826"
    assert texts["{{lancashire/force-data/share_emergencies_attended_in_target 2023-04}}"]
    assert texts["{{lancashire/force-data/disproportionality/black 2023-03-31}}"] == "2.9 times"
    assert texts["{{lancashire/force-data/uses_of_force/change 2023-03-31}}"] == "up 53.5 percent"
    assert figures_for(offered) == offered


def test_a_chart_and_a_table_hold_the_figures(signed: Sample) -> None:
    text = f"{{{{{VSA}/effective+victim_checked chart}}}} {{{{{VSA}/effective table}}}}"
    chart, table = printed_of(text).values()
    assert isinstance(chart, Chart)
    assert chart.svg.startswith("<svg")
    assert chart.description == (
        "Effective investigations: two of three; Checks for repeat victims: two of three"
    )
    assert isinstance(table, TableBlock)
    assert table.caption == "Effective investigations, Victim service, Lancashire 2023-25"


def test_a_table_has_the_numbers_in_columns(signed: Sample, earlier_result: object) -> None:
    tokens = [token_of(f"{VSA}/effective table"), token_of(f"{VSA}/effective+recorded table")]
    counts, mixed = figures_for(token for token in tokens if token).values()
    assert not isinstance(counts, Missing)
    assert list(table_of(counts).rows) == [("Effective investigations", "2", "3")]
    assert not isinstance(mixed, Missing)
    assert next(iter(table_of(mixed).rows)) == ("Effective investigations", "two of three")
    assert [bar.value for bar in chart_of(counts).bars] == [pytest.approx(200 / 3)]


def test_an_estimate_is_drawn_with_its_limits(signed: Sample) -> None:
    estimate = published(Fraction("96.9"), Fraction("4.0"), 320)
    token = token_of(f"{VSA}/effective")
    assert token
    counted = figures_for([token])[token]
    assert isinstance(counted, CasesFigure)
    decimals = Decimals(1, 1)
    estimated = Estimated(Method.PUBLISHED, estimate, decimals, threshold=30)
    chart = chart_of(replace(counted, estimated=estimated))
    (bar,) = chart.bars
    assert bar.interval == (Fraction("92.9"), Fraction(100))
    assert bar.words == "96.9 percent (92.9 to 100.0 percent)"
    assert chart.description.endswith(bar.words)
    assert chart.unit == "percent"
    assert chart.notes == ()
    assert chart_of(counted).bars[0].interval is None


def test_a_missing_figure_is_printed_with_its_reason(signed: Sample) -> None:
    (found,) = printed_of(f"{{{{{VSA}/nothing}}}}").values()
    assert found == MissingFigure(f"{{{{{VSA}/nothing}}}}", f"{VSA} has no figure nothing.")
