"""The size of the population: from the draw, or as it was entered."""

import pytest

from accounts.events import history_of
from cases.actions.population import enter_stratum_sizes
from cases.actions.signing import sign_off
from cases.estimates.population import population_of, weighable_facts
from cases.estimates.proportion import named, strata_out_of_proportion
from cases.models import Sample
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.estimates.incidents import incidents_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    DrawFactory,
    DrawStratumFactory,
    SampleFactory,
    TicketFactory,
    WithdrawalFactory,
)

SIZES = {"route": {"phone": 700, "online": 300}}
BY_ROUTE = {"code": "route", "each": ["route"], "quota": "proportional"}


def plan_of(*strata, **more):
    return {
        "code": "p", "title": "P", "checklist": "incidents", "target": 10,
        "strata": list(strata), **more,
    }  # fmt: skip


@pytest.fixture
def incidents(inspection, inspector) -> Sample:
    return incidents_sample(inspection, inspector)


def drawn(sample, plan, strata):
    """A standing draw: strata as title, records, quota and the route of their records."""
    draw = DrawFactory.create(sample=sample, plan=plan)
    for title, records, quota, route in strata:
        stratum = DrawStratumFactory.create(
            draw=draw, title=title, records=records, quota=quota, reserve=0
        )
        if route is not None:
            TicketFactory.create(stratum=stratum, facts={"route": route}, position=stratum.position)
    return draw


STRATA = [("Telephone", 700, 5, "phone"), ("Online", 300, 5, "online")]


class TestOfADraw:
    @pytest.mark.parametrize(
        "strata",
        [
            [BY_ROUTE],
            [{**BY_ROUTE, "where": {"route": ["phone", "online"]}}],
            [
                {"code": "a", "where": {"route": ["phone"]}, "quota": 5},
                {"code": "b", "where": {"route": ["online"]}, "quota": 5},
            ],
        ],
    )
    def test_strata_of_one_fact_give_its_sizes(self, strata, sample):
        drawn(sample, plan_of(*strata), STRATA)
        sample.stratum_sizes = {"route": {"phone": 1}}
        found = population_of(sample)
        assert found.sizes == SIZES
        assert found.of_draw == {"route"}
        assert found.records == 1_000

    @pytest.mark.parametrize(
        "plan",
        [
            plan_of({"code": "all", "quota": "proportional"}),
            plan_of({**BY_ROUTE, "each": ["route", "offence_group"]}),
            plan_of(
                {"code": "a", "where": {"route": ["phone"]}, "quota": 5},
                {"code": "rest", "quota": 5},
            ),
            plan_of({"code": "a", "where": {"route": ["phone", "online"]}, "quota": 10}),
            plan_of(
                BY_ROUTE,
                minimums=[{"code": "m", "where": {"outcome_type": ["8"]}, "files": 2}],
            ),
        ],
    )
    def test_other_strata_give_the_number_of_records_alone(self, plan, sample):
        drawn(sample, plan, STRATA)
        sample.stratum_sizes = {"route": {"phone": 9}}
        found = population_of(sample)
        assert found.sizes == {"route": {"phone": 9}}
        assert found.of_draw == frozenset()
        assert found.records == 1_000

    def test_a_stratum_that_nothing_was_drawn_from_goes_by_its_title(self, sample):
        drawn(sample, plan_of(BY_ROUTE), [*STRATA, ("In person", 20, 0, None)])
        assert population_of(sample).sizes["route"] == {**SIZES["route"], "In person": 20}

    def test_a_withdrawn_draw_says_nothing(self, sample):
        WithdrawalFactory.create(draw=drawn(sample, plan_of(BY_ROUTE), STRATA))
        assert population_of(sample).records is None

    @pytest.mark.parametrize("strata", [1, 3])
    def test_it_is_one_query(self, strata, sample, django_assert_num_queries):
        drawn(sample, plan_of(BY_ROUTE), (STRATA * 2)[:strata])
        with django_assert_num_queries(1):
            population_of(sample)


