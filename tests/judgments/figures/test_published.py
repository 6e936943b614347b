"""Figures that published judgments print, after the figure behind them moved."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions.signing import reopen
from cases.models import Sample
from forces.models import Inspection
from judgments.actions import judging
from judgments.actions.judging import Opinion
from judgments.figures.checking import Line, Status, check_figures
from judgments.models import InspectionArea, Judgment
from judgments.report.assembling import assemble
from judgments.report.readiness import readiness_of
from tests.factories import ReviewFactory, SupervisorFactory, TeamMemberFactory
from tests.judgments.conftest import SignIn, area_of
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

EFFECTIVE, CHECKED = f"{{{{{VSA}/effective count}}}}", f"{{{{{VSA}/victim_checked count}}}}"
RATIONALE = f"{EFFECTIVE} were effective. All is well."
PAGE = "/judgments/inspections/lancashire-2023-25/figures/"


def confirm_and_publish(made: Judgment, by: User) -> Judgment:
    judging.propose(judgment=made, by=by)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    judging.confirm(judgment=made, by=by)
    return judging.publish(judgment=made, by=by)


def publish(area: InspectionArea, rationale: str, by: User) -> Judgment:
    return confirm_and_publish(
        judging.draft(area=area, opinion=Opinion("good", rationale), by=by), by
    )


@pytest.fixture
def published(covered: InspectionArea, supervisor: User) -> Judgment:
    return publish(covered, RATIONALE, supervisor)


@pytest.fixture
def changed(published: Judgment, signed: Sample, supervisor: User) -> Judgment:
    """The judgment, after its sample was signed off again with another answer."""
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    return published


def lines_of(inspection: Inspection, reader: User | None = None) -> list[Line]:
    return check_figures(inspection, reader=reader).lines


def test_a_figure_that_stands_needs_no_line(published: Judgment, lancashire: Inspection) -> None:
    assert lines_of(lancashire) == []


def test_a_published_judgment_with_an_old_figure_is_listed_and_keeps_nothing_back(
    changed: Judgment, lancashire: Inspection
) -> None:
    before = readiness_of(lancashire, assemble(lancashire)).refused
    (line,) = lines_of(lancashire)
    assert (line.status, line.written, line.was, line.now) == (
        Status.PUBLISHED, EFFECTIVE, "two of three cases", "all three cases"
    )  # fmt: skip
    assert (line.text.where, line.text.owner) == ("Responding, published judgment", changed)
    assert line.context == "Two of three cases were effective."
    assert line.reason == "Reissue the judgment to print the new figure."
    assert (line.is_error, line.may_be_accepted) == (False, False)
    assert not [point for point in before if "published judgment" in point.sentence]


def test_a_reopened_sample_tells_which_published_judgments_rest_on_it(
    published: Judgment, lancashire: Inspection, signed: Sample, supervisor: User
) -> None:
    reopen(sample=signed.pk, reason="An answer was wrong.", by=supervisor)
    (line,) = lines_of(lancashire)
    assert (line.status, line.was, line.now) == (Status.PUBLISHED, "two of three cases", "")
    assert "was reopened" in line.reason
    assert "reissue the judgment" in line.reason
    sign_off_again(signed, supervisor)
    assert lines_of(lancashire) == []


def test_a_reissue_puts_it_right(
    changed: Judgment, lancashire: Inspection, supervisor: User
) -> None:
    opinion = Opinion("good", RATIONALE)
    again = judging.reissue(
        judgment=changed, opinion=opinion, reason="A figure moved.", by=supervisor
    )
    assert [line.status for line in lines_of(lancashire)] == [Status.LINKED, Status.PUBLISHED]
    confirm_and_publish(again, supervisor)
    assert lines_of(lancashire) == []


def test_the_sentence_is_shown_only_where_it_is_sure(
    covered: InspectionArea, lancashire: Inspection, signed: Sample, supervisor: User
) -> None:
    publish(covered, f"Effective in {EFFECTIVE}. Checked in {CHECKED}.", supervisor)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    (line,) = lines_of(lancashire)
    assert (line.written, line.context) == (EFFECTIVE, "")


def test_what_is_kept_from_a_reader_is_not_told(
    changed: Judgment, lancashire: Inspection, signed: Sample, other_inspector: User
) -> None:
    TeamMemberFactory.create(inspection=lancashire, user=other_inspector)
    # What is kept from somebody is read once a request, so each question has a person of its own.
    assert len(lines_of(lancashire, User.objects.get(pk=other_inspector.pk))) == 1
    file = signed.case_files.first()
    ReviewFactory.create(case_file=file, position="second", counts=False, reviewer=other_inspector)
    assert lines_of(lancashire, other_inspector) == []


def test_page_and_command_show_the_old_and_the_new(
    changed: Judgment, supervisor: User, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    page = sign_in(supervisor).get(PAGE).content.decode()
    assert "No figure keeps the report from being published." in page
    for part in ("Published with another figure", "Reissue the judgment to print the new figure."):
        assert part in page
    assert "<dd>two of three cases</dd>" in page
    assert "<dd>all three cases</dd>" in page
    call_command("check_figures", "lancashire-2023-25")
    first, total = capsys.readouterr().out.splitlines()
    assert first == (
        f"published: Responding, published judgment: {EFFECTIVE}: Reissue the judgment to print "
        "the new figure. It was “two of three cases” and is “all three cases”."
    )
    assert total.endswith("1 published).")


def test_more_published_judgments_take_no_more_queries(
    published: Judgment, lancashire: Inspection, supervisor: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            check_figures(Inspection.objects.select_related("force", "cycle").get())
        return len(found)

    one = queries()
    publish(area_of(lancashire, "leadership"), f"In {CHECKED} and {EFFECTIVE}.", supervisor)
    assert queries() == one
