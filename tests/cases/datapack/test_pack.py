"""The data pack, loaded back: complete, in step with Peel, and with nobody's name in it."""

import csv
import hashlib
import io
import json
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from accounts.events import history_of
from accounts.models import User
from cases.checksum import canonical_answers, checksum_of
from cases.datapack.contents import described_files, write_pack
from cases.models import Answer, CaseFile, Position, Review
from cases.rollups import results
from cases.states import ReviewState
from tests.cases.accepted import ANSWERS
from tests.factories import (
    AnswerFactory,
    DrawFactory,
    DrawStratumFactory,
    ReviewFactory,
    TicketFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db

URL = "/inspections/lancashire-2023-25/vsa/data-pack/"
FOLDER = "lancashire-2023-25-vsa"


class Pack:
    """A pack that was taken apart."""

    def __init__(self, content: bytes) -> None:
        self.zip = ZipFile(io.BytesIO(content))
        assert self.zip.testzip() is None

    def text(self, name: str) -> str:
        return self.zip.read(f"{FOLDER}/{name}").decode()

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(name), newline="")))

    @property
    def names(self) -> list[str]:
        return [name.removeprefix(f"{FOLDER}/") for name in self.zip.namelist()]


def packed(sample) -> Pack:
    file = io.BytesIO()
    write_pack(sample, file)
    return Pack(file.getvalue())


@pytest.fixture
def twice(ready, other_inspector):
    """The sample, whose file A-3 has a second review too."""
    file = CaseFile.objects.get(reference="A-3")
    second = ReviewFactory.create(
        case_file=file, reviewer=other_inspector, position=Position.SECOND, counts=False,
        state=ReviewState.SUBMITTED,
    )  # fmt: skip
    AnswerFactory.create(review=second, code="effective", value="yes", note="Well done")
    return ready


class TestTables:
    def test_every_answer_of_every_review_is_there_once(self, twice):
        rows = packed(twice).rows("answers.csv")
        assert len(rows) == Answer.objects.count()
        third = [
            row for row in rows if row["reference"] == "A-3" and row["question"] == "effective"
        ]
        assert [(r["review"], r["counts"], r["value"]) for r in third] == [
            ("first", "TRUE", "no"), ("second", "FALSE", "yes"),
        ]  # fmt: skip
        counts = [row for row in rows if row["question"] == "crimes_reported"]
        assert [(row["value"], row["number"]) for row in counts] == [("2", "2")] * 3

    def test_the_figures_follow_from_the_answers(self, twice):
        pack = packed(twice)
        answers = [
            row for row in pack.rows("answers.csv") if row["counts"] == row["relevant"] == "TRUE"
        ]
        effective = [row["value"] for row in answers if row["question"] == "effective"]
        figure = next(
            row for row in pack.rows("results.csv")
            if row["code"] == "effective" and not row["breakdown"]
        )  # fmt: skip
        assert (figure["numerator"], figure["denominator"]) == (
            str(effective.count("yes")), str(len(effective)),
        )  # fmt: skip

    def test_results_are_those_of_peel_with_their_estimates(self, ready):
        rows = packed(ready).rows("results.csv")
        whole = [row for row in rows if not row["breakdown"]]
        for row, figure in zip(whole, results(ready), strict=True):
            given = {name: "" if v is None else str(v) for name, v in figure.as_dict().items()}
            assert {name: row[name] for name in given} == given
        assert {row["breakdown"] for row in rows} == {"", "offence_group", "outcome_type"}
        assert {"percent", "half_width", "lower", "upper", "method", "n"} <= rows[0].keys()

    def test_an_eliminated_file_stays_and_does_not_count(self, ready):
        CaseFile.objects.filter(reference="A-2").update(
            state="eliminated", elimination_reason="other", elimination_note="Not ours"
        )
        pack = packed(ready)
        file = pack.rows("files.csv")[1]
        assert (file["reference"], file["state"], file["elimination_note"]) == (
            "A-2", "eliminated", "Not ours",
        )  # fmt: skip
        for name in ("answers.csv", "reviews.csv"):
            assert {r["counts"] for r in pack.rows(name) if r["reference"] == "A-2"} == {"FALSE"}

    def test_facts_and_notes_join_by_reference(self, twice):
        pack = packed(twice)
        assert [(row["reference"], row["outcome_type"]) for row in pack.rows("facts.csv")] == [
            ("A-1", "8"), ("A-2", "8"), ("A-3", "18"),
        ]  # fmt: skip
        assert {(r["reference"], r["review"], r["note"]) for r in pack.rows("notes.csv")} == {
            ("A-2", "first", "No record of it"), ("A-3", "first", "No record of it"),
            ("A-3", "second", "Well done"),
        }  # fmt: skip

    def test_the_wide_table_has_a_row_for_each_file(self, ready):
        [first, *_] = rows = packed(ready).rows("answers_wide.csv")
        assert [row["reference"] for row in rows] == ["A-1", "A-2", "A-3"]
        assert {code: first[code] for code in ANSWERS} == ANSWERS

    def test_reviewers_are_numbers_and_the_same_ones_everywhere(self, twice, inspector):
        pack = packed(twice)
        reviews = pack.rows("reviews.csv")
        assert [(r["reference"], r["review"], r["reviewer"]) for r in reviews] == [
            ("A-1", "first", "R1"), ("A-2", "first", "R1"), ("A-3", "first", "R1"),
            ("A-3", "second", "R2"),
        ]  # fmt: skip
        by = {r["answered_by"] for r in pack.rows("answers.csv") if r["review"] == "second"}
        assert by == {"R2"}
        assert {r["reviewer"] for r in pack.rows("answers_wide.csv")} == {"R1"}
        everything = "".join(pack.text(name) for name in pack.names)
        for person in User.objects.all():
            assert person.name not in everything
            assert person.email not in everything

    def test_a_drawn_file_has_its_stratum_and_weight(self, ready):
        stratum = DrawStratumFactory.create(
            draw=DrawFactory.create(sample=ready), code="theft", records=30, quota=3
        )
        ticket = TicketFactory.create(stratum=stratum, reference="A-1")
        CaseFile.objects.filter(reference="A-1").update(ticket=ticket)
        first, second, _ = packed(ready).rows("files.csv")
        assert (first["stratum"], float(first["weight"])) == ("theft", 10)
        assert (second["stratum"], second["weight"]) == ("", "")

    def test_the_population_of_each_stratum_is_there(self, ready):
        ready.stratum_sizes = {"offence_group": {"theft": 300, "violence": 120}}
        ready.save()
        rows = packed(ready).rows("population.csv")
        assert [tuple(row.values()) for row in rows] == [
            ("offence_group", "theft", "300"), ("offence_group", "violence", "120"),
        ]  # fmt: skip

    def test_what_a_spreadsheet_would_run_is_disarmed(self, ready):
        Answer.objects.filter(question__code="remarks").update(value="=1+1", note="@SUM(1)")
        pack = packed(ready)
        values = {r["value"] for r in pack.rows("answers.csv") if r["question"] == "remarks"}
        assert values == {"'=1+1"}
        assert "'@SUM(1)" in {row["note"] for row in pack.rows("notes.csv")}

    def test_a_long_text_in_any_script_comes_back_whole(self, ready):
        note = '“Gwnaeth” 日本 line\nline, "quoted"; ' * 500
        Answer.objects.filter(question__code="effective").update(note=note)
        notes = [r["note"] for r in packed(ready).rows("notes.csv") if r["question"] == "effective"]
        assert notes == [note] * 3


