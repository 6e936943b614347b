"""What keeps a report back leads to the page on which it is mended."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection
from judgments.actions import asking, judging, passages
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import Opinion
from judgments.consistency import Point
from judgments.models import Action, Finding, InspectionArea, Judgment
from judgments.report.assembling import assemble
from judgments.report.readiness import Readiness, readiness_of
from tests.factories import AdministratorFactory
from tests.judgments.asked import CAUSE, earlier_inspection, published_action
from tests.judgments.conftest import COVERED, SMALL, SignIn, area_of
from tests.judgments.report.conftest import EFFECTIVE

INSPECTION = "/judgments/inspections/lancashire-2023-25/"
BROKEN = "{{\n"


@pytest.fixture
def covered(lancashire: Inspection, supervisor: User) -> InspectionArea:
    """The area "responding". The service to victims is graded too, and can be inadequate."""
    load_framework(source=SMALL.replace("requires_improvement", "inadequate"), by=None)
    treatments = {**COVERED, "victim_service": "graded"}
    set_areas(inspection=lancashire, treatments=treatments, by=supervisor)
    return area_of(lancashire, "responding")


@pytest.fixture
def inadequate(covered: InspectionArea, supervisor: User) -> Judgment:
    """Without a cause of concern."""
    area = area_of(covered.inspection, "victim_service")
    opinion = Opinion("inadequate", "Victims hear nothing.")
    return judging.draft(area=area, opinion=opinion, by=supervisor)


@pytest.fixture
def under_way(covered: InspectionArea, supervisor: User) -> Judgment:
    return judging.draft(area=covered, opinion=Opinion("good", "Calls are."), by=supervisor)


@pytest.fixture
def bare(covered: InspectionArea, supervisor: User) -> Action:
    return asking.write(area=covered, wording=CAUSE, by=supervisor)


@pytest.fixture
def mistaken(covered: InspectionArea, supervisor: User) -> Finding:
    """A finding in which a figure is typed that is not the one of the sample."""
    text = "Investigations were effective in 3 of 100 cases."
    wording = passages.Wording("main", "Investigations are thorough", text)
    return passages.write(Finding, area=covered, wording=wording, by=supervisor)


@pytest.fixture
def readiness(
    under_way: Judgment,
    inadequate: Judgment,
    bare: Action,
    mistaken: Finding,
    lancashire: Inspection,
    supervisor: User,
) -> Readiness:
    published_action(earlier_inspection(lancashire, supervisor), supervisor)
    return readiness_of(lancashire, assemble(lancashire), reader=supervisor)


def test_every_sentence_leads_to_where_it_is_mended(
    readiness: Readiness,
    under_way: Judgment,
    inadequate: Judgment,
    bare: Action,
    mistaken: Finding,
) -> None:
    figure = f"figures/#judgments-finding-{mistaken.pk}-text-"
    expected = {
        "The report has no summary yet.": f"{INSPECTION}report/summary/",
        "Responding: Its judgment is not confirmed yet.": under_way.get_absolute_url(),
        "Leadership: It is graded, but nobody has judged it.": f"{INSPECTION}#leadership",
        "Service to victims: Its judgment is not": inadequate.get_absolute_url(),
        "Service to victims: It is judged inadequate": f"{INSPECTION}actions/#victim_service",
        "Responding: The cause of concern": bare.get_absolute_url(),
        "What earlier inspections asked for": f"{INSPECTION}follow-up/",
        "Responding, main finding": INSPECTION + figure,
        "Leadership: No finding is written": f"{INSPECTION}findings/#leadership",
        "Service to victims: No finding is written": f"{INSPECTION}findings/#victim_service",
        "1 finding cites no evidence": f"{INSPECTION}findings/",
    }
    points = [*readiness.refused, *readiness.warnings]
    for begins, address in expected.items():
        [found] = [point for point in points if point.sentence.startswith(begins)]
        assert found.address.startswith(address)
    assert len(points) == len(expected)


def test_every_page_opens_and_has_the_place(
    readiness: Readiness, sign_in: SignIn, supervisor: User
) -> None:
    client = sign_in(supervisor)
    pages = [client.get(f"{INSPECTION}report/{page}/") for page in ("draft", "publish")]
    for point in (*readiness.refused, *readiness.warnings):
        for page in pages:
            assert f'href="{point.address}"' in page.content.decode()
        _opens(client, point)


def _opens(client: Client, point: Point) -> None:
    answer = client.get(point.address)
    assert answer.status_code == 200
    _, _, place = point.address.partition("#")
    assert not place or f'id="{place}"' in answer.content.decode()


def test_who_only_reads_the_draft_is_led_to_no_page_that_is_refused(
    readiness: Readiness, lancashire: Inspection, sign_in: SignIn
) -> None:
    reader = AdministratorFactory.create()
    client = sign_in(reader)
    told = readiness_of(lancashire, assemble(lancashire, reader=reader), reader=reader)
    points = [*told.refused, *told.warnings]
    assert Point("The report has no summary yet.") in points
    assert [p.sentence for p in points] == [
        p.sentence for p in (*readiness.refused, *readiness.warnings)
    ]
    for point in points:
        if point.address:
            _opens(client, point)


def test_before_any_area_is_covered_it_leads_to_the_inspection(
    lancashire: Inspection, supervisor: User
) -> None:
    points = readiness_of(lancashire, assemble(lancashire), reader=supervisor).refused
    address = reverse("judgments:inspection", args=[lancashire.slug])
    nothing = "Nobody has said yet which areas the inspection covers."
    assert Point(nothing, address) in points


def test_a_token_with_a_line_end_in_it_leads_to_its_chapter(
    covered: InspectionArea, lancashire: Inspection, supervisor: User, sign_in: SignIn
) -> None:
    """The report reads it as a token, which the figure check does not."""
    text = f"That is {EFFECTIVE.replace('{{', BROKEN)}."
    wording = passages.Wording("main", "Investigations are thorough", text)
    passages.write(Finding, area=covered, wording=wording, by=supervisor)
    told = readiness_of(lancashire, assemble(lancashire), reader=supervisor).refused
    [point] = [point for point in told if EFFECTIVE in point.sentence]
    assert point.sentence == f"{EFFECTIVE} has no figure: nobody looked this figure up"
    assert point.address == f"{INSPECTION}report/draft/#area-responding"
    _opens(sign_in(supervisor), point)
