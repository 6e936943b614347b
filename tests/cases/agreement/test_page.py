"""The page of agreement, its download, the command and the API."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.agreements import by_question, comparison_of
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.counting import queries_of
from tests.factories import InspectorFactory

URL = "/inspections/shire-2023-25/vsa/agreement/"
CSV = "/inspections/shire-2023-25/vsa/agreement.csv"
API = "/api/v1/samples/shire-2023-25/vsa/agreement/"
NAME = "shire-2023-25/vsa"


def page(response) -> str:
    """What a person reads: without markup, with single spaces."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(text).split())


@pytest.fixture
def ten_files(sample, inspector, other_inspector):
    """Ten files that both inspectors reviewed; they differ on "effective" in two of them."""
    for n in range(10):
        both = {"answered_promptly": "no"} if n < 4 else {}
        changes = {"effective": "no"} if n < 2 else {}
        reviewed_twice(sample, inspector, other_inspector, changes, both=both)
    return sample


class TestPage:
    def test_says_so_while_nothing_is_reviewed_twice(self, sample, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(URL))
        assert "No file of this sample has two submitted reviews yet." in shown
        assert "Cohen" not in shown

    def test_sums_up_in_a_sentence(self, ten_files, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(URL))
        assert (
            "Both reviewers were asked 50 yes or no questions over the 10 files reviewed twice, "
            "and gave the same answer to 48 of them: 96.0 percent"
        ) in shown

    def test_gives_every_question_its_figures(self, ten_files, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(URL))
        assert "Was the investigation effective? 8 of 10 80.0 49.0 to 94.3" in shown
        assert "Was the call answered promptly? 10 of 10 100.0 72.2 to 100.0 1.00" in shown
        assert "Was it a repeat victim? 10 of 10" in shown
        assert "not defined: all answers are the same" in shown
        assert "not defined for numbers" in shown

    def test_fewer_than_ten_pairs_are_too_few_to_say(
        self, sample, inspector, other_inspector, sign_in, supervisor
    ):
        reviewed_twice(sample, inspector, other_inspector)
        response = sign_in(supervisor).get(URL)
        assert "Was the investigation effective? 1 of 1 too few to say" in page(response)
        assert "agreement-band--none" in response.content.decode()
        assert "1 yes or no question over" not in page(response)

    def test_the_heat_map_says_in_words_what_it_shades(self, ten_files, sign_in, supervisor):
        third = InspectorFactory.create(name="Inspector 3")
        reviewed_twice(ten_files, InspectorFactory.create(name="Inspector 4"), third)
        html = sign_in(supervisor).get(URL).content.decode()
        heat = html.partition('id="heat"')[2].partition("</table>")[0]
        assert re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', heat) == [
            "Question", "All inspectors", "Inspector 1 and Inspector 2",
            "Inspector 3 and Inspector 4",
        ]  # fmt: skip
        effective = heat.partition("Was the investigation effective?")[2].partition("</tr>")[0]
        cells = re.findall(r"agreement-band--(\w+)\">([^<]*)<", effective)
        assert cells == [("3", "9 of 11"), ("3", "8 of 10"), ("none", "1 of 1")]

    def test_the_heat_map_of_stages(self, ten_files, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}?rows=stage"))
        assert "1 Call handling 40 of 40 40 of 40" in shown
        assert "3 Investigation 8 of 10 8 of 10" in shown

    def test_yes_or_no_leaves_out_what_does_not_apply(
        self, ten_files, sign_in, supervisor, inspector, other_inspector
    ):
        reviewed_twice(
            ten_files, inspector, other_inspector, {"answered_promptly": "not_applicable"}
        )
        client = sign_in(supervisor)
        question = "Was the call answered promptly?"
        assert f"{question} 10 of 11" in page(client.get(URL))
        assert f"{question} 10 of 10" in page(client.get(f"{URL}?answers=yes_no"))

    def test_follows_one_question_over_time(self, ten_files, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}?question=effective"))
        over_time = shown.partition("Over time Each inspector")[2]
        assert "Inspector May 2024 Inspector 1 8 of 10 Inspector 2 8 of 10" in over_time

    def test_all_questions_are_followed_unless_one_is_chosen(self, ten_files, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(URL))
        assert "Inspector 1 48 of 50 Inspector 2 48 of 50" in shown

    @pytest.mark.parametrize("query", ["answers=all", "rows=file", "question=shoe_size"])
    def test_what_is_not_offered_is_not_found(self, query, ten_files, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{URL}?{query}").status_code == 404

    def test_names_are_escaped(self, ten_files, sign_in, supervisor, inspector):
        inspector.name = "<b>Inspector</b>"
        inspector.save()
        assert "<b>Inspector" not in sign_in(supervisor).get(URL).content.decode()

    def test_has_nothing_inline(self, ten_files, sign_in, supervisor):
        html = sign_in(supervisor).get(URL).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", html)

    @pytest.mark.parametrize("role", ["inspector", "observer"])
    def test_is_for_supervisors_and_administrators(self, role, ten_files, sign_in, request):
        client = sign_in(request.getfixturevalue(role))
        refused = {"inspector": 403, "observer": 404}[role]
        assert {client.get(url).status_code for url in (URL, CSV, API)} == {refused}

    @pytest.mark.parametrize("url", [URL, CSV, API])
    def test_the_refusal_says_what_is_refused(self, url, ten_files, sign_in, inspector):
        page = sign_in(inspector).get(url).content.decode()
        assert "supervisors and administrators see how far reviewers agree" in page

    def test_queries_do_not_grow_with_files(
        self, sample, sign_in, supervisor, inspector, other_inspector
    ):
        client = sign_in(supervisor)
        reviewed_twice(sample, inspector, other_inspector)
        first = queries_of(client, URL)
        for n in range(2):
            reviewed_twice(sample, InspectorFactory.create(), other_inspector, {"grade": f"{n}"})
        assert queries_of(client, URL) == first

    def test_the_results_lead_there(self, sample, sign_in, supervisor):
        html = sign_in(supervisor).get(URL.replace("agreement", "results")).content.decode()
        assert f'href="{URL}"' in html
        assert reverse("cases:agreement", args=["shire-2023-25", "vsa"]) == URL


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


class TestDownload:
    def test_holds_what_the_command_prints(self, ten_files, sign_in, supervisor, capsys):
        response = sign_in(supervisor).get(CSV)
        assert "shire-2023-25-vsa-agreement-by-question.csv" in response["Content-Disposition"]
        rows = read_csv(b"".join(response.streaming_content).decode())
        call_command("agreement", NAME, format="csv")
        assert rows == read_csv(capsys.readouterr().out)
        effective = next(row for row in rows if row["question"] == "effective")
        assert (effective["pairs"], effective["raw"], effective["kappa"]) == ("10", "0.8", "0.0")
        assert effective["kappa_note"] == "one_sided"

    def test_by_two_inspectors(self, ten_files, sign_in, supervisor):
        response = sign_in(supervisor).get(f"{CSV}?by=pair")
        [row] = read_csv(b"".join(response.streaming_content).decode())
        assert (row["inspector"], row["other_inspector"]) == ("Inspector 1", "Inspector 2")
        assert float(row["raw"]) == 0.96

    def test_a_negative_coefficient_stays_a_number(
        self, sample, inspector, other_inspector, sign_in, supervisor
    ):
        for n in range(12):
            one, other = ("yes", "no") if n % 2 else ("no", "yes")
            reviewed_twice(
                sample, inspector, other_inspector, {"effective": other}, both={"effective": one}
            )
        response = sign_in(supervisor).get(CSV)
        rows = read_csv(b"".join(response.streaming_content).decode())
        assert next(row for row in rows if row["question"] == "effective")["kappa"] == "-1.0"

    def test_an_unknown_kind_is_not_found(self, ten_files, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{CSV}?by=force").status_code == 404


class TestCommand:
    def test_json_has_a_number_or_null_for_every_question(self, ten_files, capsys):
        call_command("agreement", NAME, format="json")
        rows = {row["question"]: row for row in json.loads(capsys.readouterr().out)}
        assert list(rows)[:2] == ["answered_promptly", "victim_checked"]
        effective = rows["effective"]
        assert (effective["pairs"], effective["raw"]) == (10, 0.8)
        assert effective["raw_low"] == pytest.approx(0.4901, abs=1e-4)
        assert effective["ac1"] == pytest.approx((0.8 - 0.18) / 0.82)
        assert effective["ac1_low"] < effective["ac1"] < effective["ac1_high"]
        assert rows["repeat_victim"]["kappa"] is None
        assert rows["repeat_victim"]["kappa_note"] == "no_variation"

    def test_json_is_null_where_there_is_too_little_to_say(self, sample, capsys):
        call_command("agreement", NAME, format="json")
        row = json.loads(capsys.readouterr().out)[0]
        assert row["pairs"] == 0
        assert (row["raw"], row["kappa"], row["ac1"]) == (None, None, None)
        assert {row[f"{name}_note"] for name in ("raw", "kappa", "ac1")} == {"too_few"}

    def test_a_table_is_for_reading(self, ten_files, capsys):
        call_command("agreement", NAME)
        heading, *lines = capsys.readouterr().out.splitlines()
        assert heading.split() == ["question", "pairs", "raw,", "percent", "kappa", "ac1"]
        [effective] = [line for line in lines if line.startswith("effective")]
        assert "80.0 (49.0 to 94.3)" in effective

    @pytest.mark.parametrize(
        ("by", "starts"),
        [
            ("sample", NAME),
            ("stage", "call_handling"),
            ("pair", "Inspector 1"),
            ("month", "Inspector 1"),
        ],
    )
    def test_other_lines(self, by, starts, ten_files, capsys):
        call_command("agreement", NAME, by=by)
        assert capsys.readouterr().out.splitlines()[1].startswith(starts)

    def test_an_unknown_sample_is_one_clear_line(self, sample):
        with pytest.raises(CommandError, match=r"^There is no sample nowhere/vsa"):
            call_command("agreement", "nowhere/vsa")


class TestApi:
    def test_gives_the_lines_of_the_command(self, ten_files, sign_in, supervisor):
        rows = sign_in(supervisor).get(API).json()
        assert rows == [line.as_dict() for line in by_question(comparison_of(ten_files))]

    def test_is_for_reading_alone(self, ten_files, sign_in, supervisor):
        assert sign_in(supervisor).post(API, {}).status_code == 405

    def test_an_administrator_reads_it(self, ten_files, sign_in, administrator):
        assert sign_in(administrator).get(API).status_code == 200
