"""The made-up results of the other forces, and Lancashire's printed past."""

from pathlib import Path

import pytest
from django.apps import apps

from accounts.models import User
from cases.comparison.measures import measure_called
from cases.comparison.national import forces_beside, national
from cases.comparison.series import series
from cases.comparison.wording import change_of
from cases.demonstration.national import GUESSES, load_other_forces
from cases.models import PublishedResult
from checklists.actions import load, publish
from forces.actions import create_inspection
from forces.models import Cycle, Force, Inspection
from forces.reference import load_reference

FILES = ("vsa-2023-25", "crime-data-integrity-2023-25", "stop-and-search-2023-25")


@pytest.fixture
def lancashire(supervisor: User) -> Force:
    """The force, after the others' figures are loaded."""
    load_reference(by=None)
    folder = Path(apps.get_app_config("checklists").path, "data")
    for name in FILES:
        source = (folder / f"{name}.yaml").read_text("utf-8")
        publish(version=load(source=source, by=None), by=None)
    force = Force.objects.get(slug="lancashire")
    create_inspection(force=force, cycle=Cycle.objects.get(slug="2023-25"), by=None)
    load_other_forces(but=force, by=supervisor)
    return force


def test_every_other_force_has_a_synthetic_figure_of_every_measure(
    lancashire: Force, observer: User
) -> None:
    cycle = Cycle.objects.get(slug="2023-25")
    assert Inspection.objects.filter(cycle=cycle).count() == 43
    for key in GUESSES:
        measure = measure_called(*key)
        assert measure
        found = national(observer, measure, cycle, list(forces_beside(observer)))
        assert len(found.standings) == 42
        assert all(standing.figure.synthetic for standing in found.standings)
        assert found.without == (lancashire,)
    assert PublishedResult.objects.count() == 42 * len(GUESSES) + 2


def test_lancashires_past_is_the_printed_one(lancashire: Force, observer: User) -> None:
    printed = PublishedResult.objects.get(inspection__force=lancashire, synthetic=False)
    assert (str(printed.percent), str(printed.half_width)) == ("85.2000", "5.1000")
    measure = measure_called("stop_and_search", "reasonable_grounds")
    assert measure
    found = series(observer, measure, lancashire, list(Cycle.objects.all()))
    assert [period.figure.words for period in found.periods] == ["85.2"]
    assert [change_of(period) for period in found.periods] == ["First figure"]
