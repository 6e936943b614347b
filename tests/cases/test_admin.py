"""Casework in Django's admin: everything can be looked up, nothing can be changed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from cases.models import Answer, AnswerHistory, CaseFile, Comment, Review, Sample
from tests.cases.counting import queries_of
from tests.factories import AnswerFactory, InspectorFactory, ReviewFactory

MODELS = list(apps.get_app_config("cases").get_models())


@pytest.fixture
def casework(sample, inspector):
    """Makes a file with an answer and a comment."""

    def casework():
        review = ReviewFactory.create(sample=sample, reviewer=InspectorFactory.create())
        AnswerFactory.create(review=review)
        Comment.objects.create(review=review, text="Why?", by=inspector)
        return review

    return casework


def address(model, page, *args) -> str:
    return reverse(f"admin:cases_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_there_and_read_only(rf, administrator, model):
    request = rf.get("/")
    request.user = administrator
    registered = admin.site._registry[model]
    assert registered.has_view_permission(request)
    assert not registered.has_add_permission(request)
    assert not registered.has_change_permission(request)
    assert not registered.has_delete_permission(request)
    assert registered.get_actions(request) == {}


@pytest.mark.parametrize("model", MODELS)
def test_lists_open_and_search(sign_in, administrator, casework, model):
    casework()
    client = sign_in(administrator)
    assert client.get(address(model, "changelist"), {"q": "REF"}).status_code == 200
    assert client.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", [Sample, CaseFile, Review, Answer, AnswerHistory, Comment])
def test_lists_cost_the_same_for_any_number(sign_in, administrator, casework, model):
    client, counts = sign_in(administrator), []
    for number in (1, 2):
        for _ in range(number):
            casework()
        counts.append(queries_of(client, address(model, "changelist")))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", [Sample, CaseFile, Review, Answer, AnswerHistory, Comment])
def test_a_thing_is_shown_and_refuses_change(sign_in, administrator, casework, model):
    casework()
    client, found = sign_in(administrator), model.objects.first()
    assert client.get(address(model, "change", found.pk)).status_code == 200
    assert client.post(address(model, "change", found.pk), {}).status_code == 403
    assert client.post(address(model, "delete", found.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=found.pk).exists()


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_others_are_kept_out(request, sign_in, casework, role):
    casework()
    response = sign_in(request.getfixturevalue(role)).get(address(CaseFile, "changelist"))
    assert response.status_code in {302, 403}


def test_sign_offs_are_listed_by_their_name(sign_in, administrator):
    assert ">Sign-offs<" in sign_in(administrator).get(reverse("admin:index")).content.decode()
