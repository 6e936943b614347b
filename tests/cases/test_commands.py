"""The commands ``results`` and ``verify``."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.actions.signing import reopen, sign_off
from cases.models import CaseFile
from cases.rollups import results
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import SampleFactory

NAME = "lancashire-2023-25/vsa"
FIELDS = [
    "code", "stage", "numerator", "denominator",
    "not_applicable", "not_asked", "outstanding", "sentence",
]  # fmt: skip
ESTIMATE = ["percent", "half_width", "lower", "upper", "method", "n"]


class TestResults:
    def test_prints_a_table(self, ready, capsys):
        call_command("results", NAME)
        heading, *lines = capsys.readouterr().out.splitlines()
        assert heading.split() == [
            "measure", "met", "n/a", "not", "asked", "outstanding", "method", "sentence",
        ]  # fmt: skip
        assert len(lines) == 5
        assert "effective" in lines[3]
        assert lines[3].endswith("investigations were effective in two of three cases")

    def test_prints_json(self, ready, capsys):
        call_command("results", NAME, format="json")
        printed = json.loads(capsys.readouterr().out)
        assert printed == [figure.as_dict() for figure in results(ready)]
        estimates = [row["code"] for row in printed if list(row) == FIELDS + ESTIMATE]
        assert estimates == ["recorded"]
        assert [list(row) for row in printed].count(FIELDS) == 4

    def test_prints_csv(self, ready, capsys):
        call_command("results", NAME, format="csv")
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert list(rows[0]) == FIELDS + ESTIMATE
        assert rows[3]["numerator"] == "2"
        assert {rows[3][name] for name in ESTIMATE} == {""}
        assert (rows[2]["method"], rows[2]["n"], rows[2]["percent"]) == ("wald", "6", "")

    def test_prints_what_was_signed_off(self, signed, capsys):
        signed.case_files.update(state="eliminated", elimination_reason="missing")
        call_command("results", NAME, format="json")
        printed = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
        assert (printed["effective"]["numerator"], printed["effective"]["denominator"]) == (2, 3)

    @pytest.mark.parametrize("name", ["nowhere/vsa", "vsa", "", "a/b/c", "lancashire-2023-25/x"])
    @pytest.mark.parametrize("command", ["results", "verify"])
    def test_an_unknown_sample_is_one_clear_line(self, command, name, ready):
        with pytest.raises(CommandError) as error:
            call_command(command, name)
        assert str(error.value).startswith(f"There is no sample {name}")
        assert NAME in str(error.value)
        assert "\n" not in str(error.value)
        assert error.value.returncode == 1


class TestVerify:
    def test_says_in_one_line_that_all_agrees(self, signed, capsys):
        call_command("verify", NAME)
        printed = capsys.readouterr().out
        checksum = signed.sign_offs.get().checksum
        assert printed == (
            f"{NAME}: revision 1 agrees with its answers, 3 files, checksum {checksum}.\n"
        )

    def test_counts_a_single_file_as_one(self, ready, supervisor, capsys):
        CaseFile.objects.exclude(reference="A-1").update(
            state="eliminated", elimination_reason="missing"
        )
        sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
        call_command("verify", NAME)
        assert " answers, 1 file, checksum " in capsys.readouterr().out

    def test_names_every_difference_and_fails(self, signed, capsys):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_answer SET value = 'no' WHERE value = 'yes'")
        with pytest.raises(SystemExit) as stop:
            call_command("verify", NAME)
        printed = capsys.readouterr().out
        assert stop.value.code == 1
        for reference in ("A-1", "A-2"):
            assert f"{reference}, effective: the answer is “no” now" in printed
        assert "effective: the numerator is 0 now; 2 was signed off." in printed

    def test_says_that_a_sample_was_reopened(self, signed, supervisor):
        reopen(sample=signed.pk, reason="A file was missing.", by=supervisor)
        with pytest.raises(CommandError, match=r"revision 1 was reopened on .* by Supervisor 1"):
            call_command("verify", NAME)

    def test_says_that_a_sample_was_never_signed_off(self, ready):
        with pytest.raises(CommandError, match="never signed off"):
            call_command("verify", NAME)

    def test_verifies_what_was_opened_past_peel(self, signed, capsys):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_sample SET state = 'open'")
        with pytest.raises(SystemExit):
            call_command("verify", NAME)
        assert "marked open" in capsys.readouterr().out


def test_names_the_samples_of_the_inspection(ready):
    SampleFactory.create(inspection=ready.inspection, slug="more")
    with pytest.raises(CommandError, match=r"This inspection has .*/more, .*/vsa"):
        call_command("results", "lancashire-2023-25/other")
