import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from checklists import actions, versions
from checklists.models import Version
from checklists.versions import forget_instruments, instrument_of
from tests.checklists.definitions import VALID, broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Version:
    return actions.load(source=VALID, by=None)


def test_a_published_instrument_is_read_once(
    draft: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published = actions.publish(version=draft, by=None)
    fetched = Version.objects.get(pk=published.pk)
    with django_assert_num_queries(4):
        first = instrument_of(fetched)
    with django_assert_num_queries(0):
        assert instrument_of(published) is first
    forget_instruments()
    with django_assert_num_queries(4):
        assert instrument_of(published) == first


def test_a_draft_is_read_anew_each_time(
    draft: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = instrument_of(draft)
    changed = actions.load(source=broken("title: Contact", "title: First contact"), by=None)
    with django_assert_num_queries(4):
        after = instrument_of(changed)
    assert before.stages[1].title == "Contact"
    assert after.stages[1].title == "First contact"


def test_the_memory_is_bounded_and_drops_what_was_not_used_longest(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(versions, "KEPT", 2)
    first, second, third = (
        actions.publish(version=actions.load(source=named(label), by=None), by=None)
        for label in ("1", "2", "3")
    )
    instrument_of(first)
    instrument_of(second)
    instrument_of(first)
    instrument_of(third)
    with django_assert_num_queries(0):
        instrument_of(first)
        instrument_of(third)
    with django_assert_num_queries(4):
        instrument_of(second)


def named(label: str) -> str:
    return broken('version: "2024"', f'version: "{label}"')


def test_question_ids_are_those_of_the_rows(draft: Version) -> None:
    instrument = instrument_of(draft)
    rows = dict(draft.questions.values_list("code", "pk"))
    assert {q.code: q.id for q in instrument.questions} == rows
    assert instrument.version_id == draft.pk


def test_drafts_are_for_supervisors_and_administrators(
    draft: Version,
    inspector: User,
    supervisor: User,
    administrator: User,
    observer: User,
) -> None:
    other = actions.publish(version=actions.load(source=named("2025"), by=None), by=None)
    for user in (supervisor, administrator):
        assert set(Version.objects.visible_to(user)) == {draft, other}
    for user in (inspector, observer):
        assert set(Version.objects.visible_to(user)) == {other}
    administrator.is_active = False
    assert not Version.objects.visible_to(administrator).exists()
    assert not Version.objects.visible_to(AnonymousUser()).exists()
    assert set(Version.objects.published()) == {other}
