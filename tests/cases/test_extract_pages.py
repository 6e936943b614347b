"""From the upload of an extract to what it holds: pages, and what is left behind."""

import csv
import io
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.events import history_of
from accounts.models import User
from cases import held_extracts
from cases.actions.extracts import receive_extract
from cases.extracts import limits
from cases.models import Extract, RememberedColumns
from peel.lib import uploads
from peel.lib.errors import Conflict, Refused
from tests.cases.extract_files import HEADINGS, rows
from tests.cases.working import work
from tests.factories import (
    CaseFileFactory,
    InspectionFactory,
    SampleFactory,
    SecondmentFactory,
)

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


def kept_files() -> list[str]:
    """Whatever lies in private storage, of any extract."""
    folder = uploads.private_folder()
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.EXTRACTS_ROOT = tmp_path / "extracts"


@pytest.fixture
def client(sign_in, supervisor, sample):
    return sign_in(supervisor)


@pytest.fixture
def opened(client) -> Extract:
    client.post(UPLOAD, uploaded(content()))
    work()
    return Extract.objects.get()


@pytest.fixture
def read(client, opened):
    client.post(page_of(opened, "extract_columns"), COLUMNS)
    work()
    opened.refresh_from_db()
    return opened


# Uploading


def test_an_upload_is_kept_where_nobody_else_reads_it(client, supervisor, sample):
    response = client.post(UPLOAD, uploaded(content()))
    extract = Extract.objects.get()
    assert response.url == page_of(extract)
    assert (extract.state, extract.name, extract.uploaded_by) == ("uploaded", "may.csv", supervisor)
    path = held_extracts.path_of(extract.folder)
    assert path.read_bytes() == content()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parents[2].stat().st_mode) == 0o700
    assert [event.verb for event in history_of(sample)] == ["uploaded an extract"]


def test_a_large_upload_passes_through_private_storage_alone(client, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    places = []
    keep = held_extracts.keep

    def noted(upload, folder):
        places.append(upload.temporary_file_path())
        keep(upload, folder)

    monkeypatch.setattr(held_extracts, "keep", noted)
    client.post(UPLOAD, uploaded(content()))
    extract = Extract.objects.get()
    assert places[0].startswith(str(settings.EXTRACTS_ROOT))
    assert held_extracts.path_of(extract.folder).read_bytes() == content()
    assert kept_files() == [f"held/{extract.folder}/extract"]


def test_no_file_and_an_empty_one_are_explained(client):
    page = client.post(UPLOAD, {})
    assert (page.status_code, "Choose the file with the extract." in page.content.decode()) == (
        400, True,
    )  # fmt: skip
    assert "The file is empty." in client.post(UPLOAD, uploaded(b"")).content.decode()
    assert kept_files() == []


def test_more_than_others_take_is_taken_here_from_a_supervisor(client, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 100)
    assert client.post(UPLOAD, uploaded(content())).status_code == 302
    elsewhere = reverse("cases:import_files", args=["shire-2023-25", "vsa"])
    assert client.post(elsewhere, uploaded(content())).status_code == 413


@pytest.mark.parametrize("role", ["inspector", "administrator", "observer"])
def test_nobody_else_may_send_so_much(request, sample, monkeypatch, role):
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 100)
    # Only where forgery is looked for is the body read before the view refuses.
    client = Client(enforce_csrf_checks=True)
    client.force_login(request.getfixturevalue(role))
    client.get("/account/")
    assert client.post(UPLOAD, uploaded(content())).status_code == 413
    assert kept_files() == []


def test_too_much_is_answered_and_leaves_nothing(client):
    too_much = b"x" * (limits.MAX_BYTES + 2 * 1024 * 1024)
    response = client.post(UPLOAD, uploaded(too_much))
    assert response.status_code == 413
    assert "larger than Peel accepts" in response.content.decode()
    assert (Extract.objects.count(), kept_files()) == (0, [])


def test_a_supervisor_of_another_inspection_leaves_nothing(sign_in, other_supervisor, sample):
    client = sign_in(other_supervisor)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, uploaded(content())).status_code == 403
    assert (Extract.objects.count(), kept_files()) == (0, [])


def test_an_extract_is_found_under_its_own_sample_alone(sign_in, read, supervisor, inspection):
    SampleFactory.create(inspection=inspection, slug="other")
    elsewhere = page_of(read).replace("/vsa/", "/other/")
    assert sign_in(supervisor).get(elsewhere).status_code == 404
    foreign = InspectionFactory.create(lead=supervisor)
    other = SampleFactory.create(inspection=foreign, slug="vsa")
    address = reverse("cases:extract", args=[other.inspection.slug, "vsa", read.pk])
    assert sign_in(supervisor).get(address).status_code == 404


def test_extracts_of_the_home_force_are_not_seen(other_supervisor, read):
    assert Extract.objects.visible_to(other_supervisor).count() == 1
    SecondmentFactory.create(user=other_supervisor, force=read.sample.inspection.force)
    other_supervisor = User.objects.get(pk=other_supervisor.pk)
    assert Extract.objects.visible_to(other_supervisor).count() == 0


