"""From the upload of an extract to what it holds: pages, tasks, and what is left behind."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import CaseFile, Extract
from tests.cases.extract_files import HEADINGS, rows
from tests.cases.working import work

pytestmark = pytest.mark.django_db
UPLOAD = "/inspections/shire-2023-25/vsa/extract/"
COLUMNS = {
    "reference": "Reference",
    "offence_group": "Offence group",
    "outcome_type": "Outcome type",
    "offence": "Offence",
    "reported_on": "Reported on",
}


def content(lines=None, headings=HEADINGS) -> bytes:
    return ("\n".join([headings, *(rows() if lines is None else lines)]) + "\n").encode()


def uploaded(made: bytes, name: str = "may.csv"):
    return {"upload": SimpleUploadedFile(name, made)}


def page_of(extract, name="extract", **more):
    arguments = {"inspection": "shire-2023-25", "sample": "vsa", "pk": extract.pk, **more}
    return reverse(f"cases:{name}", kwargs=arguments)


@pytest.fixture
def client(sign_in, supervisor, sample):
    return sign_in(supervisor)


@pytest.fixture
def opened(client) -> Extract:
    client.post(UPLOAD, uploaded(content()))
    work()
    return Extract.objects.get()


@pytest.fixture
def read(client, opened) -> Extract:
    client.post(page_of(opened, "extract_columns"), COLUMNS)
    work()
    opened.refresh_from_db()
    return opened


def test_an_extract_goes_all_the_way_to_its_certificate(client, read):
    assert read.state == "read"
    page = client.get(page_of(read, "plan")).content.decode()
    assert "10 files of 32 records" in page
    page = client.get(page_of(read, "draw_check")).content.decode()
    assert "Draw the sample" in page
    response = client.post(page_of(read, "draw_check"), {"revision": 0})
    assert response.status_code == 302, response.content
    work()
    read.refresh_from_db()
    assert (read.state, read.problem) == ("drawn", "")
    page = client.get(page_of(read), follow=True)
    assert "Certificate of the draw" in page.content.decode()
    assert CaseFile.objects.count() == 10
