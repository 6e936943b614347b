"""The API of findings and practice."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from forces.models import Inspection
from judgments.actions import passages
from judgments.models import Finding, InspectionArea, Practice
from tests.judgments.conftest import SignIn
from tests.judgments.passages.conftest import PROMPT, SHARED, evidence_of
from tests.judgments.test_pages import queries_of

FINDINGS, PRACTICE = "/api/v1/findings/", "/api/v1/practice/"
WHERE = {"inspection": "shire-2023-25", "area": "responding"}
NEW = {**WHERE, "kind": "main", "heading": "Calls", "text": "Calls are **answered**."}


def test_a_finding_is_written_changed_moved_and_withdrawn(
    responding: InspectionArea, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)

    def post(path: str, **sent: object) -> Any:
        response = client.post(f"{FINDINGS}{path}", sent, "application/json")
        return response.status_code, response.json()

    evidence_of(inspection, 1, inspector)
    code, made = post("", **NEW, evidence=[1])
    assert (code, made["edition"], made["evidence"], made["area"]) == (201, 1, [1], "responding")
    post("", **{**NEW, "heading": "Second"})
    one = f"{made['id']}/"
    change = {"kind": "main", "heading": "Calls", "text": "Calls are lost.", "edition": 1}
    assert post(f"{one}revise/", **change)[1]["text"] == "Calls are lost."
    assert post(f"{one}revise/", **change)[0] == 409
    assert post(f"{one}revise/", **change, evidence=[9])[0] == 409
    assert post(f"{one}revise/", **{**change, "edition": 2}, evidence=[9])[0] == 400
    assert post(f"{one}move/", where="down")[1]["order"] == 2
    assert post(f"{one}move/", where="sideways")[0] == 400
    assert post(f"{one}withdraw/", reason="Not so.")[1]["withdrawn"] is True
    assert post(f"{one}withdraw/", reason="Not so.")[0] == 409
    assert post(f"{one}put-back/", reason="It was so.")[1]["withdrawn"] is False
    editions = client.get(f"{FINDINGS}{one}editions/").json()
    assert [(edition["edition"], edition["evidence"]) for edition in editions] == [
        (2, []),
        (1, [1]),
    ]


def test_practice_is_written_too(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    new = {**NEW, "kind": "innovative"}
    response = client.post(PRACTICE, new, "application/json")
    assert response.status_code == 201
    assert "evidence" not in response.json()
    refused = client.post(PRACTICE, NEW, "application/json")
    assert refused.status_code == 400


def test_what_is_listed_is_narrowed(
    finding: Finding, practice: Practice, inspector: User, observer: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    for sent, number in [({"kind": "main"}, 1), ({"area": "leadership"}, 0), (WHERE, 1)]:
        assert client.get(FINDINGS, sent).json()["count"] == number
    assert client.get(PRACTICE, {"kind": "promising", "withdrawn": "false"}).json()["count"] == 1
    assert sign_in(observer).get(FINDINGS).json()["count"] == 0


@pytest.mark.parametrize("who", ["other_supervisor", "administrator"])
def test_who_only_reads_is_refused(
    finding: Finding, who: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for path in ("revise", "withdraw", "put-back", "move"):
        assert client.post(f"{FINDINGS}{finding.pk}/{path}/", {}).status_code == 403
    assert client.post(FINDINGS, NEW, "application/json").status_code == 403


def test_nobody_writes_about_an_inspection_that_they_do_not_see(
    finding: Finding, other_inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(other_inspector)
    assert client.post(FINDINGS, NEW, "application/json").status_code == 404
    assert client.get(f"{FINDINGS}{finding.pk}/").status_code == 404


def test_lists_take_as_many_queries_for_any_number(
    responding: InspectionArea, inspection: Inspection, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)

    def write_both(number: int) -> None:
        evidence_of(inspection, number, inspector)
        wording = replace(PROMPT, evidence=[number])
        passages.write(Finding, area=responding, wording=wording, by=inspector)
        passages.write(Practice, area=responding, wording=SHARED, by=inspector)

    write_both(1)
    few = [queries_of(client, path) for path in (FINDINGS, PRACTICE)]
    for number in (2, 3):
        write_both(number)
    assert [queries_of(client, path) for path in (FINDINGS, PRACTICE)] == few