def test_a_second_extract_is_refused_while_one_is_held(client, opened, supervisor, sample):
    assert client.get(UPLOAD).url == page_of(opened)
    response = client.post(UPLOAD, uploaded(content()))
    assert response.status_code == 409
    assert "has an extract already" in response.content.decode()
    with pytest.raises(Conflict):
        receive_extract(sample=sample, upload=SimpleUploadedFile("b.csv", b"b"), by=supervisor)
    assert Extract.objects.count() == 1


def test_a_sample_with_imported_files_takes_no_extract(client, sample):
    CaseFileFactory.create(sample=sample)
    response = client.post(UPLOAD, uploaded(content()))
    assert response.status_code == 409
    assert "imported from a list" in response.content.decode()
    assert kept_files() == []


def test_the_action_asks_who_it_is(sample, inspector):
    with pytest.raises(Refused):
        receive_extract(sample=sample, upload=SimpleUploadedFile("b.csv", b"b"), by=inspector)


# Waiting


def test_the_page_waits_for_its_turn_and_says_when_there_is_no_worker(client):
    client.post(UPLOAD, uploaded(content()))
    extract = Extract.objects.get()
    page = client.get(page_of(extract)).content.decode()
    assert "It waits for its turn." in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    told = client.get(page_of(extract, "extract_progress")).json()
    assert told == {
        "done": False, "percent": None, "words": "It waits for its turn.", "next": page_of(extract),
    }  # fmt: skip
    Extract.objects.update(waiting_since=timezone.now() - timedelta(minutes=1))
    assert "none has come yet" in client.get(page_of(extract)).content.decode()


def test_the_page_says_how_far_the_reading_is(client, opened):
    client.post(page_of(opened, "extract_columns"), COLUMNS)
    Extract.objects.update(rows_read=20_000, percent_read=41, seen_alive_at=timezone.now())
    page = client.get(page_of(opened)).content.decode()
    assert "20,000 rows, 41 percent of the file" in page
    assert 'max="100" value="41"' in page


# Matching columns


def test_headings_are_guessed_and_a_choice_is_not_remembered_before_the_draw(client, opened):
    page = client.get(page_of(opened), follow=True)
    form = page.context["form"]
    assert {bound.name: bound.value() for bound in form} == COLUMNS
    client.post(page_of(opened, "extract_columns"), {**COLUMNS, "offence": ""})
    assert not RememberedColumns.objects.exists()


def test_what_the_force_named_last_time_is_suggested(client, sample):
    headings = "Ref nr,Group,Outcome type,Offence,Reported on"
    force, checklist = sample.inspection.force, sample.version.checklist
    columns = {"ref NR": "reference", "Group": "offence_group", "Gone": "offence"}
    RememberedColumns.objects.create(force=force, checklist=checklist, columns=columns)
    client.post(UPLOAD, uploaded(content(headings=headings)))
    work()
    extract = Extract.objects.get()
    form = client.get(page_of(extract), follow=True).context["form"]
    assert (form["reference"].value(), form["offence_group"].value()) == ("Ref nr", "Group")
    assert form["outcome_type"].value() == "Outcome type"


def test_a_column_can_not_hold_two_facts_nor_be_missing(client, opened):
    page = client.post(
        page_of(opened, "extract_columns"), {**COLUMNS, "offence": "Reference", "reference": ""}
    )
    assert page.status_code == 400
    assert "Choose the column that holds “Reference”." in page.content.decode()
    page = client.post(page_of(opened, "extract_columns"), {**COLUMNS, "offence": "Reference"})
    assert "This column holds “Reference” already." in page.content.decode()
    assert not RememberedColumns.objects.exists()


def test_columns_that_are_not_chosen_are_named_and_not_read(client):
    lines = [f"{line},<b>PC 1</b>" for line in rows()]
    client.post(UPLOAD, uploaded(content(lines, f"{HEADINGS},<i>Officer</i>")))
    work()
    extract = Extract.objects.get()
    page = client.get(page_of(extract), follow=True).content.decode()
    assert "&lt;i&gt;Officer&lt;/i&gt;" in page
    assert "<i>Officer" not in page
    client.post(page_of(extract, "extract_columns"), COLUMNS)
    work()
    extract.refresh_from_db()
    assert "PC 1" not in str(extract.counts)
    assert b"PC 1" not in held_extracts.read(extract.folder, "counts").__repr__().encode()


# What the extract holds


def test_the_page_counts_by_every_fact_and_month(client, read):
    holdings = client.get(page_of(read)).context["holdings"]
    assert (holdings.rows, holdings.records, holdings.rejected) == (32, 32, 0)
    found = {b.title: [(h.label, h.records) for h in b.holdings] for b in holdings.breakdowns}
    assert found["By offence group"] == [("Theft", 22), ("Violence against the person", 10)]
    assert found["By outcome type"][0] == ("8 Community resolution", 7)
    assert found["By offence"] == [("Burglary", 20), ("Assault", 10), ("Shoplifting", 2)]
    assert found["By month, reported on"] == [("March 2024", 32)]


