"""The pages of force data: what is asked for, what came, and deciding on it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forces.models import DataQuery, Submission
from tests.cases.counting import queries_of
from tests.factories import ForceFactory, SecondmentFactory
from tests.forces.indicators.lists import AUTUMN, CALLS, SPRING, listed

pytestmark = pytest.mark.django_db
SEARCHES = "stop_and_searches,,01/05/2023,30/04/2024,19948,,"
SEARCHES_BEFORE = "stop_and_searches,,01/04/2022,31/03/2023,12826,,"


def text(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def as_supervisor(client, supervisor):
    client.force_login(supervisor)
    return client


def upload(content: bytes, **more: str) -> dict[str, object]:
    return {"half_year": "2024-04", "upload": SimpleUploadedFile("list.csv", content), **more}


def test_every_indicator_is_listed_with_its_standard(client, observer):
    client.force_login(observer)
    page = text(client.get(reverse("forces:indicators")))
    assert "Share of 999 calls answered within 10 seconds" in page
    assert "at least 90 percent" in page
    assert "below 5 percent" in page
    assert reverse("forces:lists") not in page


def test_a_force_without_data_says_so(client, inspector, force):
    client.force_login(inspector)
    page = text(client.get(reverse("forces:force_data", args=[force.slug])))
    assert "No data of this force are accepted yet." in page
    assert "Import a list" not in page


def test_figures_stand_beside_last_time_and_the_standard(client, observer, force, accepted):
    accepted(
        "share_999_answered_in_10_seconds,,01/07/2022,30/06/2023,80.1,,",
        "share_999_answered_in_10_seconds,,01/07/2023,30/06/2024,83.9,Printed report,",
    )
    client.force_login(observer)
    page = text(client.get(reverse("forces:force_data", args=[force.slug])))
    for words in ("83.9", "80.1", "up 3.8 points", "better", "year ending 30 June 2024", "Not met"):
        assert words in page


def test_a_list_is_imported_and_its_large_change_asked_about(
    as_supervisor, force, accepted, supervisor
):
    accepted(SEARCHES_BEFORE, half_year=AUTUMN)
    address = reverse("forces:import_list", args=[force.slug])
    response = as_supervisor.post(address, upload(listed(SEARCHES)), follow=True)
    submission = Submission.objects.get(starts=SPRING.starts)
    assert response.redirect_chain == [(reverse("forces:submission", args=[submission.pk]), 302)]
    page = text(response)
    assert "1 value received. 1 large change from last time must be answered" in page
    assert "Last time it was 12,826 (year ending 31 March 2023)" in page
    assert "Accept the list" not in page
    query = DataQuery.objects.get()
    answered = as_supervisor.post(
        reverse("forces:answer_query", args=[query.pk]),
        {f"query-{query.pk}-text": "More confidence."},
        follow=True,
    )
    assert "Accept the list" in text(answered)
    done = as_supervisor.post(reverse("forces:accept_list", args=[submission.pk]), follow=True)
    assert "The list is accepted." in text(done)
    figures = text(as_supervisor.get(reverse("forces:force_data", args=[force.slug])))
    assert "up 7,122 (55.5 percent)" in figures


def test_checking_alone_imports_nothing(as_supervisor, force):
    address = reverse("forces:import_list", args=[force.slug])
    response = as_supervisor.post(address, upload(listed(CALLS), do="check"))
    assert response.status_code == 200
    assert "All 1 rows can be imported." in text(response)
    assert not Submission.objects.exists()


def test_problems_are_shown_escaped_with_row_column_and_remedy(as_supervisor, force):
    address = reverse("forces:import_list", args=[force.slug])
    row = "<b>calls</b>,,01/04/2024,30/04/2024,1,,"
    response = as_supervisor.post(address, upload(listed(CALLS, row)))
    assert response.status_code == 400
    page = response.content.decode()
    assert "Nothing was imported" in page
    assert "&lt;b&gt;calls&lt;/b&gt;" in page
    assert "<b>calls" not in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose the file with the list."),
        (upload(b""), "The file is empty."),
        (upload(b"%PDF-1.7"), "This is a PDF, not a list."),
        (upload(listed(CALLS)) | {"half_year": "2024-05"}, "Choose the half-year."),
        (upload(listed(CALLS)) | {"half_year": "x"}, "Choose the half-year."),
    ],
)
def test_what_can_not_be_imported_says_what_to_do(as_supervisor, force, sent, says):
    response = as_supervisor.post(reverse("forces:import_list", args=[force.slug]), sent)
    assert response.status_code == 400
    assert says in text(response)


def test_the_same_file_again_is_told_on_the_page(as_supervisor, force):
    address = reverse("forces:import_list", args=[force.slug])
    as_supervisor.post(address, upload(listed(CALLS)))
    response = as_supervisor.post(address, upload(listed(CALLS)))
    assert response.status_code == 400
    assert "This very file was received" in text(response)


def test_the_empty_list_asks_for_every_count_of_the_half_year(as_supervisor, force):
    address = reverse("forces:list_template", args=[force.slug])
    lines = as_supervisor.get(address, {"half_year": "2024-04"}).content.decode().splitlines()
    assert sum('999 calls"' in line for line in lines) == 6
    assert any('"Stop and searches","Black","01/04/2024","30/04/2024"' in line for line in lines)
    assert not any("Find rate" in line for line in lines)
    assert as_supervisor.get(address, {"half_year": "2024-05"}).status_code == 404


def test_an_empty_answer_is_told_at_its_query(as_supervisor, received, accepted):
    accepted(SEARCHES_BEFORE, half_year=AUTUMN)
    query = received(SEARCHES).queries.get()
    address = reverse("forces:answer_query", args=[query.pk])
    response = as_supervisor.post(address, {f"query-{query.pk}-text": " "})
    assert response.status_code == 400
    assert "Write what the force answered." in text(response)


def test_a_person_asks_rejects_and_takes_up_again(as_supervisor, received):
    submission = received(CALLS)
    value = submission.values.get()
    ask = reverse("forces:ask_about", args=[value.pk])
    assert "999 calls, April 2024: 1,000" in text(as_supervisor.get(ask))
    assert as_supervisor.post(ask, {"question": ""}).status_code == 400
    page = text(as_supervisor.post(ask, {"question": "By which count?"}, follow=True))
    assert "asked: By which count?" in page
    reject = reverse("forces:reject_list", args=[submission.pk])
    assert as_supervisor.post(reject, {"reason": ""}).status_code == 400
    assert "Rejected" in text(as_supervisor.post(reject, {"reason": "Wrong."}, follow=True))
    reopen = reverse("forces:reopen_list", args=[submission.pk])
    assert "Take this list up again?" in text(as_supervisor.get(reopen))
    page = text(as_supervisor.post(reopen, {"reason": "Right after all."}, follow=True))
    assert "Queried" in page
    assert "taken up again, by Supervisor 1. Right after all." in page


def test_who_is_seconded_reads_the_force_and_does_not_enter(as_supervisor, supervisor, force):
    SecondmentFactory.create(user=supervisor, force=force)
    assert as_supervisor.get(reverse("forces:force_data", args=[force.slug])).status_code == 200
    response = as_supervisor.get(reverse("forces:import_list", args=[force.slug]))
    assert response.status_code == 403
    assert "You are seconded from Lancashire Constabulary" in text(response)


def test_the_lists_of_a_half_year_show_who_sent_none(as_supervisor, received):
    received(CALLS)
    ForceFactory.create(short_name="Kent")
    page = text(as_supervisor.get(reverse("forces:lists"), {"half_year": "2024-04"}))
    assert "1 of 2 forces has a list here." in page
    page = text(as_supervisor.get(reverse("forces:lists")))
    assert "Lists for April to September 2024" in page


def test_observers_are_not_told_who_did_what(client, observer, accepted, supervisor):
    submission = accepted(CALLS, by=supervisor)
    client.force_login(observer)
    page = text(client.get(reverse("forces:submission", args=[submission.pk])))
    assert "1,000" in page
    assert supervisor.name not in page


def test_more_rows_ask_no_more_queries(as_supervisor, received, accepted, force):
    pages = [
        reverse("forces:force_data", args=[force.slug]),
        reverse("forces:lists") + "?half_year=2024-04",
        reverse("forces:submission", args=[received(CALLS).pk]),
    ]
    before = [queries_of(as_supervisor, page) for page in pages]
    rows = [CALLS.replace("04/2024", f"0{month}/2024").replace("30/", f"{days}/") for month, days in
            ((4, 30), (5, 31), (6, 30))]  # fmt: skip
    for name in ("Kent", "Cumbria"):
        accepted(*rows, of=ForceFactory.create(short_name=name))
    pages[2] = reverse("forces:submission", args=[accepted(*rows).pk])
    assert [queries_of(as_supervisor, page) for page in pages] == before
