"""The API of judgments."""

from typing import Any

from accounts.models import User
from forces.models import Inspection
from judgments.actions import judging
from judgments.models import Framework, InspectionArea, Judgment
from tests.factories import ForceFactory
from tests.judgments.asked import earlier_inspection
from tests.judgments.conftest import COVERED, GOOD, SignIn, area_of, publish_new

JUDGMENTS = "/api/v1/judgments/"
AREAS = "/api/v1/inspections/shire-2023-25/areas/"


def test_a_framework_is_given_with_its_scale(
    framework: Framework, observer: User, sign_in: SignIn
) -> None:
    shown: Any = sign_in(observer).get("/api/v1/frameworks/2023-25/").json()
    assert [grade["code"] for grade in shown["grades"]] == ["good", "requires_improvement"]
    assert shown["areas"][3] == {
        "code": "planning", "title": "Planning", "graded": True, "order": 4, "pillar": "leadership",
    }  # fmt: skip


def test_what_is_covered_is_set_and_given(
    inspection: Inspection, supervisor: User, inspector: User, sign_in: SignIn
) -> None:
    sent = {"areas": COVERED}
    refused = sign_in(inspector).put(AREAS, sent, "application/json")
    assert refused.status_code == 403
    assert sign_in(supervisor).put(AREAS, sent, "application/json").status_code == 200
    shown = sign_in(inspector).get(AREAS).json()
    assert {row["area"]: row["treatment"] for row in shown} == COVERED
    broken = {"areas": {"responding": "perhaps"}}
    assert sign_in(supervisor).put(AREAS, broken, "application/json").status_code == 400