class TestDescription:
    def test_the_dictionary_has_every_column_of_every_table_in_order(self, ready):
        pack = packed(ready)
        described: dict[str, list[str]] = {}
        for row in pack.rows("dictionary.csv"):
            assert row["type"]
            assert row["meaning"]
            described.setdefault(row["file"], []).append(row["column"])
        tables = [name for name in pack.names if name.endswith(".csv")]
        assert list(described) == tables
        for name in tables:
            assert next(csv.reader(io.StringIO(pack.text(name)))) == described[name]

    def test_no_value_is_outside_the_codes_of_its_column(self, twice):
        pack = packed(twice)
        for column in pack.rows("dictionary.csv"):
            codes = {*column["values"].split(), ""}
            if column["type"] == "code" and len(codes) > 1:
                given = {row[column["column"]] for row in pack.rows(column["file"])}
                assert given <= codes, column

    def test_questions_and_codes_are_in_words(self, ready):
        pack = packed(ready)
        follow_up = next(r for r in pack.rows("questions.csv") if r["question"] == "repeat_victim")
        assert (follow_up["follows"], follow_up["asked_when"]) == ("victim_checked", "yes")
        codes = {(r["of"], r["name"], r["code"]): r["label"] for r in pack.rows("codes.csv")}
        assert codes["fact", "offence_group", "theft"] == "Theft"
        assert codes["question", "effective", "no"] == "No"

    def test_the_readme_names_every_file(self, ready):
        pack = packed(ready)
        assert [name for name, _ in described_files(ready)] == pack.names
        for name in pack.names:
            assert name == "README.md" or f"| `{name}` |" in pack.text("README.md")
        assert "It is not signed off." in pack.text("README.md")

    def test_a_demonstration_says_that_it_is_one(self, ready, settings):
        assert "synthetic" not in packed(ready).text("README.md")
        settings.DEMONSTRATION = True
        file = io.BytesIO()
        write_pack(ready, file)
        pack = ZipFile(file)
        assert "Every case file and every answer in it is synthetic." in (
            pack.read(f"demonstration-{FOLDER}/README.md").decode()
        )