class TestProportion:
    def test_names_the_strata_that_a_draw_over_represents(self, sample):
        drawn(sample, plan_of(BY_ROUTE), STRATA)
        found = strata_out_of_proportion(sample, population_of(sample))
        assert found == ("Telephone", "Online")

    def test_says_nothing_of_a_proportional_draw(self, sample):
        drawn(sample, plan_of(BY_ROUTE), [("T", 700, 7, "phone"), ("O", 300, 3, "online")])
        assert strata_out_of_proportion(sample, population_of(sample)) == ()

    def test_compares_files_with_what_was_entered(self, incidents):
        assert strata_out_of_proportion(incidents, population_of(incidents)) == ()
        incidents.stratum_sizes = SIZES
        found = strata_out_of_proportion(incidents, population_of(incidents))
        assert found == ("Telephone", "Online")
        incidents.stratum_sizes = {"route": {"phone": 290, "online": 190}}
        assert strata_out_of_proportion(incidents, population_of(incidents)) == ()

    def test_a_long_list_of_strata_is_cut(self):
        assert named(tuple("abcdefgh")) == "a, b, c, d, e, f, 2 more"
        assert named(("a", "b")) == "a, b"


class TestEntering:
    def test_keeps_the_sizes_and_records_who_entered_them(self, incidents, supervisor):
        enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)
        incidents.refresh_from_db()
        assert incidents.stratum_sizes == SIZES
        event = history_of(incidents).get(verb="entered the population")
        assert (event.by, event.details) == (supervisor, {"records": SIZES, "were": {}})

    def test_the_same_again_is_no_event(self, incidents, supervisor):
        for _ in range(2):
            enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)
        assert history_of(incidents).filter(verb="entered the population").count() == 1

    def test_nothing_takes_them_back(self, incidents, supervisor):
        enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)
        none = {"route": {"phone": 0, "online": 0}}
        assert enter_stratum_sizes(sample=incidents, sizes=none, by=supervisor).stratum_sizes == {}

    @pytest.mark.parametrize(
        ("sizes", "reason"),
        [
            ({"route": {"phone": 28, "online": 300}}, "Telephone: 29 files are in the sample"),
            ({"route": {"phone": 700}}, "Online: 19 files are in the sample, so enter at least 19"),
            ({"route": {"phone": 10**9, "online": 300}}, "Telephone: enter a number from 0"),
            ({"offence": {"theft": 3}}, "“offence” is no fact"),
        ],
    )
    def test_refuses_what_cannot_be(self, sizes, reason, incidents, supervisor):
        with pytest.raises(Invalid, match=reason):
            enter_stratum_sizes(sample=incidents, sizes=sizes, by=supervisor)
        incidents.refresh_from_db()
        assert incidents.stratum_sizes == {}

    def test_refuses_what_the_draw_says(self, incidents, supervisor):
        drawn(incidents, plan_of(BY_ROUTE), STRATA)
        with pytest.raises(Invalid, match="route"):
            enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)

    def test_is_for_those_who_lead(self, incidents, inspector, other_supervisor):
        for user in (inspector, other_supervisor):
            with pytest.raises(Refused):
                enter_stratum_sizes(sample=incidents, sizes=SIZES, by=user)

    def test_is_closed_by_sign_off(self, incidents, supervisor):
        sign_off(sample=incidents.pk, by=supervisor, reasons=ALL_THE_SAME)
        with pytest.raises(Conflict, match="signed off"):
            enter_stratum_sizes(sample=incidents, sizes=SIZES, by=supervisor)

    def test_facts_that_measures_weigh_are_asked_for(self, incidents, db):
        assert [fact.code for fact in weighable_facts(incidents.instrument)] == ["route"]
        small = SampleFactory.create().instrument
        assert [fact.code for fact in weighable_facts(small)] == ["offence_group"]
