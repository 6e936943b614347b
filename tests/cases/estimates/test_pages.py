"""The pages of figures that are printed as estimates."""

import re

import pytest

from cases.actions.population import enter_stratum_sizes
from cases.actions.signing import reopen, sign_off
from cases.models import CaseFile, Result
from cases.results import frozen_figures
from cases.rollups import results
from cases.verification import differences
from forces.models import Cycle
from peel.lib.errors import Invalid
from tests.cases.counting import queries_of
from tests.cases.estimates.incidents import incident, incidents_sample
from tests.cases.estimates.test_population import BY_ROUTE, STRATA, drawn, plan_of
from tests.cases.reasons import ALL_THE_SAME
from tests.cases.test_results_page import linked_numbers, page
from tests.factories import AnswerFactory, ReviewFactory, SampleFactory

URL = "/inspections/shire-2023-25/cdi/"
SIZES = {"route": {"phone": 700, "online": 300}}


@pytest.fixture
def incidents(inspection, inspector):
    return incidents_sample(inspection, inspector)


@pytest.fixture
def weighed(incidents, supervisor):
    return enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)


class TestResults:
    def test_prints_the_estimate_with_its_counts_and_method(self, weighed, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        assert (
            "the force recorded 90.0 percent (with a confidence interval of +/- 9.3 percent) of "
            "reported crime n is 40. Normal (Wald) interval: 80.7 to 99.3 percent. "
            "Wilson interval: 76.9 to 96.0 percent." in shown
        )
        assert "36 of 40" in shown
        assert "Weighted ratio of counts within files, linearised variance: " in shown

    def test_each_number_opens_the_files_that_it_counts(self, weighed, sign_in, supervisor):
        client = sign_in(supervisor)
        numbers = linked_numbers(client.get(f"{URL}results/"))
        assert (f"{URL}results/all_crime/denominator/", 40) in numbers
        for url, number in numbers:
            # One crime an incident, so that files and crimes are as many.
            assert f": {number} case" in page(client.get(url)), url

    def test_a_file_with_several_crimes_is_one_case(self, weighed, inspector, sign_in, supervisor):
        incident(weighed, inspector, "phone", 1, 3)
        incident(weighed, inspector, "phone", 0, 2)
        client = sign_in(supervisor)
        for part, files in (("numerator", 37), ("denominator", 42)):
            address = f"{URL}results/all_crime/{part}/"
            assert f": {files} cases" in page(client.get(address))

    def test_a_plain_estimate_out_of_proportion_is_flagged(self, weighed, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        assert "Not drawn in proportion." in shown
        assert "from: Telephone, Online." in shown

    def test_so_is_that_of_a_draw(self, incidents, sign_in, supervisor):
        drawn(incidents, plan_of(BY_ROUTE), STRATA)
        assert "Not drawn in proportion." in page(sign_in(supervisor).get(f"{URL}results/"))

    def test_nothing_is_flagged_where_nothing_is_known(self, incidents, sign_in, supervisor):
        assert "Not drawn in proportion." not in page(sign_in(supervisor).get(f"{URL}results/"))

    def test_too_few_cases_have_no_percentage(self, incidents, sign_in, supervisor):
        Cycle.objects.update(estimate_threshold=50)
        shown = page(sign_in(supervisor).get(f"{URL}results/crimes_plain/"))
        assert "too few to estimate: 36 of 40" in shown
        assert "An estimate takes 50 or more." in shown

    @pytest.mark.parametrize("address", ["results/", "results/all_crime/", "population/"])
    def test_queries_do_not_grow(self, address, weighed, inspector, sign_in, supervisor):
        client = sign_in(supervisor)
        one = queries_of(client, f"{URL}{address}")
        for _ in range(3):
            incident(weighed, inspector, "online", 1, 2)
        assert queries_of(client, f"{URL}{address}") == one

    def test_a_checklist_of_counts_costs_what_it_did(self, inspection, sign_in, supervisor):
        """Neither sums nor the population are read where no estimate needs them."""
        SampleFactory.create(inspection=inspection, slug="small")
        client = sign_in(supervisor)
        assert queries_of(client, "/inspections/shire-2023-25/small/results/") == 8

    def test_has_nothing_inline(self, weighed, sign_in, supervisor):
        client = sign_in(supervisor)
        for address in ("results/", "results/all_crime/", "population/"):
            html = client.get(f"{URL}{address}").content.decode()
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", html)


class TestMeasure:
    def test_the_other_methods_stand_beside_the_printed_one(self, weighed, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/all_crime/"))
        assert "Other methods of estimating this" in shown
        assert "linearised variance Printed" in shown
        assert "Normal (Wald) interval 90.0 percent 80.7 to 99.3 percent" in shown
        assert "Telephone 700 70.0 29 24 of 25" in shown

    def test_a_method_that_cannot_be_used_says_why(self, incidents, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/all_crime/"))
        assert "not estimated: 36 of 40" in shown
        assert "The number of records in each stratum is not known" in shown
        assert (
            f'href="{URL}population/"'
            in sign_in(supervisor).get(f"{URL}results/all_crime/").content.decode()
        )

    def test_the_other_numbers_of_a_ratio_have_their_own_names(
        self, weighed, inspector, sign_in, supervisor
    ):
        AnswerFactory.create(review=ReviewFactory.create(sample=weighed, reviewer=inspector,
            facts={"route": "phone"}), code="victim_told")  # fmt: skip
        shown = page(sign_in(supervisor).get(f"{URL}results/all_crime/"))
        assert "0 not applicable 0 not asked 1 outstanding" in shown
        assert "not met 0" not in shown

    def test_a_count_has_no_methods(self, weighed, sign_in, supervisor):
        shown = page(sign_in(supervisor).get(f"{URL}results/told_online/"))
        assert "Other methods" not in shown

    def test_an_observer_reads_them_too(self, weighed, sign_in, supervisor, observer):
        sign_off(sample=weighed.pk, by=supervisor, reasons=ALL_THE_SAME)
        response = sign_in(observer).get(f"{URL}results/all_crime/")
        assert "linearised variance Printed" in page(response)
        assert "population/" not in response.content.decode()


class TestPopulationPage:
    def test_saves_what_was_entered(self, incidents, sign_in, supervisor):
        client = sign_in(supervisor)
        assert "Records by recording route" in page(client.get(f"{URL}population/"))
        response = client.post(
            f"{URL}population/", {"route:phone": "700", "route:online": "300"}, follow=True
        )
        assert "The size of the population is saved." in page(response)
        incidents.refresh_from_db()
        assert incidents.stratum_sizes == SIZES
        assert 'value="700"' in client.get(f"{URL}population/").content.decode()

    @pytest.mark.parametrize(
        ("phone", "reason"),
        [
            ("many", "Enter a whole number"),
            ("-1", "Enter 0 or more"),
            ("9999999999", "no larger than 999,999,999"),
            ("28", "Telephone: 29 files are in the sample"),
        ],
    )
    def test_says_what_is_wrong(self, phone, reason, incidents, sign_in, supervisor):
        posted = {"route:phone": phone, "route:online": "300"}
        response = sign_in(supervisor).post(f"{URL}population/", posted)
        assert response.status_code == 200
        assert reason in page(response)
        incidents.refresh_from_db()
        assert incidents.stratum_sizes == {}

    def test_what_the_draw_says_is_shown_and_not_asked(self, incidents, sign_in, supervisor):
        drawn(incidents, plan_of(BY_ROUTE), STRATA)
        response = sign_in(supervisor).get(f"{URL}population/")
        assert "Recording route, from the draw Recording route Records Telephone 700" in page(
            response
        )
        assert "route:phone" not in response.content.decode()

    def test_a_signed_off_sample_keeps_its_population(self, weighed, sign_in, supervisor):
        sign_off(sample=weighed.pk, by=supervisor, reasons=ALL_THE_SAME)
        client = sign_in(supervisor)
        assert "unless it is reopened" in page(client.get(f"{URL}population/"))
        posted = {"route:phone": "800", "route:online": "300"}
        assert client.post(f"{URL}population/", posted).status_code == 409

    def test_says_so_where_nothing_is_weighed(self, inspection, sign_in, supervisor):
        """The stage of the small checklist's only estimate is left out."""
        SampleFactory.create(
            inspection=inspection, slug="short", left_out_stages=["crime_recording"]
        )
        shown = page(sign_in(supervisor).get("/inspections/shire-2023-25/short/population/"))
        assert "No figure of this checklist is weighed" in shown


class TestSignedOff:
    @pytest.fixture
    def signed(self, weighed, supervisor):
        sign_off(sample=weighed.pk, by=supervisor, reasons=ALL_THE_SAME)
        weighed.refresh_from_db()
        return weighed

    def test_freezes_the_estimates_to_the_last_digit(self, signed):
        assert frozen_figures(signed.sign_offs.get()) == results(signed)
        assert differences(signed) == []

    def test_a_later_change_of_the_cycle_leaves_the_printed_form(self, signed, sign_in, supervisor):
        Cycle.objects.update(rate_decimals=3, interval_decimals=3, estimate_threshold=99)
        shown = page(sign_in(supervisor).get(f"{URL}results/"))
        assert "90.0 percent (with a confidence interval of +/- 9.3 percent)" in shown

    def test_verification_names_an_estimate_that_changed(self, signed):
        type(signed).objects.filter(pk=signed.pk).update(
            stratum_sizes={"route": {"phone": 300, "online": 700}}
        )
        signed.refresh_from_db()
        found = differences(signed)
        assert any(line.startswith("all_crime: the percent is ") for line in found)
        assert (
            "route, phone: the number of records in the population is 300 now; 700 was signed off."
            in found
        )
        assert any(line.startswith("The checksum of the answers is ") for line in found)
        assert not any(line.startswith("crimes_plain: ") for line in found)

    def test_a_figure_without_an_estimate_is_signed_off_with_a_reason_alone(
        self, incidents, supervisor
    ):
        reasons = {name: why for name, why in ALL_THE_SAME.items() if name != "estimates"}
        with pytest.raises(Invalid, match=r"All crime can't be estimated\. The number of records"):
            sign_off(sample=incidents.pk, by=supervisor, reasons=reasons)
        enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)
        sign_off(sample=incidents.pk, by=supervisor, reasons=reasons)

    def test_a_revision_keeps_its_own(self, signed, sign_in, supervisor):
        reopen(sample=signed.pk, reason="A count was wrong.", by=supervisor)
        CaseFile.objects.filter(sample=signed, reference="I-1").update(
            state="eliminated", elimination_reason="missing"
        )
        shown = page(sign_in(supervisor).get(f"{URL}revisions/1/"))
        assert "90.0 percent (with a confidence interval of +/- 9.3 percent)" in shown
        assert Result.objects.filter(estimate__isnull=True).count() == 1
