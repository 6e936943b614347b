"""The shipped lists of forces and cycles, and forces and cycles as they are changed."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from accounts.events import history_of
from accounts.models import Event
from forces import actions
from forces.models import Cycle, Force, Noun, Region
from forces.reference import load_reference
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import CycleFactory, ForceFactory

pytestmark = pytest.mark.django_db

FORCES_OF_A_REGION = {
    Region.NORTH_EAST: 3, Region.NORTH_WEST: 5, Region.YORKSHIRE_AND_THE_HUMBER: 4,
    Region.EAST_MIDLANDS: 5, Region.WEST_MIDLANDS: 4, Region.EASTERN: 6, Region.LONDON: 2,
    Region.SOUTH_EAST: 5, Region.SOUTH_WEST: 5, Region.WALES: 4,
}  # fmt: skip
CONSTABULARIES = {
    "avon-and-somerset", "cambridgeshire", "cheshire", "cumbria", "derbyshire", "durham",
    "gloucestershire", "hampshire-and-isle-of-wight", "hertfordshire", "lancashire", "norfolk",
    "suffolk",
}  # fmt: skip


@pytest.fixture
def loaded(db):
    return load_reference(by=None)


def test_all_forces_are_loaded_in_their_regions(loaded):
    assert loaded.forces == Force.objects.count() == 43
    assert Counter(Force.objects.values_list("region", flat=True)) == FORCES_OF_A_REGION


def test_a_force_is_called_what_its_own_name_says(loaded):
    constabularies = Force.objects.filter(noun=Noun.CONSTABULARY)
    assert set(constabularies.values_list("slug", flat=True)) == CONSTABULARIES
    assert all(f.name.endswith("Constabulary") for f in constabularies)
    assert Force.objects.get(slug="lancashire").name == "Lancashire Constabulary"


def test_codes_are_those_of_the_police_force_areas(loaded):
    codes = sorted(Force.objects.values_list("code", flat=True))
    england = [f"E230000{number:02}" for number in range(1, 40)]
    wales = [f"W150000{number:02}" for number in range(1, 5)]
    assert codes == england + wales


def test_the_cycles_have_their_decimals(loaded):
    assert loaded.cycles == 6
    rows = Cycle.objects.values_list("slug", "name", "rate_decimals", "interval_decimals")
    assert list(rows.order_by("starts")) == [
        ("2016", "2016", 2, 2),
        ("2017", "2017", 1, 2),
        ("2018-19", "2018/19", 1, 2),
        ("2021-22", "2021/22", 1, 1),
        ("2023-25", "2023-25", 1, 1),
        ("2025-27", "2025-27", 1, 1),
    ]


def test_every_cycle_says_when_there_are_too_few_cases_to_estimate(loaded):
    rows = set(Cycle.objects.values_list("estimate_threshold", "finite_population"))
    assert rows == {(30, False)}


def test_loading_again_changes_nothing(loaded):
    events = Event.objects.count()
    assert Event.objects.filter(target__startswith="forces.").count() == 49
    load_reference(by=None)
    assert (Force.objects.count(), Event.objects.count()) == (43, events)


def test_loading_mends_a_changed_name_and_keeps_the_entered_groups(loaded, administrator):
    kent, essex = Force.objects.get(slug="kent"), Force.objects.get(slug="essex")
    actions.save_force(force=kent, most_similar=[essex], by=administrator)
    Force.objects.filter(pk=kent.pk).update(name="Kent")
    load_reference(by=None)
    kent.refresh_from_db()
    assert kent.name == "Kent Police"
    assert list(kent.most_similar.all()) == [essex]
    assert not essex.most_similar.exists()


def test_the_command_says_what_it_loaded(capsys):
    call_command("load_forces")
    assert capsys.readouterr().out == "43 forces and 6 cycles are loaded.\n"


def test_a_changed_force_records_what_changed(administrator):
    force = ForceFactory.create()
    force.name = "Renamed Police"
    actions.save_force(force=force, by=administrator)
    actions.save_force(force=force, by=administrator)
    event = history_of(force).get()
    assert (event.verb, event.details) == ("changed", {"name": "Renamed Police"})


def test_most_similar_forces_are_recorded_once(administrator):
    force, first, second = ForceFactory.create_batch(3)
    for similar in ([first, second], [second, first], None):
        actions.save_force(force=force, most_similar=similar, by=administrator)
    assert set(force.most_similar.all()) == {first, second}
    slugs = sorted([first.slug, second.slug])
    assert history_of(force).get().details == {"forces": slugs}


def test_a_force_is_not_similar_to_itself(administrator):
    force = ForceFactory.create()
    with pytest.raises(Conflict, match="most similar to itself"):
        actions.save_force(force=force, most_similar=[force], by=administrator)


def test_bad_fields_are_named(administrator):
    force = ForceFactory.create()
    with pytest.raises(Invalid, match="Code: Force with this Code already exists"):
        actions.save_force(force=ForceFactory.build(code=force.code), by=administrator)
    with pytest.raises(Invalid, match="must not end before it starts"):
        actions.save_cycle(cycle=CycleFactory.build(ends=date(2020, 1, 1)), by=administrator)


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_change_forces_and_cycles(role, request):
    by = request.getfixturevalue(role)
    with pytest.raises(Refused):
        actions.save_force(force=ForceFactory.build(), by=by)
    with pytest.raises(Refused):
        actions.save_cycle(cycle=CycleFactory.build(), by=by)
    assert not Force.objects.exists()