def test_what_a_published_inspection_covers_is_open_to_every_inspector(
    drafted: Judgment, supervisor: User, other_inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(other_inspector)
    assert client.get(AREAS).status_code == 404
    publish_new(area_of(drafted.area.inspection, "leadership"), "good", supervisor)
    assert {row["area"]: row["treatment"] for row in client.get(AREAS).json()} == COVERED
    assert client.put(AREAS, {"areas": COVERED}, "application/json").status_code == 404


def test_all_confirmed_judgments_are_published_together(
    confirmed: Judgment, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    address = "/api/v1/inspections/shire-2023-25/judgments/publish/"
    assert sign_in(inspector).post(address).status_code == 403
    early: Any = sign_in(supervisor).post(address)
    assert (early.status_code, "nobody has judged it" in str(early.json())) == (409, True)
    publish_new(area_of(confirmed.area.inspection, "leadership"), "good", supervisor)
    made: Any = sign_in(supervisor).post(address)
    assert [(row["id"], row["state"]) for row in made.json()] == [(confirmed.pk, "published")]
    assert sign_in(supervisor).post(address).status_code == 409


def test_the_grades_of_a_cycle_are_given_by_forces_and_counted(
    published: Judgment, inspector: User, observer: User, sign_in: SignIn
) -> None:
    force = published.area.inspection.force
    leadership = area_of(published.area.inspection, "leadership")
    draft = judging.draft(area=leadership, opinion=GOOD, by=inspector)
    bare = ForceFactory.create(region=force.region)
    address = "/api/v1/cycles/2023-25/grades/"
    shown: Any = sign_in(observer).get(address).json()
    assert shown["forces"] == [{
        "force": force.slug,
        "inspection": "shire-2023-25",
        "areas": [
            {"area": "responding", "treatment": "graded", "grade": "good", "stands_from": None,
             "judgment": published.pk, "under_way": None, "synthetic": False},
            {"area": "leadership", "treatment": "graded", "grade": None, "stands_from": None,
             "judgment": None, "under_way": None, "synthetic": False},
        ],
    }]  # fmt: skip
    assert shown["counts"][0] == {"grade": "good", "forces": {"responding": 1, "leadership": 0}}
    assert (shown["ungraded"], shown["without"]) == (["victim_service"], [bare.slug])
    seen: Any = sign_in(inspector).get(address, {"region": force.region}).json()
    assert seen["forces"][0]["areas"][1]["under_way"] == draft.pk
    assert sign_in(observer).get(address, {"region": "nowhere"}).status_code == 400
    assert sign_in(observer).get("/api/v1/cycles/1999/grades/").status_code == 404


def test_a_force_is_given_through_its_cycles_with_why_they_are_not_compared(
    published: Judgment, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    before = earlier_inspection(published.area.inspection, supervisor)
    publish_new(area_of(before, "responding"), "requires_improvement", supervisor)
    address = f"/api/v1/forces/{before.force.slug}/grades/"
    latest, earliest = sign_in(observer).get(address).json()
    assert (latest["cycle"], earliest["cycle"]) == ("2023-25", "2010")
    grades = {area["area"]: area["grade"] for area in latest["areas"]}
    assert grades == {"victim_service": None, "responding": "good", "leadership": None}
    assert [area["grade"] for area in earliest["areas"]] == ["requires_improvement"]
    assert latest["not_compared"].startswith("Grades of 2010 and 2023-25 are not compared")
    assert earliest["not_compared"] is None
    assert sign_in(observer).get("/api/v1/forces/nowhere/grades/").status_code == 404


def test_a_judgment_goes_all_the_way(
    responding: InspectionArea, inspector: User, supervisor: User, other_supervisor: User,
    observer: User, sign_in: SignIn,
) -> None:  # fmt: skip
    def post(user: User, path: str, **sent: object) -> Any:
        response = sign_in(user).post(f"{JUDGMENTS}{path}", sent, "application/json")
        return response.status_code, response.json()

    new = {"inspection": "shire-2023-25", "area": "responding", "grade": "good", "rationale": "A."}
    code, made = post(inspector, "", **new)
    assert (code, made["state"], made["edition"]) == (201, "draft", 1)
    one = f"{made['id']}/"
    assert post(inspector, "", **new)[0] == 409
    revised = {"grade": "good", "rationale": "B.", "edition": 1}
    assert post(inspector, f"{one}revise/", **revised)[1]["edition"] == 2
    assert post(inspector, f"{one}revise/", **revised)[0] == 409
    assert post(inspector, f"{one}propose/")[1]["state"] == "proposed"
    assert post(inspector, f"{one}moderate/")[0] == 403
    assert post(other_supervisor, f"{one}send-back/", reason="More.")[1]["state"] == "draft"
    assert post(inspector, f"{one}propose/")[0] == 200
    assert post(other_supervisor, f"{one}moderate/")[1]["state"] == "moderated"
    assert post(supervisor, f"{one}step-back/", reason="Wait.")[1]["state"] == "proposed"
    assert post(other_supervisor, f"{one}moderate/")[0] == 200
    assert post(supervisor, f"{one}confirm/")[1]["state"] == "confirmed"
    assert sign_in(observer).get(f"{JUDGMENTS}{one}").status_code == 404
    assert post(supervisor, f"{one}publish/")[1]["published_on"]
    again = {"grade": "requires_improvement", "rationale": "C.", "reason": "A slip."}
    code, reissued = post(supervisor, f"{one}reissue/", **again)
    assert (code, reissued["revision"], reissued["reason"]) == (201, 2, "A slip.")
    second = f"{reissued['id']}/"
    assert post(supervisor, f"{second}withdraw/", reason="None.")[1]["state"] == "withdrawn"
    assert post(supervisor, f"{second}take-up-again/", reason="Yes.")[1]["state"] == "draft"
    shown = sign_in(observer).get(JUDGMENTS, {"grade": "good", "cycle": "2023-25"}).json()
    assert [row["id"] for row in shown["results"]] == [made["id"]]


def test_nobody_judges_an_inspection_that_they_do_not_see(
    published: Judgment, other_inspector: User, sign_in: SignIn
) -> None:
    """Not even where a published judgment of it shows them the area."""
    new = {"inspection": "shire-2023-25", "area": "responding", "grade": "good", "rationale": "A."}
    response = sign_in(other_inspector).post(JUDGMENTS, new, "application/json")
    assert response.status_code == 404
