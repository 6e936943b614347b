"""What concerns a person, on the first page of their work and as a list."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import commenting, reviewing
from cases.models import Notice, NoticeKind
from cases.notices import SENTENCES, SHOWN_AT_HOME, address_of
from cases.states import ReviewState
from tests.cases.counting import queries_of
from tests.factories import ReviewFactory

MY_WORK, LIST = "/my-work/", "/notices/"


@pytest.fixture
def review(sample, inspector):
    return ReviewFactory.create(sample=sample, reviewer=inspector, state="submitted")


@pytest.fixture
def notice(sample, supervisor):
    """Makes a notice of a person."""

    def notice(person, kind=NoticeKind.ALLOCATED, **more):
        return Notice.objects.create(
            **{"person": person, "kind": kind, "by": supervisor, "sample": sample, **more}
        )

    return notice


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_every_kind_has_its_sentence():
    assert set(SENTENCES) == set(NoticeKind)


@pytest.mark.parametrize("role", ["inspector", "supervisor"])
def test_the_first_page_says_when_there_is_nothing(request, sign_in, inspection, role):
    text = text_of(sign_in(request.getfixturevalue(role)).get(MY_WORK))
    assert "What concerns you What you have read Nothing new." in text
    assert "Mark all as read" not in text


@pytest.mark.parametrize("role", ["inspector", "supervisor"])
def test_the_first_page_shows_the_newest_that_are_unread(request, sign_in, notice, role):
    person = request.getfixturevalue(role)
    for number in range(SHOWN_AT_HOME + 2):
        notice(person, reference=f"N-{number}")
    notice(person, reference="READ", read_at=timezone.now())
    page = sign_in(person).get(MY_WORK)
    shown = [line.text for line in page.context["concerns"].lines]
    assert shown == [
        f"Supervisor 1 allocated N-{n} to you" for n in range(SHOWN_AT_HOME + 1, 1, -1)
    ]
    assert "More, and what you have read" in text_of(page)
    assert "Shire" in text_of(page)


def test_only_ones_own_are_shown(sign_in, notice, inspector, other_inspector):
    notice(other_inspector, reference="OTHER")
    client = sign_in(inspector)
    for address in (MY_WORK, LIST):
        assert "OTHER" not in client.get(address).content.decode()


def test_what_was_written_is_escaped(sign_in, notice, inspector):
    notice(inspector, reference="<b>A</b>")
    assert "&lt;b&gt;A&lt;/b&gt;" in sign_in(inspector).get(MY_WORK).content.decode()


def test_following_a_notice_marks_it_and_leads_there(sign_in, review, inspector, supervisor):
    commenting.add_comment(review=review.pk, question="grade", text="Why?", by=supervisor)
    client, notice = sign_in(inspector), Notice.objects.get()
    address = reverse("cases:notice", args=[notice.pk])
    client.head(address)
    assert Notice.objects.unread().exists()
    response = client.get(address)
    assert response["Location"] == (
        f"{reverse('cases:review', args=[review.pk])}?stage=investigation#c-{notice.comment_id}"
    )
    assert client.get(response["Location"]).status_code == 200
    assert not Notice.objects.unread().exists()


def test_what_is_not_seen_any_more_is_not_found(sign_in, notice, review, inspector):
    made = notice(inspector, NoticeKind.RETURNED, review=review, reference="GONE")
    review.reviewer, review.state = None, ReviewState.UNALLOCATED
    review.save()
    client = sign_in(inspector)
    assert client.get(reverse("cases:notice", args=[made.pk])).status_code == 404
    assert client.post(reverse("cases:mark_read", args=[made.pk])).status_code == 404
    assert "GONE" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("kind", "role", "name", "query"),
    [
        (NoticeKind.ALLOCATED, "inspector", "my_work", ""),
        (NoticeKind.ALLOCATED, "supervisor", "sample", ""),
        (NoticeKind.REPLACED, "supervisor", "sample", "?state=unallocated"),
        (NoticeKind.SIGNED_OFF, "inspector", "results", ""),
        (NoticeKind.SAMPLE_REOPENED, "supervisor", "sample", ""),
    ],
)
def test_a_notice_of_a_sample_leads_to_it(request, notice, sample, kind, role, name, query):
    person = request.getfixturevalue(role)
    at = [] if name == "my_work" else [sample.inspection.slug, sample.slug]
    place = f"#sample-{sample.pk}" if name == "my_work" else ""
    address = reverse(f"cases:{name}", args=at) + query + place
    assert address_of(notice(person, kind, files=3), person) == address


def test_one_is_put_aside_and_the_page_comes_back(sign_in, notice, inspector):
    first, second = notice(inspector), notice(inspector)
    client = sign_in(inspector)
    page = client.get(MY_WORK).content.decode()
    address = reverse("cases:mark_read", args=[first.pk])
    assert f'formaction="{address}"' in page
    back = client.post(address, headers={"referer": f"http://testserver{MY_WORK}"})
    assert back["Location"].endswith(MY_WORK)
    assert list(Notice.objects.unread()) == [second]
    assert client.post(address)["Location"] == LIST


def test_all_that_were_there_are_put_aside(sign_in, notice, inspector, other_inspector):
    for _ in range(SHOWN_AT_HOME + 2):
        last = notice(inspector)
    others, client = notice(other_inspector), sign_in(inspector)
    until = client.get(MY_WORK).context["concerns"].newest
    assert until == last.pk
    later = notice(inspector)
    response = client.post("/notices/read/", {"until": until}, follow=True)
    assert f"{SHOWN_AT_HOME + 2} notices marked as read." in text_of(response)
    assert set(Notice.objects.unread()) == {others, later}


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30])
def test_a_broken_form_marks_nothing(sign_in, notice, inspector, until):
    notice(inspector)
    assert sign_in(inspector).post("/notices/read/", {"until": until}).status_code == 302
    assert Notice.objects.unread().count() == 1


def test_the_list_has_what_was_read_too(sign_in, notice, inspector):
    notice(inspector, reference="READ", read_at=timezone.now())
    notice(inspector, reference="NEW")
    page = sign_in(inspector).get(LIST)
    assert [(line.text.split()[3], line.is_read) for line in page.context["lines"]] == [
        ("NEW", False), ("READ", True)
    ]  # fmt: skip


def test_an_empty_list_says_what_to_expect(sign_in, observer):
    assert "Nothing concerns you yet." in text_of(sign_in(observer).get(LIST))


@pytest.mark.parametrize("address", [MY_WORK, LIST])
@pytest.mark.parametrize("role", ["inspector", "supervisor"])
def test_notices_cost_no_query_each(request, sign_in, sample, inspector, supervisor, role, address):
    person = request.getfixturevalue(role)
    client = sign_in(person)

    def one_more():
        made = ReviewFactory.create(sample=sample, reviewer=inspector, state="submitted")
        comment = commenting.add_comment(
            review=made.pk, question="grade", text="Why?", by=supervisor
        )
        commenting.reply(comment=comment.pk, text="Because.", by=inspector)
        reviewing.accept(review=made.pk, by=supervisor)
        Notice.objects.update(read_at=None)

    one_more()
    few = queries_of(client, address)
    one_more()
    one_more()
    assert queries_of(client, address) == few
