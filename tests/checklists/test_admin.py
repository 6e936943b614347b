from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.events import history_of
from accounts.models import User
from checklists import actions
from checklists.models import Question, Version
from tests.checklists.definitions import VALID, broken

pytestmark = pytest.mark.django_db

CHANGED = broken("title: Dip sample", "title: Online dip sample")
BROKEN = broken("title: Result", "titel: Result")
ADD = "/admin/checklists/version/add/"
LIST = "/admin/checklists/version/"


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def draft(db: None) -> Version:
    return actions.load(source=VALID, by=None)


def change_url(version: Version) -> str:
    return reverse("admin:checklists_version_change", args=[version.pk])


def save(client: Client, version: Version, source: str, **fields: str) -> Any:
    data = {"source": source, "edited_checksum": version.checksum, **fields}
    return client.post(change_url(version), data, follow=True)


def test_a_draft_is_added_as_its_definition(admin: Client, administrator: User) -> None:
    response = admin.post(ADD, {"source": VALID.replace("\n", "\r\n"), "edited_checksum": ""})
    assert response.status_code == 302
    version = Version.objects.get()
    assert (version.state, version.source) == ("draft", VALID)
    assert Question.objects.count() == 7
    assert history_of(version).get().by == administrator


def test_a_draft_is_edited_as_its_definition(admin: Client, draft: Version) -> None:
    assert "Dip sample" in admin.get(change_url(draft)).content.decode()
    save(admin, draft, CHANGED)
    draft.refresh_from_db()
    assert (draft.title, draft.source) == ("Online dip sample", CHANGED)
    assert [event.verb for event in history_of(draft)] == ["loaded", "loaded"]


def test_each_problem_stands_in_the_form_with_its_line(admin: Client, draft: Version) -> None:
    response = save(admin, draft, BROKEN.replace("kind: date", "kind: time"))
    errors = response.context["adminform"].form.errors["source"]
    assert errors[0].startswith("line 15: “time” can't be used here.")
    assert len(errors) == 3
    assert any("“titel” isn't a key of a stage. Did you mean “title”?" in e for e in errors)
    assert "titel: Result" in response.content.decode()
    draft.refresh_from_db()
    assert draft.source == VALID


def test_a_problem_never_echoes_markup(admin: Client, draft: Version) -> None:
    response = save(admin, draft, broken("kind: date", "kind: <b>bold</b>"))
    assert "<b>bold</b>" not in response.content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in response.content.decode()


def test_a_draft_keeps_its_checklist_and_version(admin: Client, draft: Version) -> None:
    response = save(admin, draft, broken('version: "2024"', 'version: "2025"'))
    assert "This draft is Dip sample 2024" in response.content.decode()
    assert Version.objects.count() == 1


def test_a_version_that_exists_is_not_added_again(admin: Client, draft: Version) -> None:
    response = admin.post(ADD, {"source": CHANGED, "edited_checksum": ""})
    assert "Dip sample 2024 exists already" in response.content.decode()
    draft.refresh_from_db()
    assert draft.source == VALID


def test_two_people_do_not_overwrite_each_other(admin: Client, draft: Version) -> None:
    actions.load(source=CHANGED, by=None)
    response = save(admin, draft, broken("title: Result", "title: Results"))
    assert "Somebody else changed this draft" in response.content.decode()
    draft.refresh_from_db()
    assert draft.source == CHANGED


def test_publishing_asks_first(admin: Client, draft: Version, administrator: User) -> None:
    chosen = {"action": "publish_selected", "_selected_action": str(draft.pk)}
    page = admin.post(LIST, chosen).content.decode()
    assert "Publish for good?" in page
    assert "never changes again" in page
    assert not Version.objects.published().exists()
    response = admin.post(LIST, {**chosen, "confirmed": "yes"}, follow=True)
    assert "Dip sample 2024 is published." in response.content.decode()
    assert Version.objects.get().published_by == administrator


def test_a_published_version_is_read_only(admin: Client, draft: Version) -> None:
    version = actions.publish(version=draft, by=None)
    page = admin.get(change_url(version)).content.decode()
    assert "Was it checked?" in page
    assert "<textarea" not in page
    assert save(admin, version, CHANGED).status_code == 403
    delete = reverse("admin:checklists_version_delete", args=[version.pk])
    assert admin.post(delete, {"post": "yes"}).status_code == 403
    again = {"action": "publish_selected", "_selected_action": str(version.pk), "confirmed": "yes"}
    assert "is published and never changes" in admin.post(LIST, again, follow=True).content.decode()
    version.refresh_from_db()
    assert version.source == VALID


def test_a_draft_is_discarded_after_a_question(admin: Client, draft: Version) -> None:
    delete = reverse("admin:checklists_version_delete", args=[draft.pk])
    assert "Dip sample 2024" in admin.get(delete).content.decode()
    admin.post(delete, {"post": "yes"})
    assert not Version.objects.exists()


def test_drafts_are_not_deleted_in_bulk(admin: Client, draft: Version) -> None:
    admin.post(
        LIST, {"action": "delete_selected", "_selected_action": str(draft.pk), "post": "yes"}
    )
    assert Version.objects.exists()
    assert "delete_selected" not in admin.get(LIST).content.decode()


def test_the_page_of_a_draft_offers_to_publish_it(admin: Client, draft: Version) -> None:
    assert 'value="publish_selected"' in admin.get(change_url(draft)).content.decode()
    version = actions.publish(version=draft, by=None)
    assert 'value="publish_selected"' not in admin.get(change_url(version)).content.decode()


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_come_in(
    client: Client, draft: Version, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    for url in (LIST, ADD, change_url(draft)):
        assert client.get(url).status_code in {302, 403}
    save(client, draft, CHANGED)
    draft.refresh_from_db()
    assert draft.source == VALID
