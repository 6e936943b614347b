"""Every page that names what does not fit leads to where it is mended."""

import pytest
from django.test import Client

from accounts.models import User
from judgments.actions import asking
from judgments.consistency import NO_FINDING
from judgments.models import InspectionArea, Judgment
from tests.judgments.asked import CAUSE
from tests.judgments.conftest import SignIn
from tests.judgments.test_pages import INSPECTION, text_of

NOT_JUDGED = "It is graded, but nobody has judged it. Judge it, or cover it without a grade."
BARE = f"The cause of concern “{CAUSE.title}” has no recommendation. Write one."
FINDINGS = f"{INSPECTION}findings/#responding"


@pytest.fixture
def lead(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def linked(sentence: str, address: str) -> str:
    return f'<li><a class="govuk-link" href="{address}">{sentence}</a></li>'


def test_the_inspection_leads_to_each_area(drafted: Judgment, lead: Client) -> None:
    page = text_of(lead, INSPECTION)
    not_confirmed = "Responding: Its judgment is not confirmed yet."
    assert linked(not_confirmed, drafted.get_absolute_url()) in page
    assert linked(f"Leadership: {NOT_JUDGED}", f"{INSPECTION}#leadership") in page


def test_publishing_all_leads_to_what_is_missing(confirmed: Judgment, lead: Client) -> None:
    page = text_of(lead, f"{INSPECTION}publish/")
    assert linked(f"Leadership: {NOT_JUDGED}", f"{INSPECTION}#leadership") in page
    assert linked(f"Responding: {NO_FINDING}", FINDINGS) in page


def test_a_judgment_and_publishing_it_lead_to_what_does_not_fit(
    responding: InspectionArea, confirmed: Judgment, supervisor: User, lead: Client
) -> None:
    bare = asking.write(area=responding, wording=CAUSE, by=supervisor)
    page = confirmed.get_absolute_url()
    for address in (page, f"{page}publish/"):
        shown = text_of(lead, address)
        assert linked(BARE, bare.get_absolute_url()) in shown
        assert linked(NO_FINDING, FINDINGS) in shown