def test_rejected_rows_are_downloaded_with_their_reasons(client):
    lines = [*rows(), ",theft,8,Burglary,2024-03-01", "X/1,nonsense,8,=cmd,2024-03-01"]
    client.post(UPLOAD, uploaded(content(lines)))
    work()
    extract = Extract.objects.get()
    client.post(page_of(extract, "extract_columns"), {**COLUMNS, "offence": ""})
    work()
    response = client.get(page_of(extract, "extract_rejected"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == ["Row", "Column", "What is there", "What to do"]
    assert [row[:2] for row in table[1:]] == [["34", "Reference"], ["35", "Offence group"]]
    page = client.get(page_of(extract)).content.decode()
    assert "2 rows can't be used" in page


def test_the_columns_can_be_matched_again(client, read):
    client.post(page_of(read, "extract_columns"), {**COLUMNS, "offence": ""})
    work()
    read.refresh_from_db()
    assert (read.state, "offence" in read.columns.values()) == ("read", False)


def test_a_wrong_match_that_leaves_no_row_is_put_right_without_another_upload(client, opened):
    wrong = COLUMNS | {"reported_on": "Offence", "offence": ""}
    client.post(page_of(opened, "extract_columns"), wrong)
    work()
    response = client.get(page_of(opened), follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == page_of(opened, "extract_columns")
    assert "Nothing can be drawn from these columns" in page
    assert "No row of this extract can be used. 32 rows, Reported on: " in page
    client.post(page_of(opened, "extract_columns"), COLUMNS)
    work()
    opened.refresh_from_db()
    assert (opened.state, opened.problem, opened.counts["records"]) == ("read", "", 32)


# Hostile extracts


def bomb() -> bytes:
    """A workbook whose sheet unpacks to most of a gigabyte of blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(900):
                sheet.write(b" " * 1024 * 1024)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "made", "words"),
    [
        ("latin.csv", content() + "Café,theft,8,x,2024-03-01\n".encode("latin-1"), "UTF-8"),
        ("wide.csv", (",".join(f"h{n}" for n in range(200)) + "\n").encode() * 3, "200 columns"),
        ("blank.csv", content() + b",,,,\n" * 20_000, "blank rows"),
        ("page.csv", b"<html><body>no list</body></html>", "web page"),
        ("scan.pdf", b"%PDF-1.4 nothing", "PDF"),
        ("bomb.xlsx", bomb, "can't be read"),
    ],
)  # fmt: skip
def test_a_hostile_extract_is_refused_in_a_sentence_and_leaves_nothing(client, name, made, words):
    client.post(UPLOAD, uploaded(made() if callable(made) else made, name))
    work()
    extract = Extract.objects.get()
    if extract.state == "opened":
        client.post(page_of(extract, "extract_columns"), COLUMNS)
        work()
        extract.refresh_from_db()
    assert extract.state == "refused"
    page = client.get(page_of(extract)).content.decode()
    assert "This extract can&#x27;t be used" in page or "This extract can't be used" in page
    assert words.lower() in extract.problem.lower()
    assert kept_files() == []
    assert client.get(UPLOAD).status_code == 200


def test_a_formula_in_a_column_that_is_read_refuses_the_extract(client):
    client.post(UPLOAD, uploaded(content(["A/1,theft,8,=1+1,2024-03-01"])))
    work()
    extract = Extract.objects.get()
    client.post(page_of(extract, "extract_columns"), COLUMNS)
    work()
    extract.refresh_from_db()
    assert extract.state == "refused"
    assert "formula" in extract.problem
    assert kept_files() == []


# The end of an extract


def test_discarding_deletes_all_that_was_read(client, read, sample):
    page = client.get(page_of(read, "extract_discard")).content.decode()
    assert "Discard this extract?" in page
    client.post(page_of(read, "extract_discard"))
    read.refresh_from_db()
    assert (read.state, read.counts, read.columns, read.plan) == ("discarded", {}, {}, {})
    assert kept_files() == []
    assert [event.verb for event in history_of(sample)][-1] == "discarded an extract"
    assert "This extract is deleted" in client.get(page_of(read)).content.decode()
    assert client.get(page_of(read, "extract_rejected")).status_code == 404


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("extract_columns", COLUMNS),
        ("extract_discard", {}),
        ("extract_again", {}),
        ("plan_frame", {}),
        ("plan_use", {}),
        ("draw_check", {"revision": 0}),
    ],
)
def test_an_old_tab_of_a_discarded_extract_changes_nothing(client, read, name, sent):
    client.post(page_of(read, "extract_discard"))
    response = client.post(page_of(read, name), sent)
    assert response.status_code in {302, 409}
    read.refresh_from_db()
    assert read.state == "discarded"
    assert kept_files() == []
