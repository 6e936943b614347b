"""Loading frameworks, and how an inspection's use freezes them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from accounts.events import history_of
from accounts.models import User
from forces.models import Cycle, Inspection
from forces.reference import load_reference
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework, load_shipped_frameworks
from judgments.models import Area, Framework, Grade
from judgments.shipped import shipped_sources
from peel.lib.errors import Conflict, Invalid, Refused
from tests.judgments.conftest import COVERED, SMALL

LONGER = SMALL.replace("title: Planning", "title: Planning ahead")


def test_a_framework_is_stored_with_its_grades_and_areas(framework: Framework) -> None:
    assert [g.code for g in framework.grades.all()] == ["good", "requires_improvement"]
    planning = framework.areas.get(code="planning")
    assert planning.pillar == framework.areas.get(code="leadership")
    assert framework.definition.areas[3].title == "Planning"
    assert [event.verb for event in history_of(framework)] == ["loaded"]


def test_loading_it_again_changes_nothing(framework: Framework) -> None:
    again = load_framework(source=SMALL.replace("\n", "\r\n"), by=None)
    assert again == framework
    assert history_of(framework).count() == 1


def test_before_an_inspection_uses_it_it_is_replaced(framework: Framework) -> None:
    load_framework(source=LONGER, by=None)
    assert framework.areas.get(code="planning").title == "Planning ahead"
    assert Framework.objects.get().definition.areas[3].title == "Planning ahead"


@pytest.fixture
def used(inspection: Inspection, supervisor: User) -> Framework:
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    return Framework.objects.get()


def test_in_use_it_never_changes(used: Framework) -> None:
    with pytest.raises(Conflict, match="never changes"):
        load_framework(source=LONGER, by=None)
    assert load_framework(source=SMALL, by=None) == used


@pytest.mark.parametrize("model", [Framework, Grade, Area])
def test_in_use_the_database_refuses_changes(
    used: Framework, model: type[Framework | Grade | Area]
) -> None:
    row = model.objects.order_by("pk").first()
    assert row is not None
    changes = {"title": "Other"} if model is not Grade else {"text": "Other"}
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(using="default")


def test_in_use_nothing_is_added(used: Framework) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Area.objects.create(framework=used, code="new", title="New", order=9)


def test_a_framework_needs_its_cycle(cycle: Cycle) -> None:
    with pytest.raises(Invalid, match="There is no cycle “2031”"):
        load_framework(source=SMALL.replace("2023-25", "2031"), by=None)
    assert not Framework.objects.exists()


def test_only_administrators_load_frameworks(cycle: Cycle, supervisor: User) -> None:
    with pytest.raises(Refused):
        load_framework(source=SMALL, by=supervisor)


def test_they_come_with_the_reference_data(db: None) -> None:
    load_reference(by=None)
    assert set(Framework.objects.values_list("cycle__slug", flat=True)) == set(shipped_sources())


def test_cycles_that_are_not_there_are_passed_over(cycle: Cycle) -> None:
    loaded = load_shipped_frameworks()
    assert [framework.cycle for framework in loaded.frameworks] == [cycle]


def test_one_in_use_is_kept(used: Framework) -> None:
    assert load_shipped_frameworks().kept == (used,)
    assert Framework.objects.get().title == "Small framework"


def test_the_command_loads_a_file(cycle: Cycle, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, "utf-8")
    said = StringIO()
    call_command("load_frameworks", str(file), stdout=said)
    assert said.getvalue() == "Small framework is loaded.\n"


def test_the_command_names_lines(cycle: Cycle, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL.replace("colour: amber", "colour: pink"), "utf-8")
    with pytest.raises(CommandError, match="line 6: “pink” can't be used here"):
        call_command("load_frameworks", str(file))
    with pytest.raises(CommandError, match="can't be read"):
        call_command("load_frameworks", str(tmp_path / "none.yaml"))


def test_the_command_loads_what_is_shipped(used: Framework) -> None:
    said = StringIO()
    call_command("load_frameworks", stdout=said)
    assert said.getvalue() == "Small framework is in use and stays as it is.\n"
