"""Plans, draws and the quota ledger over the API: read by those who see a sample's files."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from rest_framework.test import APIClient

from cases.actions.drawing import draw_sample
from cases.actions.eliminating import Elimination, eliminate
from cases.actions.withdrawing import withdraw_draw
from cases.draw_records import record_of
from cases.models import CaseFile, Draw, EliminationReason
from tests.cases.extract_files import plan, read_rows
from tests.factories import SamplingPlanFactory

pytestmark = pytest.mark.django_db
SAMPLE = "/api/v1/samples/shire-2023-25/vsa/"


@pytest.fixture
def draw(sample, supervisor, tmp_path) -> Draw:
    return draw_sample(
        sample=sample,
        extract=read_rows(tmp_path),
        name="may.csv",
        plan=plan(),
        seed="a seed",
        by=supervisor,
    )


def get(user, address: str, status: int = 200) -> Any:
    client = APIClient()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status
    return response.json()


def test_a_draw_is_read_as_it_was_recorded(draw, administrator) -> None:
    assert get(administrator, f"{SAMPLE}draws/1/") == record_of(draw)


def test_draws_are_listed_with_their_withdrawals(draw, supervisor) -> None:
    [standing] = get(supervisor, f"{SAMPLE}draws/")
    assert standing["withdrawal"] is None
    assert (standing["revision"], standing["by"], standing["seed"]) == (1, "Supervisor 1", "a seed")
    withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
    [withdrawn] = get(supervisor, f"{SAMPLE}draws/")
    assert withdrawn["withdrawal"]["reason"] == "The wrong seed."
    assert get(supervisor, f"{SAMPLE}draws/1/")["seed"] == "a seed"


def test_there_is_no_other_draw(draw, supervisor) -> None:
    get(supervisor, f"{SAMPLE}draws/2/", 404)


def test_the_ledger_is_told_by_stratum(draw, supervisor) -> None:
    file = CaseFile.objects.filter(ticket__stratum__code="theft")[0]
    eliminate(case_file=file.pk, elimination=Elimination(EliminationReason.MISSING), by=supervisor)
    told = get(supervisor, f"{SAMPLE}ledger/")
    assert told["strata"][0] == {
        "stratum": "theft", "title": "Theft", "records": 20, "planned": 3, "drawn": 3,
        "eliminated": 1, "replaced": 1, "active": 3, "reviewed": 0, "reserve": 2, "missing": 0,
    }  # fmt: skip
    assert told["total"]["planned"] == 6


def test_a_sample_that_was_not_drawn_has_no_ledger(sample, supervisor) -> None:
    get(supervisor, f"{SAMPLE}ledger/", 404)
    assert get(supervisor, f"{SAMPLE}draws/") == []


def test_files_tell_their_stratum_and_whom_they_replace(draw, supervisor) -> None:
    file = CaseFile.objects.filter(ticket__stratum__code="theft")[0]
    entered = eliminate(
        case_file=file.pk, elimination=Elimination(EliminationReason.MISSING), by=supervisor
    ).replacement
    assert entered is not None
    told = get(supervisor, f"/api/v1/case-files/{entered.pk}/")
    assert (told["stratum"], told["replaces"]) == ("theft", file.reference)
    assert get(supervisor, f"/api/v1/case-files/{file.pk}/")["replaces"] is None


def test_plans_are_listed_by_checklist(supervisor, inspector) -> None:
    made = SamplingPlanFactory.create(slug="mine")
    listed = get(supervisor, "/api/v1/sampling-plans/?checklist=small")["results"]
    assert [(p["slug"], p["source"]) for p in listed] == [("mine", made.source)]
    assert get(supervisor, "/api/v1/sampling-plans/?checklist=vsa")["results"] == []
    assert get(supervisor, "/api/v1/sampling-plans/mine/")["checklist"] == "small"
    assert get(inspector, "/api/v1/sampling-plans/")["results"] == []


@pytest.mark.parametrize("address", ["draws/", "draws/1/", "ledger/"])
def test_the_answers_are_as_described(draw, supervisor, tmp_path: Path, address) -> None:
    path = tmp_path / "schema.json"
    call_command("spectacular", "--format", "openapi-json", "--file", str(path))
    schema = schemathesis.openapi.from_dict(json.loads(path.read_text()))
    template = "/api/v1/samples/{inspection}/{sample}/" + address.replace("1", "{revision}")
    client = APIClient()
    client.force_login(supervisor)
    answered = json.loads(json.dumps(get(supervisor, SAMPLE + address)))
    responses = schema[template]["GET"].definition.raw["responses"]
    assert _fits(answered, responses["200"]["content"]["application/json"]["schema"], schema)


def _fits(value: Any, described: dict[str, Any], schema: Any) -> bool:
    """Whether every key that is described is there, and no other."""
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        return _fits(value, schema.raw_schema["components"]["schemas"][name], schema)
    if described.get("type") == "array":
        return all(_fits(item, described["items"], schema) for item in value)
    if "properties" not in described:
        return True
    return set(value) == set(described["properties"]) and all(
        _fits(value[key], inner, schema) for key, inner in described["properties"].items()
    )
