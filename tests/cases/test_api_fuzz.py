"""The API answers whatever is sent to it as its description says, and never with an error."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from accounts import actions
from accounts.models import User
from cases.models import Sample
from peel.wsgi import application
from tests.factories import (
    AnswerFactory,
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    TeamMemberFactory,
)


@pytest.fixture(autouse=True)
def connection_stays_open() -> Iterator[None]:
    """Requests to the bare application would close the connection that the test runs in."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def api(db: None, tmp_path: Path) -> BaseSchema:
    path = tmp_path / "schema.json"
    call_command("spectacular", "--format", "openapi-json", "--file", str(path))
    return schemathesis.openapi.from_dict(json.loads(path.read_text()))


@pytest.fixture
def token(inspector: User) -> str:
    member = TeamMemberFactory.create(inspection=InspectionFactory.create(), user=inspector)
    sample: Sample = SampleFactory.create(inspection=member.inspection)
    AnswerFactory.create(review=ReviewFactory.create(sample=sample, reviewer=inspector))
    return actions.create_token(by=inspector, name="fuzz")[1]


def fuzz(operation: APIOperation, token: str) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def check(case: Case) -> None:
        case.headers["Authorization"] = f"Bearer {token}"
        response = case.call(app=application, base_url="http://testserver")
        case.validate_response(
            response,
            checks=[not_a_server_error, response_schema_conformance, content_type_conformance],
        )

    check()


def test_nothing_breaks_it(api: BaseSchema, token: str) -> None:
    operations = [found.ok() for found in api.get_all_operations() if isinstance(found, Ok)]
    assert "/api/v1/reviews/{id}/record/" in {operation.path for operation in operations}
    for operation in operations:
        fuzz(operation, token)
