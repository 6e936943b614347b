"""Downloads: every column in its place, nothing lost, nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.events import history_of
from accounts.models import User
from cases.actions.signing import reopen
from cases.models import Answer, CaseFile, Review
from cases.rollups import results
from peel.lib.tables import FORMULA_STARTS, Table, csv_lines, safe_row, write_workbook
from tests.cases.accepted import ANSWERS, accepted_file
from tests.factories import ReviewFactory

URL = "/inspections/lancashire-2023-25/vsa/"
RESULT_HEADING = [
    "sample", "revision", "breakdown", "group", "headline", "label", "code", "stage",
    "numerator", "denominator", "not_applicable", "not_asked", "outstanding", "sentence",
    "percent", "half_width", "lower", "upper", "method", "n",
]  # fmt: skip
ANSWER_HEADING = [
    "reference", "state", "elimination_reason", "elimination_note",
    "offence_group", "outcome_type", "offence", "reported_on",
    "reviewer", "review_state", "asked", "answered", "outstanding",
    "answered_promptly", "answered_promptly_note",
    "victim_checked", "victim_checked_note",
    "repeat_victim", "repeat_victim_note", "repeat_victim_kept",
    "history_used", "history_used_note", "history_used_kept",
    "crimes_reported", "crimes_reported_note", "crimes_recorded", "crimes_recorded_note",
    "effective", "effective_note", "grade", "grade_note", "remarks", "remarks_note",
]  # fmt: skip


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def read_csv(response) -> list[dict[str, str]]:
    text = body(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_workbook(response):
    return openpyxl.load_workbook(io.BytesIO(body(response)))


def rows_of(sheet) -> list[dict[str, object]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


class TestAnswers:
    def test_columns_stand_in_the_order_of_the_checklist(self, ready, sign_in, supervisor):
        text = body(sign_in(supervisor).get(f"{URL}answers.csv")).decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(text))) == ANSWER_HEADING

    def test_every_file_has_a_row_the_eliminated_too(self, ready, sign_in, supervisor):
        CaseFile.objects.filter(reference="A-2").update(
            state="eliminated", elimination_reason="other", elimination_note="Not ours"
        )
        rows = {
            row["reference"]: row for row in read_csv(sign_in(supervisor).get(f"{URL}answers.csv"))
        }
        assert list(rows) == ["A-1", "A-2", "A-3"]
        assert (rows["A-2"]["state"], rows["A-2"]["elimination_note"]) == ("eliminated", "Not ours")
        assert rows["A-2"]["effective"] == "yes"

    def test_answers_facts_reviewer_and_notes_are_there(self, ready, sign_in, supervisor):
        row = read_csv(sign_in(supervisor).get(f"{URL}answers.csv"))[2]
        assert {code: row[code] for code in ANSWERS} == ANSWERS | {
            "effective": "no", "repeat_victim": "no", "history_used": "",
        }  # fmt: skip
        assert (row["effective_note"], row["outcome_type"]) == ("No record of it", "18")
        assert (row["reviewer"], row["review_state"]) == ("Inspector 1", "accepted")
        assert (row["asked"], row["answered"], row["outstanding"]) == ("8", "8", "")

    def test_agreed_answers_are_not_given_as_the_moderators(self, ready, sign_in, supervisor):
        first = Review.objects.get(case_file__reference="A-1")
        Review.objects.filter(pk=first.pk).update(counts=False)
        ReviewFactory.create(case_file=first.case_file, reviewer=supervisor, position="agreed")
        rows = read_csv(sign_in(supervisor).get(f"{URL}answers.csv"))
        assert [row["reviewer"] for row in rows] == [
            "Agreed after second review", "Inspector 1", "Inspector 1",
        ]  # fmt: skip

    def test_an_answer_that_does_not_count_has_its_own_column(self, ready, sign_in, supervisor):
        rows = read_csv(sign_in(supervisor).get(f"{URL}answers.csv"))
        assert [row["history_used"] for row in rows] == ["yes", "", ""]
        assert [row["history_used_kept"] for row in rows] == ["", "yes", "yes"]

    def test_an_outstanding_answer_is_named_and_one_not_asked_is_not(
        self, ready, sign_in, supervisor
    ):
        ReviewFactory.create(sample=ready)
        row = read_csv(sign_in(supervisor).get(f"{URL}answers.csv"))[3]
        assert row["outstanding"].split() == [
            "answered_promptly", "victim_checked", "crimes_reported", "crimes_recorded",
            "effective", "grade", "remarks",
        ]  # fmt: skip
        assert (row["reviewer"], row["asked"], row["answered"]) == ("", "7", "0")

    def test_the_workbook_holds_the_same(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        workbook = read_workbook(client.get(f"{URL}answers.xlsx"))
        listed = read_csv(client.get(f"{URL}answers.csv"))
        in_excel = [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in rows_of(workbook["Answers"])
        ]
        assert in_excel == listed
        assert rows_of(workbook["Answers"])[0]["crimes_reported"] == 2
        columns = rows_of(workbook["Columns"])
        assert [row["column"] for row in columns] == [q.code for q in ready.instrument.questions]

    def test_what_a_spreadsheet_would_run_is_disarmed(self, ready, sign_in, supervisor):
        Answer.objects.filter(question__code="remarks").update(
            value='=HYPERLINK("http://x")', note="@SUM(1)"
        )
        client = sign_in(supervisor)
        row = read_csv(client.get(f"{URL}answers.csv"))[0]
        assert row["remarks"] == '\'=HYPERLINK("http://x")'
        assert row["remarks_note"] == "'@SUM(1)"
        sheet = read_workbook(client.get(f"{URL}answers.xlsx"))["Answers"]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert rows_of(sheet)[0]["remarks"] == '=HYPERLINK("http://x")'

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_leaves_an_event(self, kind, ready, sign_in, supervisor):
        body(sign_in(supervisor).get(f"{URL}answers.{kind}"))
        event = history_of(ready).get(verb="exported answers")
        assert event.by == supervisor
        assert event.details["what"] in {"all answers as CSV", "all answers as Excel"}

    @pytest.mark.parametrize("role", ["inspector", "administrator", "observer"])
    def test_is_for_supervisors(self, role, signed, sign_in, request):
        response = sign_in(request.getfixturevalue(role)).get(f"{URL}answers.csv")
        assert response.status_code == 403
        assert not history_of(signed).filter(verb="exported answers").exists()

    def test_who_does_not_see_the_sample_gets_404(self, ready, sign_in, observer, other_inspector):
        for user in (observer, other_inspector):
            assert sign_in(user).get(f"{URL}answers.csv").status_code == 404

    def test_the_right_alone_opens_it_and_never_shows_more_than_one_reads(
        self, ready, sign_in, supervisor, administrator, inspector
    ):
        for user, status in ((administrator, 403), (supervisor, 200)):
            assert sign_in(user).get(f"{URL}answers.csv").status_code == status
        User.objects.update(may_export=False)
        refused = sign_in(supervisor).get(f"{URL}answers.csv")
        assert refused.status_code == 403
        assert "An administrator can give it to you." in refused.content.decode()
        assert "answers.csv" not in sign_in(supervisor).get(f"{URL}results/").content.decode()
        User.objects.update(may_export=True)
        for user, status in ((administrator, 200), (inspector, 403)):
            assert sign_in(user).get(f"{URL}answers.csv").status_code == status

    def test_an_unknown_format_is_not_found(self, ready, sign_in, supervisor):
        for address in ("answers.pdf", "results.pdf"):
            assert sign_in(supervisor).get(f"{URL}{address}").status_code == 404
        assert not history_of(ready).filter(verb="exported answers").exists()

    @pytest.mark.parametrize("files", [1, 3])
    def test_queries_do_not_grow_with_files(
        self, files, ready, sign_in, supervisor, inspector, django_assert_num_queries
    ):
        for n in range(files):
            accepted_file(ready, f"B-{n}", inspector)
        client = sign_in(supervisor)
        body(client.get(f"{URL}answers.csv"))
        response = client.get(f"{URL}answers.csv")
        with django_assert_num_queries(3):
            body(response)


class TestResults:
    def test_gives_every_figure(self, ready, sign_in, supervisor):
        rows = read_csv(sign_in(supervisor).get(f"{URL}results.csv"))
        assert list(rows[0]) == RESULT_HEADING
        for row, figure in zip(rows, results(ready), strict=True):
            assert {name: row[name] for name in figure.as_dict()} == {
                name: "" if value is None else str(value)
                for name, value in figure.as_dict().items()
            }
            assert (row["sample"], row["revision"]) == ("lancashire-2023-25/vsa", "provisional")

    def test_the_workbook_holds_numbers(self, signed, sign_in, supervisor):
        rows = rows_of(read_workbook(sign_in(supervisor).get(f"{URL}results.xlsx"))["Results"])
        effective = next(row for row in rows if row["code"] == "effective")
        assert (effective["numerator"], effective["denominator"]) == (2, 3)
        assert effective["revision"] == "1"

    def test_gives_a_breakdown(self, ready, sign_in, supervisor):
        rows = read_csv(sign_in(supervisor).get(f"{URL}results.csv?by=offence_group"))
        effective = {row["group"]: row["numerator"] for row in rows if row["code"] == "effective"}
        assert effective == {"Theft": "1", "Violence against the person": "1"}
        assert {row["breakdown"] for row in rows} == {"offence_group"}

    def test_an_observer_takes_the_frozen_figures(self, signed, sign_in, supervisor, observer):
        reopen(sample=signed.pk, reason="A file was missing.", by=supervisor)
        Review.objects.filter(case_file__reference="A-1").update(counts=False)
        rows = read_csv(sign_in(observer).get(f"{URL}results.csv"))
        effective = next(row for row in rows if row["code"] == "effective")
        assert (effective["revision"], effective["denominator"]) == ("1", "3")

    def test_an_inspector_waits_for_sign_off(self, ready, sign_in, inspector):
        assert sign_in(inspector).get(f"{URL}results.csv").status_code == 403

    @pytest.mark.parametrize(
        ("address", "what"),
        [
            ("results.csv", "results as CSV"),
            ("results.xlsx?by=offence_group", "results by offence_group as Excel"),
            ("results/effective.csv", "results of effective as CSV"),
            ("revisions/1.xlsx", "results of revision 1 as Excel"),
        ],
    )
    def test_leaves_an_event(self, address, what, signed, sign_in, observer):
        body(sign_in(observer).get(f"{URL}{address}"))
        event = history_of(signed).get(verb="exported results")
        assert (event.by, event.details) == (observer, {"what": what})

    def test_gives_a_measure_with_its_breakdowns(self, ready, sign_in, supervisor):
        rows = read_csv(sign_in(supervisor).get(f"{URL}results/effective.csv"))
        assert [(row["breakdown"], row["group"], row["denominator"]) for row in rows] == [
            ("", "", "3"),
            ("offence_group", "Theft", "2"),
            ("offence_group", "Violence against the person", "1"),
            ("outcome_type", "8 Community resolution", "2"),
            ("outcome_type", "18 Investigation complete, no suspect identified", "1"),
            ("reviewer", "Inspector 1", "3"),
        ]
        assert {row["code"] for row in rows} == {"effective"}

    def test_a_revision_stays_as_it_was_signed_off(self, signed, sign_in, supervisor):
        reopen(sample=signed.pk, reason="A file was missing.", by=supervisor)
        Review.objects.filter(case_file__reference="A-1").update(counts=False)
        client = sign_in(supervisor)
        for address, revision, cases in (
            ("results.csv", "provisional", "2"), ("revisions/1.csv", "1", "3"),
        ):  # fmt: skip
            rows = read_csv(client.get(f"{URL}{address}"))
            effective = next(row for row in rows if row["code"] == "effective")
            assert (effective["revision"], effective["denominator"]) == (revision, cases)

    def test_pages_lead_to_their_downloads(self, signed, sign_in, observer):
        client = sign_in(observer)
        for page, address in (
            ("results/effective/", "results/effective.xlsx"),
            ("revisions/1/", "revisions/1.csv"),
        ):
            assert f'href="{URL}{address}"' in client.get(f"{URL}{page}").content.decode()

    def test_is_not_kept_by_anybody_on_the_way(self, ready, sign_in, supervisor):
        response = sign_in(supervisor).get(f"{URL}results.csv")
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"] == (
            'attachment; filename="lancashire-2023-25-vsa-results.csv"'
        )


class TestCasesBehind:
    ADDRESS = f"{URL}results/effective/not_met/?format=csv"

    def test_gives_facts_answer_and_note(self, ready, sign_in, supervisor):
        [row] = read_csv(sign_in(supervisor).get(self.ADDRESS))
        assert row == {
            "reference": "A-3", "offence_group": "theft", "outcome_type": "18", "offence": "",
            "reported_on": "", "reviewer": "Inspector 1",
            "effective": "no", "effective_note": "No record of it",
        }  # fmt: skip

    def test_leaves_an_event(self, ready, sign_in, supervisor):
        body(sign_in(supervisor).get(self.ADDRESS))
        event = history_of(ready).get(verb="exported answers")
        assert event.details == {"what": "the cases behind effective, not_met, as CSV"}

    def test_the_workbook_holds_the_same(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        address = self.ADDRESS.replace("csv", "xlsx")
        [row] = rows_of(read_workbook(client.get(address))["Cases"])
        listed = read_csv(client.get(self.ADDRESS))[0]
        assert {k: v for k, v in row.items() if v} == {k: v for k, v in listed.items() if v}
        page = client.get(self.ADDRESS.partition("?")[0]).content.decode()
        assert "?format=xlsx" in page

    def test_an_unknown_format_is_not_found(self, ready, sign_in, supervisor):
        address = self.ADDRESS.replace("csv", "pdf")
        assert sign_in(supervisor).get(address).status_code == 404

    def test_is_for_supervisors(self, ready, sign_in, administrator):
        client = sign_in(administrator)
        assert client.get(self.ADDRESS).status_code == 403
        assert client.get(self.ADDRESS.partition("?")[0]).status_code == 200


cells = st.one_of(st.text(max_size=20), st.integers(0, 10**6), st.floats(-1, 1))


class TestTables:
    @given(row=st.lists(cells, max_size=5))
    def test_no_text_cell_begins_like_a_formula(self, row):
        for before, after in zip(row, safe_row(row), strict=True):
            if isinstance(before, int | float) or isinstance(after, int | float):
                assert after == before
            else:
                assert not after.startswith(FORMULA_STARTS)
                assert after.replace("'", "") == before.replace("'", "")

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("=1+1", "'=1+1"),
            ("a;=1+1", "a;'=1+1"),
            ('a; "=1+1"', "a; \"'=1+1\""),
            ("a\n=1+1", "a\n'=1+1"),
            ("a\r\n\t-1", "a\r\n\t'-1"),
            ("a = b - c; d", "a = b - c; d"),
            ("Well-kept\n(+1)", "Well-kept\n(+1)"),
            (";" * 200_000, ";" * 200_000),
        ],
    )  # fmt: skip
    def test_an_apostrophe_stands_where_a_formula_could_begin(self, text, safe):
        assert safe_row([text]) == [safe]

    @given(
        rows=st.lists(st.lists(st.text("a1 ,;\t\r\n\"'=+-@", max_size=12), min_size=2), max_size=3)
    )
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_no_program_sees_a_formula_wherever_it_parts_cells(self, delimiter, rows):
        text = "".join(csv_lines(Table(("a", "b"), rows))).removeprefix("\ufeff")
        seen = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert [cell for row in seen for cell in row if cell.startswith(tuple("=+-@"))] == []

    def test_every_cell_is_quoted(self):
        lines = list(csv_lines(Table(("a", "b"), [("x", 3)])))
        assert lines == ['\ufeff"a","b"\r\n', '"x","3"\r\n']

    @given(
        rows=st.lists(
            st.lists(
                st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=20),
                min_size=2,
                max_size=2,
            ),
            max_size=5,
        )
    )
    def test_csv_gives_back_every_cell(self, rows):
        text = "".join(csv_lines(Table(("a", "b"), rows)))
        read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert read == [["a", "b"], *(safe_row(row) for row in rows)]

    def test_a_workbook_never_makes_links_or_numbers_of_text(self):
        file = io.BytesIO()
        write_workbook(file, [("Sheet", Table(("a", "b", "c"), [["0012", "http://x.example", 3]]))])
        sheet = openpyxl.load_workbook(file)["Sheet"]
        assert [cell.value for cell in sheet[2]] == ["0012", "http://x.example", 3]
        assert sheet["B2"].hyperlink is None
