"""The pages of results: what each role reads, and where each number leads."""

import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.events import history_of
from cases.actions.signing import reopen, sign_off
from cases.charts import bar
from cases.models import CaseFile, Review, SignOff
from cases.results_sheet import Addresses, stages_of
from cases.rollups import results
from tests.cases.accepted import accepted_file
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import InspectorFactory, SampleFactory

URL = "/inspections/lancashire-2023-25/vsa/"
LINK = re.compile(r'<a class="govuk-link" href="([^"]*/results/[^"]*)">(\d+)</a>')


def page(response) -> str:
    """What a person reads: without markup, with single spaces."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(text).split())


def linked_numbers(response) -> list[tuple[str, int]]:
    return [(unescape(url), int(n)) for url, n in LINK.findall(response.content.decode())]


class TestResults:
    def test_gives_every_measure_its_figure_and_sentence(self, ready, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        for figure in results(ready):
            assert figure.measure.label in shown
            assert figure.sentence in shown
            assert f"{figure.numerator} of {figure.denominator}" in shown

    def test_a_counted_ratio_says_how_many_files_it_is_of(self, ready):
        measure = replace(ready.instrument.measure("recorded"), printed="count")
        [found] = [f for f in results(ready) if f.measure.code == "recorded"]
        counted = replace(found, measure=measure, estimated=None)
        for files, note in ((66, "Counted in 66 files."), (1, "Counted in 1 file."), (None, "")):
            [stage] = stages_of(ready.instrument, [counted], Addresses(), files)
            assert [line.note for line in stage.lines] == [note]

    def test_says_that_open_figures_are_provisional(self, ready, sign_in, supervisor):
        Review.objects.filter(case_file__reference="A-1").update(state="submitted")
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        assert "Provisional. 2 of 3 files accepted." in shown

    def test_names_who_signed_off_and_the_checksum(self, signed, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        assert "Revision 1, by Supervisor 1" in shown
        assert signed.sign_offs.get().checksum in shown
        assert "Provisional" not in shown

    def test_shows_the_frozen_figures_once_signed_off(self, signed, sign_in, supervisor):
        Review.objects.filter(case_file__reference="A-1").update(counts=False)
        assert "investigations were effective in two of three cases" in page(
            sign_in(supervisor).get(f"{URL}results/")
        )

    @pytest.mark.parametrize("role", ["supervisor", "administrator", "other_supervisor"])
    def test_each_number_opens_as_many_cases(self, role, ready, sign_in, request):
        client = sign_in(request.getfixturevalue(role))
        for address in ("results/", "results/?by=offence_group", "results/?by=reviewer"):
            numbers = linked_numbers(client.get(f"{URL}{address}"))
            assert len(numbers) > 10
            for url, number in numbers:
                behind = page(client.get(url))
                if "/recorded/" not in url:
                    assert f": {number} case" in behind, url

    def test_a_ratios_numbers_open_the_files_that_were_counted(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        numbers = dict(linked_numbers(client.get(f"{URL}results/")))
        assert numbers[f"{URL}results/recorded/numerator/"] == 3
        assert numbers[f"{URL}results/recorded/denominator/"] == 6
        assert "Counted in the denominator: 3 cases" in page(
            client.get(f"{URL}results/recorded/denominator/")
        )
        assert client.get(f"{URL}results/recorded/not_met/").status_code == 404

    @pytest.mark.parametrize("role", ["inspector", "observer"])
    def test_others_read_plain_numbers(self, role, signed, sign_in, request):
        response = sign_in(request.getfixturevalue(role)).get(f"{URL}results/")
        assert "investigations were effective in two of three cases" in page(response)
        assert linked_numbers(response) == []
        assert "answers.csv" not in response.content.decode()

    def test_an_inspector_waits_for_sign_off(self, ready, sign_in, inspector):
        response = sign_in(inspector).get(f"{URL}results/")
        assert response.status_code == 403
        assert "when the sample is signed off" in page(response)

    def test_who_does_not_see_the_sample_gets_404(self, ready, sign_in, observer, other_inspector):
        assert sign_in(observer).get(f"{URL}results/").status_code == 404
        assert sign_in(other_inspector).get(f"{URL}results/").status_code == 404

    def test_an_unknown_breakdown_is_not_found(self, ready, sign_in, supervisor):
        for by in ("shoe_size", "offence", "reference"):
            assert sign_in(supervisor).get(f"{URL}results/?by={by}").status_code == 404

    def test_reviewers_are_not_broken_down_for_others(self, signed, sign_in, inspector, observer):
        for user in (inspector, observer):
            assert sign_in(user).get(f"{URL}results/?by=reviewer").status_code == 404
            assert "Inspector 1" not in page(sign_in(user).get(f"{URL}results/effective/")).replace(
                "Inspector 1 Sign out", ""
            )

    def test_breakdown_has_a_column_for_each_group(self, ready, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/?by=offence_group"))
        assert "By offence group Measure All files Theft Violence against the person" in shown
        assert "Effective investigations 2 of 3 1 of 2 1 of 1" in shown

    def test_a_breakdown_takes_the_place_of_the_whole_table(self, ready, sign_in, supervisor):
        for address, tables in (("results/", 0), ("results/?by=offence_group", 1)):
            shown = sign_in(supervisor).get(f"{URL}{address}").content.decode()
            assert shown.count('id="breakdown"') == tables
            assert ("results-table--figures" in shown) == (tables == 0)

    def test_a_left_out_stage_is_not_shown(self, sign_in, supervisor, inspection):
        SampleFactory.create(
            inspection=inspection, slug="short", left_out_stages=["crime_recording"]
        )
        shown = page(sign_in(supervisor).get("/inspections/shire-2023-25/short/results/"))
        assert "Investigation" in shown
        assert "Crime recording" not in shown
        assert "there were no relevant cases" in shown

    def test_offers_sign_off_to_those_who_may(self, ready, sign_in, request):
        offered = {
            role: f"{URL}sign-off/" in response.content.decode()
            for role in ("supervisor", "other_supervisor", "administrator")
            if (response := sign_in(request.getfixturevalue(role)).get(f"{URL}results/"))
        }
        assert offered == {"supervisor": True, "other_supervisor": False, "administrator": False}

    @pytest.mark.parametrize("files", [1, 3])
    def test_queries_do_not_grow_with_files(
        self, files, ready, sign_in, supervisor, inspector, django_assert_num_queries
    ):
        for n in range(files):
            accepted_file(ready, f"B-{n}", inspector)
        client = sign_in(supervisor)
        client.get(f"{URL}results/")
        with django_assert_num_queries(8):
            client.get(f"{URL}results/")
        with django_assert_num_queries(10):
            client.get(f"{URL}results/?by=reviewer")

    def test_has_nothing_inline(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        for address in ("results/", "results/effective/", "sign-off/"):
            html = client.get(f"{URL}{address}").content.decode()
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", html)


class TestReopened:
    @pytest.fixture
    def reopened(self, signed, supervisor):
        reopen(sample=signed.pk, reason="A file was <b>missing</b>.", by=supervisor)
        CaseFile.objects.filter(reference="A-3").update(
            state="eliminated", elimination_reason="missing"
        )
        signed.refresh_from_db()
        return signed

    def test_an_observer_reads_the_last_revision_as_being_revised(
        self, reopened, sign_in, observer
    ):
        shown = page(sign_in(observer).get(f"{URL}results/"))
        assert "These figures are being revised." in shown
        assert "investigations were effective in two of three cases" in shown
        assert "missing" not in shown

    def test_an_observer_gets_no_live_breakdown(self, reopened, sign_in, observer):
        client = sign_in(observer)
        response = client.get(f"{URL}results/effective/")
        assert response.status_code == 403
        assert "being revised" in page(response)
        assert client.get(f"{URL}results/?by=offence_group").status_code == 404
        assert client.get(f"{URL}results.csv?by=offence_group").status_code == 404

    def test_a_supervisor_reads_live_figures_and_why(self, reopened, sign_in, supervisor):
        response = sign_in(supervisor).get(f"{URL}results/")
        shown = page(response)
        assert "investigations were effective in both cases" in shown
        assert "A file was <b>missing</b>." in shown
        assert "<b>missing" not in response.content.decode()

    def test_every_revision_stays_readable(self, reopened, sign_in, supervisor, inspector):
        sign_off(sample=reopened.pk, by=supervisor, reasons=ALL_THE_SAME)
        for user in (supervisor, inspector):
            first = page(sign_in(user).get(f"{URL}revisions/1/"))
            second = page(sign_in(user).get(f"{URL}revisions/2/"))
            assert "investigations were effective in two of three cases" in first
            assert "by Supervisor 1: A file was <b>missing</b>." in first
            assert "investigations were effective in both cases" in second

    def test_an_observer_reads_the_latest_revision_alone(
        self, reopened, sign_in, supervisor, observer
    ):
        client = sign_in(observer)
        assert client.get(f"{URL}revisions/1/").status_code == 200
        sign_off(sample=reopened.pk, by=supervisor, reasons=ALL_THE_SAME)
        refused = client.get(f"{URL}revisions/1/")
        assert refused.status_code == 403
        assert "was replaced" in page(refused)
        assert client.get(f"{URL}revisions/2/").status_code == 200

    def test_an_unknown_revision_is_not_found(self, reopened, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{URL}revisions/9/").status_code == 404


class TestMeasure:
    def test_breaks_one_measure_down_by_every_fact_and_reviewer(self, ready, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/effective/"))
        assert "investigations were effective in two of three cases" in shown
        for caption in ("By offence group", "By outcome type", "By reviewer"):
            assert caption in shown
        assert "Inspector 1 2 of 3" in shown

    def test_each_of_its_numbers_opens_as_many_cases(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        numbers = linked_numbers(client.get(f"{URL}results/effective/"))
        assert len(numbers) > 12
        for url, number in numbers:
            assert f": {number} case" in page(client.get(url)), url

    def test_queries_do_not_grow_with_groups(
        self, ready, sign_in, supervisor, inspector, django_assert_num_queries
    ):
        client = sign_in(supervisor)
        client.get(f"{URL}results/effective/")
        with django_assert_num_queries(10):
            client.get(f"{URL}results/effective/")
        for n in range(3):
            accepted_file(ready, f"B-{n}", InspectorFactory.create(), outcome="")
        with django_assert_num_queries(10):
            client.get(f"{URL}results/effective/")

    def test_an_unknown_measure_is_not_found(self, ready, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{URL}results/shoe_size/").status_code == 404


class TestCasesBehind:
    def test_lists_files_with_facts_answer_and_note(self, ready, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/effective/not_met/"))
        assert "Not met: 1 case" in shown
        assert "A-3 No No record of it Theft 18 Investigation complete" in shown
        assert "A-1" not in shown

    def test_is_empty_where_nothing_is_behind(self, ready, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/effective/outstanding/"))
        assert "No case is behind this number." in shown

    @pytest.mark.parametrize(
        "address",
        [
            "effective/everything/",
            "shoe_size/numerator/",
            "effective/numerator/?by=shoe_size&value=9",
            "effective/numerator/?by=reviewer&value=nobody",
            "effective/numerator/?by=reviewer&value=999999",
            f"effective/numerator/?by=reviewer&value={2**63}",
            f"effective/numerator/?by=reviewer&value={'9' * 5_000}",
            "effective/numerator/?by=offence_group&value=piracy",
        ],
    )
    def test_what_is_not_there_is_not_found(self, address, ready, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{URL}results/{address}").status_code == 404

    @pytest.mark.parametrize(
        "group", ["by=reviewer&value=nobody", "by=offence_group&value=piracy", "by=shoe_size"]
    )
    def test_a_group_that_is_not_there_is_neither_exported_nor_recorded(
        self, group, ready, sign_in, supervisor
    ):
        address = f"{URL}results/effective/numerator/?{group}&format=csv"
        assert sign_in(supervisor).get(address).status_code == 404
        assert not history_of(ready).filter(verb="exported answers").exists()

    def test_a_choice_that_no_file_has_is_an_empty_group(self, ready, sign_in, supervisor):
        address = f"{URL}results/effective/numerator/?by=offence_group&value=violence"
        ready.case_files.update(facts={"offence_group": "theft"})
        assert "No case is behind this number." in page(sign_in(supervisor).get(address))

    def test_a_value_that_only_files_have_is_a_group(self, ready, sign_in, supervisor):
        ready.case_files.update(facts={"offence_group": "robbery"})
        address = f"{URL}results/effective/numerator/?by=offence_group&value=robbery"
        assert "A-1" in page(sign_in(supervisor).get(address))

    @pytest.mark.parametrize("role", ["inspector", "observer"])
    def test_is_for_supervisors_and_administrators(self, role, signed, sign_in, request):
        response = sign_in(request.getfixturevalue(role)).get(f"{URL}results/effective/numerator/")
        assert response.status_code == 403
        assert "Only supervisors and administrators" in page(response)

    @pytest.mark.parametrize("files", [1, 3])
    def test_queries_do_not_grow_with_files(
        self, files, ready, sign_in, supervisor, inspector, django_assert_num_queries
    ):
        for n in range(files):
            accepted_file(ready, f"B-{n}", inspector)
        client = sign_in(supervisor)
        address = f"{URL}results/effective/numerator/"
        client.get(address)
        with django_assert_num_queries(9):
            client.get(address)


class TestList:
    def test_lists_signed_off_samples_alone(self, signed, sign_in, observer, supervisor):
        SampleFactory.create(inspection=signed.inspection, slug="open", name="Open sample")
        for user in (observer, supervisor):
            shown = page(sign_in(user).get("/results/"))
            assert "Lancashire Constabulary 2023-25 Victim service" in shown
            assert "Open sample" not in shown

    def test_lists_the_latest_revision_as_being_revised(
        self, signed, sign_in, observer, supervisor
    ):
        reopen(sample=signed.pk, reason="A file was missing.", by=supervisor)
        assert "Being revised" in page(sign_in(observer).get("/results/"))

    def test_says_so_when_nothing_is_signed_off(self, ready, sign_in, observer):
        assert "No results are signed off yet." in page(sign_in(observer).get("/results/"))

    def test_is_where_an_observer_starts(self, sign_in, observer):
        assert sign_in(observer).get("/").url == reverse("cases:results_list")

    @pytest.mark.parametrize("samples", [1, 3])
    def test_queries_do_not_grow(
        self, samples, signed, sign_in, observer, supervisor, django_assert_num_queries
    ):
        for n in range(samples):
            more = SampleFactory.create(inspection=signed.inspection, slug=f"more-{n}")
            SignOff.objects.create(
                sample=more, revision=1, checksum="", files=0, history_mark=0, by=supervisor
            )
        client = sign_in(observer)
        with django_assert_num_queries(4):
            client.get("/results/")


def test_answers_refuse_change_after_sign_off(signed, sign_in, inspector):
    review = Review.objects.get(case_file__reference="A-1")
    response = sign_in(inspector).post(
        reverse("cases:save_answer", args=[review.pk]),
        {
            "question": "effective",
            "value": "no",
            "note": "",
            "base_revision": 1,
            "key": str(uuid4()),
        },
        content_type="application/json",
    )
    assert response.status_code == 409
    assert "signed off" in response.json()["reason"]


@pytest.mark.parametrize(
    ("met", "of", "filled", "width"), [(3, 4, 3, 4), (0, 0, 0, 1), (12, 9, 9, 9), (0, 5, 0, 5)]
)
def test_a_bar_says_what_it_shows_and_never_runs_over(met, of, filled, width):
    drawn = bar(met, of)
    assert f'aria-label="{met} of {of}"' in drawn
    assert f'viewBox="0 0 {width} 1"' in drawn
    assert f'<rect class="peel-bar__met" width="{filled}" height="1"/>' in drawn
