"""Lists of case files: what is taken, what is refused and how it is said."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.events import history_of
from cases.headings import headings_of
from cases.importing import Expected, check
from cases.models import CaseFile, Review
from cases.spreadsheets import read
from checklists.definition import parse
from peel.lib.errors import Invalid
from peel.lib.lists import reading, workbooks
from peel.lib.uploads import MAX_UPLOAD
from tests.factories import SMALL_CHECKLIST, CaseFileFactory, SampleFactory

SMALL = parse(SMALL_CHECKLIST)
TODAY = date(2024, 6, 1)
HEADINGS = "Reference,Offence group,Outcome type,Offence,Reported on"
GOOD = "04/1/23,Theft,8,Bicycle theft,27/03/2024"


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *rows]).encode()


def workbook(*rows, sheets=("List",), build=None) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    for name in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if build:
        build(made.worksheets()[0])
    made.close()
    return file.getvalue()


def checked(content: bytes, **expected):
    return check(read(content), Expected(SMALL, TODAY, **expected))


def only_problem(content: bytes, **expected):
    found = checked(content, **expected)
    assert found.files == []
    [problem] = found.problems
    return problem


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    return str(refused.value)


# What is taken


def test_a_row_becomes_a_reference_and_coded_facts():
    [file] = checked(listed("  04/1 /23 ,theft,8 Community resolution,Bicycle,2024-03-27")).files
    assert file.reference == "04/1 /23"
    assert file.facts == {
        "offence_group": "theft", "outcome_type": "8", "offence": "Bicycle",
        "reported_on": "2024-03-27",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headings",
    ["REFERENCE,offence GROUP", "reference,offence_group", " Reference , Offence  group "],
)
def test_headings_are_codes_or_labels_in_any_case(headings):
    [file] = checked(listed("a-1,theft", headings=headings)).files
    assert (file.reference, file.facts) == ("A-1", {"offence_group": "theft"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_are_recognised(delimiter, encoding):
    content = f"Reference{delimiter}Offence group\n1/é{delimiter}Theft\n".encode(encoding)
    [file] = checked(content).files
    assert file.reference == "1/É"


def test_the_line_that_excel_puts_before_a_list_is_not_a_row():
    found = checked(b"sep=;\r\nReference;Offence group\r\nA;Nonsense\r\n")
    assert [(p.row, p.column) for p in found.problems] == [(3, "Offence group")]


@pytest.mark.parametrize(
    "written", ["27/03/2024", "27/3/2024", "2024-03-27", "27/03/2024 14:05", "2024-03-27T00:00:00Z"]
)
def test_dates_are_read(written):
    [file] = checked(listed(f"A,Theft,,,{written}")).files
    assert file.facts["reported_on"] == "2024-03-27"


def test_an_excel_workbook_is_read_with_its_dates_and_numbers():
    content = workbook(
        ["Reference", "Offence group", "Outcome type", "Reported on"],
        [12345, "Theft", 8, date(2024, 3, 27)],
        [],
        ["A-2", "theft", "18", "28/03/2024"],
    )
    first, second = checked(content).files
    assert first.reference == "12345"
    assert first.facts == {
        "offence_group": "theft", "outcome_type": "8", "reported_on": "2024-03-27"
    }  # fmt: skip
    assert second.facts["outcome_type"] == "18"


def test_empty_rows_are_skipped_and_keep_the_numbers_of_the_others():
    found = checked(listed("", ",,,,", "  , ,,,", "A,Nonsense,,,"))
    assert [problem.row for problem in found.problems] == [5]


def test_a_value_may_span_lines():
    [file] = checked(listed('A,Theft,,"Two\nlines",')).files
    assert file.facts["offence"] == "Two lines"


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Z]{2}/[0-9]{1,6}/[0-9]{2}", fullmatch=True),
            st.sampled_from(["theft", "violence"]),
            st.dates(date(2000, 1, 1), TODAY),
        ),
        min_size=1,
        unique_by=lambda row: row[0],
    )
)
def test_every_good_list_is_taken_whole_and_in_order(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Reference", "Offence group", "Reported on"])
    writer.writerows(rows)
    found = checked(out.getvalue().encode())
    assert found.problems == []
    assert [
        (f.reference, f.facts["offence_group"], f.facts["reported_on"]) for f in found.files
    ] == [(reference, group, day.isoformat()) for reference, group, day in rows]


@given(st.binary(max_size=400))
def test_any_bytes_give_files_or_sentences(content):
    with suppress(Invalid):
        found = checked(content)
        assert bool(found.files) != bool(found.problems)


@given(st.text(max_size=60))
def test_any_reference_is_taken_or_explained(text):
    out = io.StringIO()
    csv.writer(out).writerows([["Reference", "Offence group"], [text, "theft"]])
    found = checked(out.getvalue().encode("utf-8", "surrogatepass").replace(b"\x00", b""))
    assert bool(found.files) != bool(found.problems)


# What is refused in a cell


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",Theft,,,", "Reference", "Fill in the reference"),
        (f"{'9' * 61},Theft,,,", "Reference", "Shorten the reference to 60"),
        ("=cmd|'/c calc'!A1,Theft,,,", "Reference", "must not start with ="),
        ("\uff1d1+1,Theft,,,", "Reference", "formula"),
        ("+441,Theft,,,", "Reference", "must not start with +"),
        ("1.23457E+11,Theft,,,", "Reference", "Excel has shortened"),
        ("A\x07,Theft,,,", "Reference", "character that can't be stored"),
        ("A,,,,", "Offence group", "Fill in “Offence group”"),
        ("A,Thefts,,,", "Offence group", "Use one of: Theft, Violence"),
        ("A,Theft,99,,", "Outcome type", "not one of the values"),
        ("A,Theft,,@SUM(A1),", "Offence", "must not start with @"),
        (f"A,Theft,,{'x' * 201},", "Offence", "Shorten the text to 200"),
        ("A,Theft,,rang 07700 900123,", "Offence", "a phone number"),
        ("A,Theft,,a@b.example,", "Offence", "an e-mail address"),
        ("A,Theft,,,03/27/2024", "Reported on", "no such date"),
        ("A,Theft,,,27.3.2024", "Reported on", "Write the date as 27/03/2024"),
        ("A,Theft,,,27/03/24", "Reported on", "Write the date as 27/03/2024"),
        ("A,Theft,,,27/03/0024", "Reported on", "with its century"),
        ("A,Theft,,,02/06/2024", "Reported on", "in the future"),
    ],
)
def test_a_bad_cell_is_named_with_its_remedy(row, column, words):
    problem = only_problem(listed(GOOD, row))
    assert (problem.row, problem.column) == (3, column)
    assert words in problem.reason


def test_a_reference_that_excel_turned_into_a_date_is_refused():
    content = workbook(["Reference", "Offence group"], [date(2024, 3, 1), "Theft"])
    assert "turned this reference into a date" in only_problem(content).reason


def test_a_repeated_reference_names_both_rows():
    problem = only_problem(listed("a 1,Theft,,,", "b,Theft,,,", "A  1,Theft,,,"))
    assert (problem.row, "Row 2 has the same reference" in problem.reason) == (4, True)


def test_a_reference_in_the_sample_already_is_refused():
    assert "in the sample already" in only_problem(listed("a,Theft,,,"), known={"A"}).reason


def test_dates_outside_the_window_are_refused():
    window = {"starts": date(2024, 1, 1), "ends": date(2024, 3, 31)}
    before = only_problem(listed("A,Theft,,,31/12/2023"), **window)
    after = only_problem(listed("A,Theft,,,01/04/2024"), **window)
    assert "before the sample's first day, 1 January 2024" in before.reason
    assert "after the sample's last day, 31 March 2024" in after.reason
    assert checked(listed("A,Theft,,,01/01/2024", "B,Theft,,,31/03/2024"), **window).problems == []


def test_every_problem_of_every_row_is_collected():
    found = checked(listed(",Nonsense,99,=1,x", GOOD, "A,,,,"))
    assert [(p.row, p.column) for p in found.problems] == [
        (2, "Reference"), (2, "Offence group"), (2, "Outcome type"), (2, "Offence"),
        (2, "Reported on"), (4, "Offence group"),
    ]  # fmt: skip
    assert found.files == []


# What is refused about the headings


@pytest.mark.parametrize(
    ("headings", "column", "words"),
    [
        ("Offence group", "Reference", "Add a column with the heading “Reference”"),
        ("Reference", "Offence group", "Add a column with the heading “Offence group”"),
        ("Reference,Offence group,Victim", "Victim", "The checklist has no such fact"),
        ("Reference,Offence group,offence_group", "offence_group", "stands here twice"),
        ("Reference,Offence group,", "Column 3", "values but no heading"),
    ],
)
def test_bad_headings_are_named(headings, column, words):
    cells = {"Reference": "x", "Offence group": "theft"}
    row = ",".join(cells.get(heading, "value") for heading in headings.split(","))
    problem = only_problem(listed(row, headings=headings))
    assert (problem.row, problem.column) == (1, column)
    assert words in problem.reason


def test_a_column_without_heading_and_values_is_ignored():
    assert checked(listed("A,theft,", headings="Reference,Offence group,")).problems == []


def test_headings_alone_are_no_list():
    assert "no files below" in only_problem(HEADINGS.encode()).reason


# What is refused about the file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf\r\n,,,\r\n", "empty"),
        (b"<!DOCTYPE html><table><tr><td>x", "web page"),
        (b"\n <html><body>", "web page"),
        ("Reference,Café".encode("cp1252"), "not in UTF-8: line 1"),
        (b"Reference\r\nA\r\n\xff\xfe\xe9", "not in UTF-8: line 3"),
        ("Reference,Offence group".encode("utf-16-le"), "not a CSV or Excel file"),
        (b"\xff\xfeR", "not in UTF-8"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a CSV or Excel file"),
        (b"\xff\xd8\xff\xe0\x10JFIF", "not a CSV or Excel file"),
        (b"PK\x03\x04 not really", "can't be read"),
        (b'Reference,Offence group\r\n"A,theft', "quotation mark"),
        (b'Reference,Offence group\r\n"A"x,theft', "quotation mark"),
        (b"a" * 300_000, "longer than 200,000"),
    ],
)
def test_a_hostile_file_gets_a_sentence(content, words):
    reason = refusal(content)
    assert words in reason
    assert reason.endswith(".")


def test_a_cell_is_not_echoed_by_the_refusal_of_a_file():
    assert "<script>" not in refusal(b'"<script>alert(1)</script>"x,y')


def test_more_than_ten_thousand_rows_are_refused():
    assert "more than 10,000 rows" in refusal(listed(*(f"{n},Theft" for n in range(10_001))))
    assert len(read(listed(*(f"{n},Theft" for n in range(10_000))))) == 10_001


def test_a_file_over_the_limit_is_refused_unread():
    assert "larger than 25 MB" in refusal(b"x" * (reading.MAX_BYTES + 1))


def test_a_cell_far_out_is_refused_before_room_is_made_for_it():
    content = workbook(["Reference"], build=lambda sheet: sheet.write("XFD1048576", "x"))
    assert "down to row 1,048,576 and over 16,384 columns" in refusal(content)


def test_a_hidden_first_sheet_is_passed_over():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    made.add_worksheet("Hidden").hide()
    shown = made.add_worksheet("List")
    shown.write_row(0, 0, ["Reference", "Offence group"])
    shown.write_row(1, 0, ["A", "theft"])
    shown.activate()
    made.close()
    assert [f.reference for f in checked(file.getvalue()).files] == ["A"]


def test_a_zip_bomb_is_refused_by_its_own_account():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        for number in range(11):
            archive.writestr(f"xl/{number}.xml", b" " * (workbooks.MAX_UNPACKED // 10))
    assert len(file.getvalue()) < 1_500_000
    assert "too large when it is unpacked" in refusal(file.getvalue())


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/bomb.xml", b" " * 50_000_000)
    honest = (50_000_000).to_bytes(4, "little")
    lying = file.getvalue().replace(honest, (100).to_bytes(4, "little"))
    assert lying != file.getvalue()
    assert "can't be read" in refusal(lying)


def test_a_text_repeated_in_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_TEXT", 10_000)
    content = workbook(*[["x" * 300] * 10] * 10)
    assert "too large when it is unpacked" in refusal(content)


@pytest.mark.parametrize("member", ["word/document.xml", "content.xml", "xl/workbook.bin"])
def test_another_kind_of_document_is_refused(member):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, b"<x/>")
    assert "not a CSV or Excel file" in refusal(file.getvalue())


# The page


@pytest.fixture
def import_page(sample):
    return reverse("cases:import_files", args=[sample.inspection.slug, sample.slug])


def uploaded(content: bytes, name="files.csv") -> dict[str, object]:
    return {"upload": SimpleUploadedFile(name, content), "do": "import"}


def nothing_was_written() -> bool:
    return not CaseFile.objects.exists() and not Review.objects.exists()


def test_a_list_is_imported_with_a_review_for_each_file(sign_in, supervisor, sample, import_page):
    response = sign_in(supervisor).post(
        import_page, uploaded(listed(GOOD, "B,Theft,,,")), follow=True
    )
    assert response.redirect_chain == [(f"/inspections/shire-2023-25/{sample.slug}/", 302)]
    assert "2 files are imported." in response.content.decode()
    assert list(CaseFile.objects.values_list("reference", "position")) == [("04/1/23", 1), ("B", 2)]
    assert set(Review.objects.values_list("state", "asked", "counts")) == {("unallocated", 7, True)}
    event = history_of(sample).get(verb="imported files")
    assert event.details["files"] == 2
    assert len(event.details["checksum"]) == 64


def test_nothing_is_imported_when_one_row_fails(sign_in, supervisor, import_page):
    response = sign_in(supervisor).post(import_page, uploaded(listed(GOOD, "B,<b>x</b>,,,")))
    content = response.content.decode()
    assert response.status_code == 400
    assert "Nothing was imported" in content
    assert "&lt;b&gt;x&lt;/b&gt;" in content
    assert "<b>x</b>" not in content
    assert nothing_was_written()


def test_checking_imports_nothing(sign_in, supervisor, import_page):
    data = uploaded(listed(GOOD)) | {"do": "check"}
    response = sign_in(supervisor).post(import_page, data)
    assert "All 1 rows can be imported" in response.content.decode()
    assert nothing_was_written()


def test_the_first_problems_are_shown_and_all_can_be_downloaded(
    sign_in, supervisor, sample, import_page
):
    client = sign_in(supervisor)
    response = client.post(import_page, uploaded(listed(*(f"{n},=1+{n},,," for n in range(300)))))
    content = response.content.decode()
    assert "The first 200 of 300 problems" in content
    assert content.count("must not start with =") == 200
    address = reverse("cases:import_problems", args=[sample.inspection.slug, sample.slug])
    problems = client.get(address)
    rows = list(csv.reader(io.StringIO(problems.content.decode("utf-8-sig"))))
    assert len(rows) == 301
    assert rows[1][:3] == ["2", "Offence group", "'=1+0"]
    assert problems["Content-Disposition"].startswith("attachment")


def test_problems_are_shown_to_the_person_who_had_them(
    sign_in, supervisor, administrator, sample, import_page
):
    address = reverse("cases:import_problems", args=[sample.inspection.slug, sample.slug])
    assert sign_in(supervisor).get(address).status_code == 404
    sign_in(supervisor).post(import_page, uploaded(listed("A,x,,,")))
    assert sign_in(administrator).get(address).status_code == 403


def test_a_reference_of_another_sample_of_the_force_is_a_warning(
    sign_in, supervisor, sample, import_page
):
    CaseFileFactory.create(reference="04/1/23")
    twin = SampleFactory.create(inspection=sample.inspection, name="Quality <i>audit</i>")
    CaseFileFactory.create(sample=twin, reference="04/1/23")
    response = sign_in(supervisor).post(import_page, uploaded(listed(GOOD)), follow=True)
    content = response.content.decode()
    assert "1 file is imported." in content
    assert "In another sample of this force too: 04/1/23 (" in content
    assert "Quality &lt;i&gt;audit&lt;/i&gt;" in content
    assert "and 1 more" not in content


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file is empty"), (b"%PDF", "PDF"), (b"<html>", "web page")],
)
def test_a_file_that_is_no_list_is_explained_on_the_page(
    sign_in, supervisor, import_page, content, words
):
    response = sign_in(supervisor).post(import_page, uploaded(content))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert nothing_was_written()


def test_no_file_is_explained(sign_in, supervisor, import_page):
    response = sign_in(supervisor).post(import_page, {"do": "import"})
    assert "Choose the file with the list." in response.content.decode()


def test_a_file_over_the_limit_is_explained(sign_in, supervisor, import_page):
    response = sign_in(supervisor).post(import_page, uploaded(b"x" * (reading.MAX_BYTES + 1)))
    assert response.status_code == 400
    assert "larger than 25 MB" in response.content.decode()


def test_fifty_megabytes_are_read_away_and_answered(sign_in, supervisor, import_page):
    response = sign_in(supervisor).post(import_page, uploaded(b"x" * 50 * 1024 * 1024))
    assert MAX_UPLOAD < 50 * 1024 * 1024
    assert response.status_code == 413
    assert "larger than Peel accepts" in response.content.decode()
    assert nothing_was_written()


def test_the_template_has_the_headings_that_the_import_takes(sign_in, supervisor, sample):
    address = reverse("cases:import_template", args=[sample.inspection.slug, sample.slug])
    content = sign_in(supervisor).get(address).content
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [headings_of(SMALL)]
    assert "no files below" in only_problem(content).reason


def test_importing_again_refuses_the_same_files(sign_in, supervisor, import_page):
    client = sign_in(supervisor)
    client.post(import_page, uploaded(listed(GOOD)))
    response = client.post(import_page, uploaded(listed(GOOD)))
    assert "in the sample already" in response.content.decode()
    assert CaseFile.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("inspector", 403),
        ("other_supervisor", 403),
        ("administrator", 403),
        ("observer", 404),
    ],
)
def test_only_a_supervisor_of_the_inspection_imports(request, sign_in, import_page, role, status):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(import_page).status_code == status
    assert client.post(import_page, uploaded(listed(GOOD))).status_code == status
    assert nothing_was_written()


def test_a_signed_off_sample_takes_no_files(sign_in, supervisor, sample, import_page):
    sample.state = "signed_off"
    sample.save()
    response = sign_in(supervisor).post(import_page, uploaded(listed(GOOD)))
    assert response.status_code == 409
    assert nothing_was_written()


def test_the_number_of_queries_does_not_grow_with_the_list(sign_in, supervisor, inspection):
    client, counts = sign_in(supervisor), []
    for rows in (1, 1, 3):
        sample = SampleFactory.create(inspection=inspection)
        address = reverse("cases:import_files", args=[inspection.slug, sample.slug])
        content = listed(*(f"{sample.pk}-{n},Theft,,," for n in range(rows)))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address, uploaded(content)).status_code == 302
        counts.append(len(queries))
    # The first one reads the checklist, which is then kept in memory.
    assert counts[1] == counts[2]
