"""Comments on the page of a review, its bar of them, and the list of those of a sample."""

import re

import pytest
from django.urls import reverse

from cases.actions import commenting
from cases.comment_list import choices_of
from cases.models import Comment, Review
from tests.cases.counting import queries_of
from tests.factories import AnswerFactory, CaseFileFactory, ReviewFactory, SampleFactory


@pytest.fixture
def review(sample, inspector):
    file = CaseFileFactory.create(sample=sample, reference="A-1")
    return ReviewFactory.create(case_file=file, reviewer=inspector, state="submitted")


@pytest.fixture
def mine(sign_in, inspector):
    return sign_in(inspector)


@pytest.fixture
def lead(sign_in, supervisor):
    return sign_in(supervisor)


def on(review, code, text, by, state="open"):
    question = review.case_file.sample.version.questions.get(code=code) if code else None
    return Comment.objects.create(review=review, question=question, text=text, by=by, state=state)


def page(client, review, stage="all"):
    response = client.get(reverse("cases:review", args=[review.pk]), {"stage": stage})
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, pk, **data):
    return client.post(reverse(f"cases:{name}", args=[pk]), data)


def text_of(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


# On the page of a review


def test_a_comment_is_answered_and_resolved(lead, mine, review):
    response = post(lead, "comment", review.pk, question="grade", **{"comment-grade": "Why?"})
    asked = Comment.objects.get()
    address = reverse("cases:review", args=[review.pk])
    assert response["Location"] == f"{address}#c-{asked.pk}"
    reply = post(mine, "reply_to_comment", asked.pk, stage="all",
                 **{f"reply-{asked.pk}": "Because."})  # fmt: skip
    assert reply["Location"] == f"{address}?stage=all#c-{asked.pk}"
    shown = text_of(page(lead, review))
    assert "Supervisor 1, " in shown
    assert "Inspector 1 replied, " in shown
    assert shown.index("Why?") < shown.index("Because.")
    assert "1 comment not resolved" in shown
    post(lead, "resolve_comment", asked.pk)
    shown = text_of(page(lead, review))
    assert "not resolved" not in shown
    assert "Resolved comment by Supervisor 1. Supervisor 1 resolved this, " in shown
    post(lead, "reopen_comment", asked.pk, **{f"reply-{asked.pk}": "Once more."})
    assert "Once more." in page(mine, review)
    assert Comment.objects.get().state == "reopened"


def test_the_reviewer_comments_while_answering(mine, review):
    Review.objects.update(state="allocated")
    assert 'name="comment-effective"' in page(mine, review)
    post(mine, "comment", review.pk, question="effective", **{"comment-effective": "Which log?"})
    assert Comment.objects.filter(question__code="effective", text="Which log?").exists()


def test_the_bar_leads_to_every_comment_that_waits(mine, review, supervisor):
    whole = on(review, "", "In all?", supervisor)
    here = on(review, "effective", "Why?", supervisor, "answered")
    there = on(review, "grade", "Which?", supervisor, "reopened")
    on(review, "remarks", "Done.", supervisor, "resolved")
    shown = page(mine, review, "call_handling")
    bar = shown[shown.index("review-unresolved") :].split("</details>")[0]
    assert re.findall(r'href="([^"]+)"', bar) == [
        f"#c-{whole.pk}",
        f"?stage=investigation#c-{here.pk}",
        f"?stage=investigation#c-{there.pk}",
    ]
    assert re.findall(r">(Open|Answered|Reopened)<", bar) == ["Open", "Answered", "Reopened"]
    for comment in (whole, here, there):
        assert f'id="c-{comment.pk}"' in page(mine, review)


@pytest.mark.parametrize("state", ["allocated", "submitted"])
def test_a_comment_on_a_question_that_is_not_asked_can_still_be_settled(
    lead, mine, review, supervisor, state
):
    AnswerFactory.create(review=review, code="victim_checked", value="no")
    stray = on(review, "repeat_victim", "Was it?", supervisor)
    Review.objects.update(state=state)
    for client in (lead, mine):
        shown = page(client, review)
        assert shown.count(f'id="c-{stray.pk}"') == 1
        assert "(not asked any more)" in shown
        assert shown.index(f'id="c-{stray.pk}"') < shown.index('id="questions"')
    assert reverse("cases:resolve_comment", args=[stray.pk]) in page(lead, review)


def test_only_who_may_settle_is_offered_to(lead, mine, sign_in, review, administrator, supervisor):
    comment = on(review, "effective", "Why?", supervisor)
    reply, resolve, reopen = (
        reverse(f"cases:{name}", args=[comment.pk])
        for name in ("reply_to_comment", "resolve_comment", "reopen_comment")
    )
    assert reply in page(lead, review)
    assert resolve in page(lead, review)
    assert reply in page(mine, review)
    assert resolve not in page(mine, review)
    read = page(sign_in(administrator), review)
    assert "Why?" in read
    assert reply not in read
    assert resolve not in read
    Comment.objects.update(state="resolved")
    assert reopen in page(lead, review)
    assert reopen not in page(mine, review)
    assert reply not in page(mine, review)


def test_a_reply_that_is_refused_comes_back_with_the_others(lead, review, supervisor):
    first, second = (on(review, "grade", text, supervisor) for text in ("Why?", "How?"))
    typed = {f"reply-{first.pk}": " ", f"reply-{second.pk}": "Half", "comment-effective": "Idea"}
    response = post(lead, "reply_to_comment", first.pk, stage="all", **typed)
    shown = response.content.decode()
    assert response.status_code == 400
    assert "Write the reply." in shown
    assert ">Half</textarea>" in shown
    assert ">Idea</textarea>" in shown


def test_personal_data_is_kept_only_when_said_so(lead, review, supervisor):
    comment = on(review, "grade", "Why?", supervisor)
    said = {f"reply-{comment.pk}": "Ask <07700 900123>."}
    refused = post(lead, "reply_to_comment", comment.pk, **said)
    shown = refused.content.decode()
    assert refused.status_code == 400
    assert "a phone number" in shown
    assert 'name="keep_personal_data"' in shown
    assert "Ask &lt;07700 900123&gt;.</textarea>" in shown
    post(lead, "reply_to_comment", comment.pk, keep_personal_data="yes", **said)
    assert comment.replies.get().text == "Ask <07700 900123>."


@pytest.mark.parametrize("name", ["reply_to_comment", "resolve_comment", "reopen_comment"])
def test_a_comment_of_an_unseen_review_is_not_found(
    sign_in, review, other_inspector, supervisor, name
):
    comment = on(review, "", "Look.", supervisor)
    assert post(sign_in(other_inspector), name, comment.pk).status_code == 404
    assert sign_in(supervisor).get(reverse(f"cases:{name}", args=[comment.pk])).status_code == 405


def test_threads_cost_the_page_no_query_each(mine, review, supervisor, inspector):
    address = f"{reverse('cases:review', args=[review.pk])}?stage=all"
    none = queries_of(mine, address)
    for _ in range(3):
        comment = on(review, "effective", "Why?", supervisor)
        for _ in range(2):
            commenting.reply(comment=comment.pk, text="Because.", by=inspector)
    assert queries_of(mine, address) == none


# Over a sample


def listed(client, sample, **query):
    response = client.get(
        reverse("cases:comments", args=[sample.inspection.slug, sample.slug]), query
    )
    assert response.status_code == 200
    return response


def texts(response):
    return [line.text for line in response.context["lines"]]


def test_the_list_is_in_the_order_of_files_and_questions(lead, sample, review, supervisor):
    later = ReviewFactory.create(sample=sample)
    on(later, "", "d", supervisor)
    on(review, "grade", "c", supervisor, "reopened")
    on(review, "answered_promptly", "a", supervisor, "answered")
    on(review, "effective", "b", supervisor)
    on(review, "effective", "done", supervisor, "resolved")
    assert texts(listed(lead, sample)) == ["a", "b", "c", "d"]
    assert texts(listed(lead, sample, state="resolved")) == ["done"]
    assert texts(listed(lead, sample, state="answered")) == ["a"]
    assert len(texts(listed(lead, sample, state="all"))) == 5
    assert texts(listed(lead, sample, state="nonsense")) == ["a", "b", "c", "d"]


def test_each_line_says_where_it_stands_and_leads_there(
    lead, sample, review, supervisor, inspector
):
    comment = on(review, "effective", "Why <i>?", supervisor)
    commenting.reply(comment=comment.pk, text="Because.", by=inspector)
    shown = listed(lead, sample).content.decode()
    address = f"{reverse('cases:review', args=[review.pk])}?stage=investigation#c-{comment.pk}"
    assert f'href="{address}"' in shown
    words = text_of(shown)
    for told in ("A-1", "3.1 Was the investigation effective?", "Answered", "Inspector 1, "):
        assert told in words
    assert "Why &lt;i&gt;?" in shown
    assert f'id="c-{comment.pk}"' in lead.get(address).content.decode()


def test_the_choices_count_what_they_leave(sample, review, supervisor):
    for state in ("open", "open", "answered", "resolved"):
        on(review, "", "x", supervisor, state)
    numbers = {c.code: c.comments for c in choices_of(supervisor, sample, "all")}
    assert numbers == {
        "unresolved": 3, "open": 2, "answered": 1, "resolved": 1, "reopened": 0, "all": 4
    }  # fmt: skip


def test_an_inspector_sees_those_on_their_own_files(mine, sample, review, supervisor):
    on(review, "", "Mine.", supervisor)
    on(ReviewFactory.create(sample=sample), "", "Another's.", supervisor)
    assert texts(listed(mine, sample)) == ["Mine."]


def test_other_samples_and_eliminated_files_are_left_out(lead, sample, review, supervisor):
    elsewhere = ReviewFactory.create(sample=SampleFactory.create(inspection=sample.inspection))
    on(elsewhere, "", "Elsewhere.", supervisor)
    on(review, "", "Gone.", supervisor)
    type(review.case_file).objects.filter(pk=review.case_file_id).update(
        state="eliminated", elimination_reason="missing"
    )
    shown = listed(lead, sample)
    assert texts(shown) == []
    assert "Every comment is resolved." in shown.content.decode()


def test_the_list_asks_the_database_as_often_for_many(lead, sample, review, supervisor, inspector):
    address = reverse("cases:comments", args=[sample.inspection.slug, sample.slug])

    def one_more():
        comment = on(
            ReviewFactory.create(sample=sample, reviewer=inspector), "grade", "?", supervisor
        )
        commenting.reply(comment=comment.pk, text="!", by=inspector)

    one_more()
    few = queries_of(lead, address)
    one_more()
    one_more()
    assert queries_of(lead, address) == few


def test_the_sample_says_how_many_wait_and_leads_to_them(lead, sample, review, supervisor):
    address = reverse("cases:sample", args=[sample.inspection.slug, sample.slug])
    comments = reverse("cases:comments", args=[sample.inspection.slug, sample.slug])
    assert f'href="{comments}">Comments</a>' in lead.get(address).content.decode()
    on(review, "", "Look.", supervisor)
    assert f'href="{comments}">1 comment not resolved</a>' in lead.get(address).content.decode()
