"""The API of the evidence log."""

from typing import Any

import pytest
from django.conf import LazySettings

from accounts.models import User
from judgments.actions.attaching import attach
from judgments.actions.evidence import record_evidence
from judgments.models import Attachment, Citation, Evidence, Finding, InspectionArea
from tests.judgments.conftest import SignIn
from tests.judgments.evidence import files
from tests.judgments.evidence.conftest import SEEN
from tests.judgments.test_pages import queries_of

EVIDENCE, ATTACHMENTS = "/api/v1/evidence/", "/api/v1/attachments/"
NEW = {
    "inspection": "shire-2023-25", "kind": "observation", "gathered_on": "2024-05-06",
    "source_role": "Control room", "summary": "Calls were answered at once.",
    "bearings": {"responding": "supports"},
}  # fmt: skip


def test_evidence_is_logged_changed_withdrawn_and_put_back(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)

    def post(path: str, **sent: object) -> Any:
        response = client.post(f"{EVIDENCE}{path}", sent, "application/json")
        return response.status_code, response.json()

    code, made = post("", **NEW)
    assert (code, made["number"], made["edition"]) == (201, 1, 1)
    assert made["bearings"] == {"responding": "supports"}
    one = f"{made['id']}/"
    changed = {**NEW, "summary": "One call in ten waited.", "edition": 1}
    assert post(f"{one}revise/", **changed)[1]["summary"] == "One call in ten waited."
    assert post(f"{one}revise/", **changed)[0] == 409
    assert post(f"{one}withdraw/")[0] == 400
    assert post(f"{one}withdraw/", reason="Not seen.")[1]["withdrawn"] is True
    assert post(f"{one}put-back/", reason="Seen.")[1]["withdrawn"] is False


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "rumour"}, 400),
        ({"gathered_on": "2099-01-01"}, 400),
        ({"bearings": {}}, 400),
        ({"bearings": {"responding": "doubts"}}, 400),
        ({"bearings": {"nowhere": "supports"}}, 400),
        ({"source_role": "Sergeant Patel"}, 400),
        ({"inspection": "unseen-2023-25"}, 404),
    ],
)
def test_what_does_not_hold_is_refused(
    responding: InspectionArea, inspector: User, sign_in: SignIn,
    changed: dict[str, object], code: int,
) -> None:  # fmt: skip
    response = sign_in(inspector).post(EVIDENCE, {**NEW, **changed}, "application/json")
    assert response.status_code == code
    assert not Evidence.objects.exists()


def test_the_log_is_narrowed(logged: Evidence, inspector: User, sign_in: SignIn) -> None:
    client = sign_in(inspector)

    def numbers(**chosen: str) -> list[int]:
        return [row["number"] for row in client.get(EVIDENCE, chosen).json()["results"]]

    assert numbers() == [1]
    assert numbers(inspection="shire-2023-25", kind="interview", withdrawn="false") == [1]
    assert numbers(area="responding", bearing="weakens") == [1]
    assert numbers(area="responding", bearing="supports") == []
    assert numbers(area="leadership") == []
    assert numbers(search="E1") == numbers(search=logged.summary[:12]) == [1]
    assert numbers(search="nobody said this") == []
    assert numbers(cited="not-cited", area="responding") == [1]
    assert numbers(cited="cited") == []


def test_the_log_is_not_for_observers(
    logged: Evidence, observer: User, administrator: User, sign_in: SignIn
) -> None:
    assert sign_in(observer).get(EVIDENCE).json()["count"] == 0
    assert sign_in(administrator).get(EVIDENCE).json()["count"] == 1


def test_files_are_attached_and_taken(
    logged: Evidence, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    made: Any = client.post(f"{EVIDENCE}{logged.pk}/attach/", {"file": files.upload()})
    assert made.status_code == 201
    assert made.json()["content_type"] == "application/pdf"
    one = f"{ATTACHMENTS}{made.json()['id']}/"
    response: Any = client.get(f"{one}content/")
    assert b"".join(response) == files.PDF
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    wrong = client.post(f"{EVIDENCE}{logged.pk}/attach/", {"file": files.upload("a.png")})
    assert wrong.status_code == 400
    assert client.post(f"{EVIDENCE}{logged.pk}/attach/", {}).status_code == 400
    reason = {"reason": "It names a caller."}
    withdrawn: Any = client.post(f"{one}withdraw/", reason, "application/json")
    assert withdrawn.json()["withdrawn"] is True
    assert client.get(f"{one}content/").status_code == 403
    seen: Any = sign_in(supervisor).get(f"{one}content/")
    assert b"".join(seen) == files.PDF
    back: Any = client.post(f"{one}put-back/", {"reason": "It does not."}, "application/json")
    assert back.json()["withdrawn"] is False


def test_a_file_above_the_limit_is_refused(
    logged: Evidence, inspector: User, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    address = f"{EVIDENCE}{logged.pk}/attach/"
    for megabytes, code in ((2, 400), (27, 413)):
        large = files.upload("plan.pdf", files.PDF + b" " * megabytes * 1024 * 1024)
        assert sign_in(inspector).post(address, {"file": large}).status_code == code
    assert not Attachment.objects.exists()


def test_the_list_takes_as_many_queries_for_any_number(
    attached: Attachment, inspector: User, sign_in: SignIn
) -> None:
    client, logged = sign_in(inspector), attached.evidence
    area = InspectionArea.objects.get(inspection=logged.inspection, area__code="responding")
    finding = Finding.objects.create(
        area=area, kind="main", order=1, heading="Slow", text="It is.", written_by=inspector
    )
    Citation.objects.create(finding=finding, evidence=logged)
    assert client.get(f"{EVIDENCE}{logged.pk}/").json()["findings"] == [finding.pk]
    few = queries_of(client, EVIDENCE)
    for number in range(2):
        other = record_evidence(inspection=logged.inspection, gathered=SEEN, by=inspector)
        Citation.objects.create(finding=finding, evidence=other)
        attach(evidence=other, uploads=[files.upload(f"{number}.txt", b"a")], by=inspector)
    assert queries_of(client, EVIDENCE) == few
