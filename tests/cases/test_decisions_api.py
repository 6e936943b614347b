"""Decisions over the API: who sees them, and which are listed."""

import pytest
from django.test import Client

from accounts.models import User
from cases.actions.moderating import agree, step_back_agreement
from cases.models import CaseFile, Choice, Reading, Sample
from tests.cases.moderated import decide_all, differing_file, rule
from tests.factories import InspectorFactory, SecondmentFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/decisions/"


@pytest.fixture
def file(sample: Sample, inspector: User, other_inspector: User) -> CaseFile:
    return differing_file(sample, inspector, other_inspector)


def listed(user: User, query: str = "") -> list[dict[str, object]]:
    client = Client()
    client.force_login(user)
    found: list[dict[str, object]] = client.get(f"{DECISIONS}{query}").json()["results"]
    return found


def test_supervisors_and_administrators_see_every_decision(file, supervisor, administrator):
    rule(file, supervisor, "effective", Choice.SECOND)
    [found] = listed(supervisor)
    expected = {
        "inspection": "shire-2023-25", "sample": "vsa", "case_file": file.pk,
        "reference": file.reference, "question": "effective", "revision": 1, "chose": "second",
        "value": "no", "first_value": "yes", "second_value": "no",
        "reason": "The log says so.", "by": "Supervisor 1",
    }  # fmt: skip
    assert found.items() >= expected.items()
    assert len(listed(administrator)) == 1


def test_a_reviewer_sees_them_while_the_agreed_review_counts(file, supervisor, inspector):
    decide_all(file, supervisor)
    assert listed(inspector) == []
    agree(case_file=file.pk, by=supervisor)
    assert len(listed(inspector)) == 4
    assert Reading.objects.filter(reader=inspector).count() == 2
    step_back_agreement(case_file=file.pk, reason="Look again.", by=supervisor)
    assert listed(inspector) == []


def test_nobody_else_does(file, supervisor, observer, other_supervisor):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    colleague = InspectorFactory.create()
    TeamMemberFactory.create(inspection=file.sample.inspection, user=colleague)
    SecondmentFactory.create(user=other_supervisor, force=file.sample.inspection.force)
    for person in (observer, colleague, other_supervisor):
        assert listed(person) == []


def test_they_are_filtered(file, supervisor):
    decide_all(file, supervisor)
    rule(file, supervisor, "effective", Choice.FIRST)
    rule(file, supervisor, "grade", Choice.OPEN)
    assert len(listed(supervisor)) == 6
    standing = {(d["question"], d["revision"]) for d in listed(supervisor, "?standing=true")}
    assert standing == {("victim_checked", 1), ("crimes_recorded", 1), ("effective", 2)}
    assert len(listed(supervisor, "?standing=false")) == 3
    assert len(listed(supervisor, "?question=effective")) == 2
    assert len(listed(supervisor, f"?case_file={file.pk}&chose=open")) == 1
    assert listed(supervisor, "?sample=other") == []
