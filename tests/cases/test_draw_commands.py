"""manage.py draw and manage.py verify_draw: what they print, and how they refuse."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.actions.plans import save_plan
from cases.actions.withdrawing import withdraw_draw
from cases.models import CaseFile, Draw, Sample, Ticket
from forces.models import Inspection
from tests.cases.extract_files import HEADINGS, PLAN, extract_file, plan, rows
from tests.factories import CaseFileFactory, SampleFactory

pytestmark = pytest.mark.django_db
ADDRESS = "shire-2023-25/vsa"


@pytest.fixture(autouse=True)
def saved(sample: Sample, supervisor) -> None:
    save_plan(plan=plan(), by=supervisor)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return extract_file(tmp_path)


def draw(path: Path, *more: str, address: str = ADDRESS, **given: Any) -> str:
    out = StringIO()
    arguments = [address, str(path), "--plan", given.get("plan", "halves")]
    if "--seed" not in more:
        arguments += ["--seed", "a seed"]
    call_command("draw", *arguments, *more, stdout=out)
    return out.getvalue()


def verify(path: Path, address: str = ADDRESS) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("verify_draw", address, str(path), stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, out.getvalue()


class TestDraw:
    def test_json_has_everything_in_order(self, extract, supervisor) -> None:
        printed = json.loads(draw(extract, "--format", "json"))
        assert set(printed) >= {
            "extract_sha256", "seed", "strata", "drawn", "reserve", "algorithm", "plan",
        }  # fmt: skip
        assert printed["seed"] == "a seed"
        files = CaseFile.objects.values_list("reference", flat=True)
        assert [ticket["reference"] for ticket in printed["drawn"]] == list(files)
        for listed in (printed["drawn"], printed["reserve"]):
            assert len(listed) == 6
            assert set(listed[0]) == {"reference", "stratum", "ticket"}
            assert sorted(listed, key=lambda ticket: ticket["ticket"]) == listed
        assert [s["count"] for s in printed["strata"]] == [20, 10]
        assert Draw.objects.get().by == supervisor

    def test_the_table_is_for_people(self, extract) -> None:
        printed = draw(extract)
        assert "Plan     Half theft, half violence" in printed
        assert "32 of 32 rows: 0 rejected, 0 outside the window; 2 excluded" in printed
        lines = [line.split() for line in printed.splitlines()]
        assert ["theft", "20", "3", "3", "0.150000", "6.67", "Theft"] in lines
        for ticket in Ticket.objects.select_related("stratum"):
            row = [str(ticket.position), ticket.reference, ticket.stratum.code, ticket.ticket]
            assert lines.count(row) == 1

    def test_a_seed_is_drawn_when_none_is_given(self, extract) -> None:
        out = StringIO()
        call_command("draw", ADDRESS, str(extract), "--plan", "halves", stdout=out)
        assert len(Draw.objects.get().seed) == 32
        assert Draw.objects.get().seed in out.getvalue()

    def test_the_sample_is_made_with_its_draw(self, extract, inspection, supervisor) -> None:
        with pytest.raises(CommandError, match="There is no sample"):
            draw(extract, address="shire-2023-25/new")
        minimum = PLAN + "minimums: [{where: {outcome_type: 8}, files: 2}]\n"
        save_plan(plan=plan(minimum), by=supervisor, replace=True)
        draw(extract, "--checklist", "small", address="shire-2023-25/new")
        made = Sample.objects.get(slug="new")
        assert (made.name, made.target, made.case_files.count()) == ("Small checklist", 6, 6)
        assert made.minimums == [{"fact": "outcome_type", "value": "8", "files": 2}]

    def test_the_sample_is_made_with_its_window(self, extract) -> None:
        window = ("--starts", "2024-03-01", "--ends", "2024-03-15")
        draw(extract, "--checklist", "small", *window, address="shire-2023-25/new")
        made = Sample.objects.get(slug="new")
        assert (made.starts, made.ends) == (date(2024, 3, 1), date(2024, 3, 15))
        drawn = Draw.objects.get()
        assert (drawn.starts, drawn.ends, drawn.outside_window) == (made.starts, made.ends, 6)

    @pytest.mark.parametrize(
        ("window", "reason"),
        [
            (("--starts", "2024-03-05", "--ends", "2024-03-01"), "ends before its first day"),
            (("--starts", "1 March"), "write the day as 2024-03-31"),
        ],
    )
    def test_a_window_that_can_not_be_is_refused(self, extract, window, reason) -> None:
        with pytest.raises(CommandError, match=reason):
            draw(extract, "--checklist", "small", *window, address="shire-2023-25/new")
        assert not Sample.objects.filter(slug="new").exists()

    def test_the_window_of_a_sample_that_is_there_stays(self, extract, sample) -> None:
        with pytest.raises(CommandError, match="starts on no day, not on 2024-03-01"):
            draw(extract, "--starts", "2024-03-01")
        Sample.objects.update(starts=date(2024, 3, 1))
        draw(extract, "--starts", "2024-03-01")
        assert Draw.objects.get().starts == date(2024, 3, 1)

    def test_nothing_is_made_when_the_draw_is_refused(self, tmp_path) -> None:
        path = extract_file(tmp_path, rows(theft=1))
        with pytest.raises(CommandError, match="“Theft” asks for 3 files"):
            draw(path, "--checklist", "small", address="shire-2023-25/new")
        assert not Sample.objects.filter(slug="new").exists()
        assert "“Theft” asks for" in draw(path, "--accept-shortfalls")
        assert CaseFile.objects.count() == 4

    def test_columns_are_matched_by_hand(self, tmp_path) -> None:
        path = extract_file(tmp_path)
        text = path.read_text().replace(HEADINGS, "Ref,Group,Outcome,What,When")
        path.write_text(text)
        with pytest.raises(CommandError, match="No column is matched"):
            draw(path)
        matches = ["Ref=reference", "Group=offence_group", "What=offence"]
        draw(path, *(part for match in matches for part in ("--column", match)))
        assert Draw.objects.get().columns == {
            "Ref": "reference", "Group": "offence_group", "What": "offence",
        }  # fmt: skip
        assert verify(path)[0] == 0

    def test_another_supervisor_of_the_team_draws(self, extract, inspection, other_supervisor):
        email = other_supervisor.email
        with pytest.raises(CommandError, match="not on the team"):
            draw(extract, "--by", email)
        inspection.members.create(user=other_supervisor)
        draw(extract, "--by", email.upper())
        assert Draw.objects.get().by == other_supervisor

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ({"plan": "thirds"}, "There is no plan “thirds”"),
            ({"address": "shire-2023-25"}, "There is no sample"),
            ({"address": "nowhere/vsa", "more": ("--checklist", "small")}, "no inspection nowhere"),
            ({"address": "shire-2023-25/", "more": ("--checklist", "small")}, "no sample is named"),
            ({"address": "shire-2023-25/a", "more": ("--checklist", "big")}, "“big”. There are: s"),
            ({"address": "shire-2023-25/team", "more": ("--checklist", "small")}, "“team” is used"),
            ({"more": ("--checklist", "vsa")}, "reviewed against “small”, not “vsa”"),
            (
                {"more": ("--by", "x@example.org")},
                "Nobody with the address x@example.org can sign in",
            ),
            ({"more": ("--column", "Group")}, "write it as “Heading=fact”"),
            ({"more": ("--seed", " ")}, "Enter a seed"),
        ],
    )
    def test_refusals_are_sentences(self, extract, arguments, reason) -> None:
        more = arguments.pop("more", ())
        with pytest.raises(CommandError, match=reason):
            draw(extract, *more, **arguments)
        assert not Draw.objects.exists()
        assert Sample.objects.count() == 1

    def test_an_extract_that_is_not_there(self, tmp_path) -> None:
        with pytest.raises(CommandError, match=r"can't be read: No such file"):
            draw(tmp_path / "none.csv")

    def test_an_inspection_without_a_lead(self, extract) -> None:
        Inspection.objects.update(lead=None)
        with pytest.raises(CommandError, match="has no lead"):
            draw(extract)

    def test_a_second_draw_is_refused(self, extract) -> None:
        draw(extract)
        with pytest.raises(CommandError, match="is drawn already"):
            draw(extract)

    def test_a_file_of_another_sample_is_named(self, extract, inspection, capsys) -> None:
        draw(extract)
        draw_again = SampleFactory.create(inspection=inspection, slug="again")
        twin = CaseFileFactory.create(sample=draw_again, reference="ELSEWHERE")
        CaseFile.objects.filter(pk=twin.pk).update(
            reference=CaseFile.objects.exclude(pk=twin.pk)[0].reference
        )
        standing = Draw.objects.get()
        withdraw_draw(draw=standing, reason="Once more.", by=standing.by)
        error = StringIO()
        call_command(
            "draw", ADDRESS, str(extract), "--plan", "halves", "--seed", "a seed",
            stdout=StringIO(), stderr=error,
        )  # fmt: skip
        assert "is in another sample too" in error.getvalue()


class TestVerify:
    def test_the_same_extract_agrees_in_one_line(self, extract) -> None:
        draw(extract)
        code, printed = verify(extract)
        assert (code, printed.count("\n")) == (0, 1)
        assert "may.csv gives the same draw as on" in printed
        assert "6 drawn and 6 in reserve" in printed

    def test_what_differs_is_printed(self, extract, tmp_path) -> None:
        draw(extract)
        path = extract_file(tmp_path, rows(violence=11), "other.csv")
        code, printed = verify(path)
        assert code == 1
        assert "33 records were read, and the draw records 32." in printed
        assert "The stratum “violence” has 11 records, and the draw records 10." in printed

    def test_a_row_less_of_a_drawn_record(self, extract, tmp_path) -> None:
        draw(extract)
        gone = CaseFile.objects.all()[0].reference
        kept = [row for row in rows() if not row.startswith(gone)]
        code, printed = verify(extract_file(tmp_path, kept, "less.csv"))
        assert code == 1
        assert f"{gone} is recorded as drawn" in printed

    def test_an_extract_that_can_not_be_read_again(self, extract, tmp_path) -> None:
        draw(extract)
        path = tmp_path / "other.csv"
        path.write_text("Reference\nX\n")
        with pytest.raises(CommandError, match="The extract has no column"):
            verify(path)
        with pytest.raises(CommandError, match="No such file"):
            verify(tmp_path / "none.csv")

    def test_a_sample_that_was_not_drawn(self, extract) -> None:
        with pytest.raises(CommandError, match="was not drawn"):
            verify(extract)
        with pytest.raises(CommandError, match="There is no sample"):
            verify(extract, "shire-2023-25/none")
