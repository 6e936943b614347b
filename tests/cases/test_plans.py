"""Sampling plans under a name: saved by supervisors, shipped with Peel, found by name."""

import pytest
from django.core.management import call_command

from accounts.events import history_of, verify_chain
from cases.actions.plans import discard_plan, load_shipped_plans, save_plan
from cases.models import SamplingPlan
from cases.plans import UnknownPlan, plan_named, plan_of, shipped_sources, source_of
from cases.sampling.plans import read_plan
from checklists.models import Checklist
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.extract_files import PLAN, plan
from tests.factories import small_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def checklist() -> None:
    small_version()


@pytest.fixture
def vsa() -> Checklist:
    return Checklist.objects.create(code="vsa", title="Victim service assessment")


def test_a_plan_is_saved_and_found_by_its_name(supervisor) -> None:
    saved = save_plan(plan=plan(), by=supervisor)
    assert (saved.slug, saved.title) == ("halves", "Half theft, half violence")
    assert (saved.shipped, saved.created_by, saved.checklist.code) == (False, supervisor, "small")
    assert plan_of(saved) == plan_named("halves") == plan()
    assert [event.verb for event in history_of(saved)] == ["saved"]


@pytest.mark.parametrize("code", [None, *shipped_sources()])
def test_a_plan_is_written_as_it_was_read(code) -> None:
    read = plan() if code is None else read_plan(shipped_sources()[code])
    assert read_plan(source_of(read)) == read


def test_a_saved_plan_is_replaced_when_that_is_meant(supervisor, other_supervisor) -> None:
    save_plan(plan=plan(), by=supervisor)
    changed = plan(PLAN.replace("target: 6", "target: 8").replace("quota: 3}", "quota: 4}"))
    with pytest.raises(Conflict, match="“halves” already"):
        save_plan(plan=changed, by=other_supervisor)
    saved = save_plan(plan=changed, by=supervisor, replace=True)
    assert SamplingPlan.objects.get() == saved
    assert (saved.created_by, plan_of(saved).target) == (supervisor, 8)
    assert [event.by for event in history_of(saved)] == [supervisor, supervisor]
    assert verify_chain(saved) == []


def test_a_plan_is_changed_by_who_saved_it_until_they_leave(supervisor, other_supervisor) -> None:
    saved = save_plan(plan=plan(), by=supervisor)
    with pytest.raises(Conflict, match=f"{supervisor.name} saved this plan"):
        save_plan(plan=plan(), by=other_supervisor, replace=True)
    with pytest.raises(Refused, match=f"{supervisor.name} saved this plan"):
        discard_plan(plan=saved, by=other_supervisor)
    supervisor.is_active = False
    supervisor.save()
    saved.refresh_from_db()
    discard_plan(plan=saved, by=other_supervisor)
    assert not SamplingPlan.objects.exists()


def test_a_plan_needs_its_checklist(supervisor) -> None:
    other = plan(PLAN.replace("checklist: small", "checklist: unknown"))
    with pytest.raises(Invalid, match="no checklist “unknown”"):
        save_plan(plan=other, by=supervisor)


def test_the_name_of_a_shipped_plan_is_taken(supervisor, vsa) -> None:
    named = plan(PLAN.replace("code: halves", "code: vsa-2023-25"))
    with pytest.raises(Conflict, match="Peel ships a plan"):
        save_plan(plan=named, by=supervisor, replace=True)


@pytest.mark.parametrize("role", ["inspector", "administrator", "observer"])
def test_only_supervisors_save_and_remove(request, supervisor, role) -> None:
    user = request.getfixturevalue(role)
    saved = save_plan(plan=plan(), by=supervisor)
    with pytest.raises(Refused):
        save_plan(plan=plan(), by=user, replace=True)
    with pytest.raises(Refused):
        discard_plan(plan=saved, by=user)
    sees = role == "administrator"
    assert SamplingPlan.objects.visible_to(user).exists() is sees


def test_a_saved_plan_is_removed(supervisor) -> None:
    discard_plan(plan=save_plan(plan=plan(), by=supervisor), by=supervisor)
    assert not SamplingPlan.objects.exists()


def test_shipped_plans_are_loaded_once(vsa, supervisor) -> None:
    assert [saved.slug for saved in load_shipped_plans()] == ["vsa-2023-25"]
    saved = SamplingPlan.objects.get(slug="vsa-2023-25")
    assert (saved.shipped, saved.created_by, saved.checklist) == (True, None, vsa)
    at = saved.at
    load_shipped_plans()
    saved.refresh_from_db()
    assert (saved.at, history_of(saved).count()) == (at, 1)
    with pytest.raises(Refused, match="Peel ships this plan"):
        discard_plan(plan=saved, by=supervisor)


def test_a_shipped_plan_that_changed_is_brought_up_to_date(vsa) -> None:
    load_shipped_plans()
    SamplingPlan.objects.update(source="code: old")
    load_shipped_plans()
    saved = SamplingPlan.objects.get(slug="vsa-2023-25")
    assert saved.source == shipped_sources()["vsa-2023-25"]


def test_shipped_plans_wait_for_their_checklist(capsys) -> None:
    call_command("load_plans")
    assert not SamplingPlan.objects.exists()
    assert "No plan is loaded" in capsys.readouterr().out
    for source in shipped_sources().values():
        Checklist.objects.create(code=read_plan(source).checklist)
    call_command("load_plans")
    assert "vsa-2023-25" in capsys.readouterr().out
    assert set(SamplingPlan.objects.values_list("slug", flat=True)) == set(shipped_sources())


def test_a_shipped_plan_is_found_before_it_is_loaded() -> None:
    assert plan_named("vsa-2023-25").target == 100


def test_an_unknown_plan_is_named_with_those_there_are(supervisor) -> None:
    save_plan(plan=plan(), by=supervisor)
    with pytest.raises(UnknownPlan, match=r"“thirds”\. There are crime-data-\S+, halves, qual"):
        plan_named("thirds")
