"""Figures in text over the API."""

from typing import Any

import pytest
from django.test import Client

from accounts.events import target_of
from accounts.models import User
from cases.models import Sample
from judgments.actions import passages
from judgments.models import Finding, InspectionArea
from tests.judgments.conftest import SignIn
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again
from tests.judgments.test_pages import queries_of

FIGURES = "/api/v1/inspections/lancashire-2023-25/figures/"
EFFECTIVE = f"{{{{{VSA}/effective count}}}}"
TYPED = "Investigations were effective in two of three cases."


@pytest.fixture
def client(inspector: User, sign_in: SignIn) -> Client:
    return sign_in(inspector)


def write(area: InspectionArea, text: str, by: User) -> Finding:
    wording = passages.Wording("main", "What we found", text)
    return passages.write(Finding, area=area, wording=wording, by=by)


def post(client: Client, path: str, **sent: object) -> tuple[int, Any]:
    response = client.post(f"{FIGURES}{path}/", sent, "application/json")
    return response.status_code, response.json()


def test_the_check_gives_each_figure(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    finding = write(covered, TYPED, inspector)
    found = client.get(FIGURES).json()
    assert found["error_count"] == 0
    (line,) = found["lines"]
    assert (line["verdict"], line["owner"], line["edition"]) == ("typed", target_of(finding), 1)
    assert line["offers"][0] == {
        "start": TYPED.index("two"), "words": "two of three cases", "token": EFFECTIVE,
        "name": "Effective investigations", "printed": "two of three cases",
        "reads": TYPED,
    }  # fmt: skip


def test_what_the_check_gives_is_enough_to_use_the_token(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    write(covered, TYPED, inspector)
    (line,) = client.get(FIGURES).json()["lines"]
    offer = line["offers"][0]
    sent = {
        "owner": line["owner"], "edition": line["edition"], "start": offer["start"],
        "words": offer["words"], "token": offer["token"],
    }  # fmt: skip
    code, found = post(client, "use-token", **sent)
    assert (code, [line["verdict"] for line in found["lines"]]) == (200, ["linked"])
    assert post(client, "use-token", **sent)[0] == 409
    assert post(client, "use-token", owner="x")[0] == 400


def test_a_moved_figure_is_accepted_as_it_was_read(
    covered: InspectionArea, client: Client, inspector: User, signed: Sample, supervisor: User
) -> None:
    write(covered, f"Good in {EFFECTIVE}.", inspector)
    change_an_answer(signed, supervisor)
    sign_off_again(signed, supervisor)
    (line,) = client.get(FIGURES).json()["lines"]
    assert (line["verdict"], line["was"], line["now"]) == (
        "moved", "two of three cases", "all three cases"
    )  # fmt: skip
    read = {"owner": line["owner"], "token": line["written"], "printed": line["was"]}
    assert post(client, "accept", figures=[read])[0] == 409
    code, found = post(client, "accept", figures=[{**read, "printed": line["now"]}])
    assert (code, found["error_count"]) == (200, 0)
    assert post(client, "accept", figures=[])[0] == 400


def test_figures_to_insert_are_found_by_their_words(
    covered: InspectionArea, client: Client
) -> None:
    found = client.get(f"{FIGURES}choices/", {"q": "violence effective"}).json()
    assert found["number"] == 1
    assert found["shown"][0]["forms"][1] == {
        "form": "count",
        "token": f"{{{{{VSA}/effective_violence count}}}}",
        "printed": "the only relevant case",
    }
    assert client.get(f"{FIGURES}choices/").json()["number"] == 6


def test_drafts_are_not_for_everybody(
    covered: InspectionArea, observer: User, administrator: User, other_inspector: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    for user, seen, written in (
        (observer, 403, 403), (administrator, 200, 403), (other_inspector, 404, 404),
    ):  # fmt: skip
        client = sign_in(user)
        assert client.get(FIGURES).status_code == seen
        assert client.get(f"{FIGURES}choices/").status_code == seen
        assert post(client, "accept")[0] == written
        assert post(client, "use-token")[0] == written


def test_any_number_of_figures_takes_the_same_queries(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    write(covered, TYPED, inspector)
    one = queries_of(client, FIGURES)
    for _ in range(2):
        write(covered, f"{TYPED} {EFFECTIVE}", inspector)
    assert queries_of(client, FIGURES) == one