class TestRecord:
    def test_every_file_has_its_checksum(self, twice):
        pack = packed(twice)
        lines = (line.split("  ") for line in pack.text("SHA256SUMS").splitlines())
        sums = {name: checksum for checksum, name in lines}
        assert [*sums, "SHA256SUMS"] == pack.names
        for name, checksum in sums.items():
            assert hashlib.sha256(pack.text(name).encode()).hexdigest() == checksum

    def test_the_checksum_of_the_sign_off_follows_from_the_pack(self, signed):
        pack = packed(signed)
        canonical = pack.text("canonical_answers.jsonl").encode()
        [sign_off] = pack.rows("sign_offs.csv")
        assert checksum_of(canonical) == sign_off["checksum"]
        assert sign_off["checksum"] in pack.text("README.md")
        assert canonical == canonical_answers(signed)

    def test_every_draw_is_there_with_why_it_was_withdrawn(self, ready):
        assert json.loads(packed(ready).text("draws.json")) == []
        WithdrawalFactory.create(draw=DrawFactory.create(sample=ready, seed="one"))
        DrawFactory.create(sample=ready, revision=2, seed="two")
        draws = json.loads(packed(ready).text("draws.json"))
        assert [(d["revision"], d["seed"], d["withdrawn_because"]) for d in draws] == [
            (1, "one", "A slip."), (2, "two", None),
        ]  # fmt: skip

    def test_an_agreed_review_counts_in_place_of_the_first(self, twice, supervisor):
        file = CaseFile.objects.get(reference="A-3")
        file.reviews.update(counts=False)
        agreed = ReviewFactory.create(
            case_file=file, reviewer=supervisor, position=Position.AGREED,
            state=ReviewState.ACCEPTED,
        )  # fmt: skip
        AnswerFactory.create(review=agreed, code="effective", value="yes")
        pack = packed(twice)
        rows = [r for r in pack.rows("reviews.csv") if r["reference"] == "A-3"]
        assert [(r["review"], r["counts"]) for r in rows] == [
            ("first", "FALSE"), ("second", "FALSE"), ("agreed", "TRUE"),
        ]  # fmt: skip
        assert pack.rows("answers_wide.csv")[2]["effective"] == "yes"


@pytest.mark.parametrize("files", [1, 3])
def test_queries_do_not_grow_with_files(files, ready, inspector, django_assert_max_num_queries):
    CaseFile.objects.exclude(reference__in=["A-1", "A-2", "A-3"][:files]).update(sample=ready)
    with django_assert_max_num_queries(30):
        packed(ready)


class TestRights:
    def test_the_page_tells_what_is_in_it_and_the_button_gives_it(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        page = client.get(URL).content.decode()
        for name, _ in described_files(ready):
            assert name in page
        assert not history_of(ready).filter(verb="exported a data pack").exists()
        response = client.post(URL)
        assert response["Content-Disposition"] == f'attachment; filename="{FOLDER}.zip"'
        assert "no-store" in response["Cache-Control"]
        assert "answers.csv" in Pack(b"".join(response.streaming_content)).names
        event = history_of(ready).get(verb="exported a data pack")
        assert (event.by, event.details) == (supervisor, {"what": "the data pack as ZIP"})

    def test_results_lead_to_it(self, ready, sign_in, supervisor, administrator):
        results = URL.replace("data-pack", "results")
        assert f'href="{URL}"' in sign_in(supervisor).get(results).content.decode()
        assert f'href="{URL}"' not in sign_in(administrator).get(results).content.decode()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_for_those_with_the_right(self, method, ready, sign_in, supervisor):
        User.objects.update(may_export=False)
        response = getattr(sign_in(supervisor), method)(URL)
        assert response.status_code == 403
        assert "You don&#x27;t have the right" in response.content.decode()
        assert not history_of(ready).filter(verb="exported a data pack").exists()

    def test_who_still_reviews_a_file_that_is_reviewed_twice_waits(
        self, ready, sign_in, supervisor, other_supervisor
    ):
        """Either of the two: the pack tells of both reviews."""
        file = CaseFile.objects.get(reference="A-1")
        Review.objects.filter(case_file=file).update(reviewer=supervisor)
        second = ReviewFactory.create(
            case_file=file, reviewer=other_supervisor, position=Position.SECOND, counts=False
        )
        for user in (supervisor, other_supervisor):
            assert sign_in(user).post(URL).status_code == 403
        Review.objects.filter(pk=second.pk).update(state=ReviewState.SUBMITTED)
        for user in (supervisor, other_supervisor):
            response = sign_in(user).post(URL)
            assert len(Pack(b"".join(response.streaming_content)).rows("reviews.csv")) == 4


class TestCommand:
    def test_writes_the_pack(self, ready, tmp_path, capsys):
        out = tmp_path / "pack.zip"
        out.write_bytes(b"an older one")
        call_command("datapack", "lancashire-2023-25/vsa", str(out))
        assert len(Pack(out.read_bytes()).rows("facts.csv")) == 3
        assert f"{out.stat().st_size:,} bytes" in capsys.readouterr().out
        assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]
        assert history_of(ready).get(verb="exported a data pack").by is None

    def test_tells_what_can_not_be_done(self, ready, tmp_path):
        with pytest.raises(CommandError, match="nowhere"):
            call_command("datapack", "nowhere/vsa", str(tmp_path / "pack.zip"))
        with pytest.raises(CommandError, match="No such file or directory"):
            call_command("datapack", "lancashire-2023-25/vsa", str(tmp_path / "no" / "pack.zip"))
        assert list(tmp_path.iterdir()) == []
