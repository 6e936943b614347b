"""What the figure check finds wrong, told to somebody from whom a sample is kept."""

from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.figures.checking import IN_A_HEADING, NOT_READABLE, check_figures
from judgments.figures.telling import told
from judgments.models import Finding, InspectionArea
from tests.judgments.figures.conftest import VSA


def test_errors_at_the_same_place_of_a_heading_and_its_text_are_both_told(
    covered: InspectionArea, lancashire: Inspection, supervisor: User, second_reviewer: User
) -> None:
    token = f"{{{{{VSA}/effective}}}}"
    wording = passages.Wording("main", token, "{{no token}} stands here.")
    passages.write(Finding, area=covered, wording=wording, by=supervisor)
    errors = check_figures(lancashire).errors
    assert [(line.start, line.text.is_heading) for line in errors] == [(0, True), (0, False)]

    points = list(told(errors, lancashire, second_reviewer))

    assert [point.sentence.endswith(reason) for point, reason in zip(
        points, (IN_A_HEADING, NOT_READABLE), strict=True
    )] == [True, True]  # fmt: skip
    assert [point.address.rpartition("#")[2] for point in points] == [
        line.anchor for line in errors
    ]
