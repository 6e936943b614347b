"""Reports in the administration: looked up, never changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from forces.models import Inspection
from judgments.models import Publication, Report
from tests.factories import SecondmentFactory
from tests.judgments.conftest import SignIn
from tests.judgments.report.publications import a_publication

REPORTS = reverse("admin:judgments_report_changelist")
PUBLICATIONS = reverse("admin:judgments_publication_changelist")


@pytest.fixture
def publication(inspection: Inspection, supervisor: User) -> Publication:
    return a_publication(inspection, supervisor)


@pytest.fixture
def client(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_version_is_looked_up_without_its_content(
    publication: Publication, client: Client
) -> None:
    address = reverse("admin:judgments_publication_change", args=[publication.pk])
    with CaptureQueriesContext(connection) as queries:
        assert publication.checksum in page(client, PUBLICATIONS)
        shown = page(client, address)

    assert publication.checksum in shown
    assert "Shire Constabulary" not in shown
    assert not any('."content"' in query["sql"] for query in queries)


def test_nobody_changes_a_version(publication: Publication, client: Client) -> None:
    address = reverse("admin:judgments_publication_change", args=[publication.pk])

    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_the_draft_is_kept_from_who_is_seconded_from_the_force(
    publication: Publication, client: Client, administrator: User, inspection: Inspection
) -> None:
    report = Report.objects.get()
    address = reverse("admin:judgments_report_change", args=[report.pk])
    assert "All is well." in page(client, address)

    SecondmentFactory.create(user=administrator, force=inspection.force)

    assert address not in page(client, REPORTS)
    assert client.get(address).status_code == 302
    assert publication.checksum in page(client, PUBLICATIONS)
