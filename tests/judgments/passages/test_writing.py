"""Writing findings and practice: who may, what is refused, and what the record keeps."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from forces.models import Inspection
from judgments.actions import passages
from judgments.actions.coverage import set_areas
from judgments.actions.passages import Wording
from judgments.findings.versions import versions_of
from judgments.models import Finding, InspectionArea, Practice
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SecondmentFactory, SupervisorFactory
from tests.judgments.conftest import area_of
from tests.judgments.passages.conftest import PROMPT, SHARED, SLOW, evidence_of

Model = type[Finding] | type[Practice]
BOTH = pytest.mark.parametrize(("model", "wording"), [(Finding, PROMPT), (Practice, SHARED)])


def headings(area: InspectionArea, kind: str = "main") -> list[str]:
    found = Finding.objects.standing().filter(area=area, kind=kind).order_by("order")
    return list(found.values_list("heading", flat=True))


@BOTH
def test_it_is_written_and_recorded(
    responding: InspectionArea, inspector: User, model: Model, wording: Wording
) -> None:
    made = passages.write(model, area=responding, wording=wording, by=inspector)
    assert (made.heading, made.text, made.kind) == (wording.heading, wording.text, wording.kind)
    assert (made.order, made.edition, made.withdrawn) == (1, 1, False)
    event = history_of(made).get()
    assert (event.verb, event.by, event.details["text"]) == ("written", inspector, wording.text)


@BOTH
def test_every_text_it_ever_had_is_kept(
    responding: InspectionArea, inspector: User, supervisor: User, model: Model, wording: Wording
) -> None:
    made = passages.write(model, area=responding, wording=wording, by=inspector)
    changed = replace(wording, text="Said better.")
    made = passages.revise(passage=made, wording=changed, edition=1, by=supervisor)
    assert made.edition == 2
    found = [(v.edition, v.text, v.by) for v in versions_of(made)]
    assert found == [(2, "Said better.", supervisor), (1, wording.text, inspector)]
    assert verify_chain(made) == []


def test_saying_the_same_again_makes_no_edition(finding: Finding, supervisor: User) -> None:
    passages.revise(passage=finding, wording=PROMPT, edition=1, by=supervisor)
    assert [version.edition for version in versions_of(finding)] == [1]


def test_nobody_overwrites_what_they_have_not_read(finding: Finding, supervisor: User) -> None:
    passages.revise(passage=finding, wording=SLOW, edition=1, by=supervisor)
    with pytest.raises(Conflict, match="Somebody else changed this finding"):
        passages.revise(passage=finding, wording=PROMPT, edition=1, by=supervisor)
    finding.refresh_from_db()
    assert finding.text == SLOW.text


@pytest.mark.parametrize(
    ("wording", "problem"),
    [
        (replace(PROMPT, heading="  "), "Heading: write something"),
        (replace(PROMPT, text="\n"), "Text: write something"),
        (replace(PROMPT, heading="x" * 201), "at most 200"),
        (replace(PROMPT, text="x" * 20_001), "at most 20,000"),
        (replace(PROMPT, kind="promising"), "Choose the kind"),
        (replace(PROMPT, text="A null \x00"), "can't be stored"),
        (replace(PROMPT, evidence=[7]), "this inspection has no E7"),
    ],
)
def test_what_can_not_be_written(
    responding: InspectionArea, inspector: User, wording: Wording, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        passages.write(Finding, area=responding, wording=wording, by=inspector)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("field", ["heading", "text"])
def test_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User, field: str
) -> None:
    number = "Ring 01632 960 001."
    wording = (
        replace(PROMPT, heading=number) if field == "heading" else replace(PROMPT, text=number)
    )
    with pytest.raises(PersonalDataWarning):
        passages.write(Finding, area=responding, wording=wording, by=inspector)
    kept = replace(wording, keep_personal_data=True)
    assert passages.write(Finding, area=responding, wording=kept, by=inspector).pk


def test_a_heading_is_one_line(responding: InspectionArea, inspector: User) -> None:
    wording = replace(PROMPT, heading=" Two\n lines ")
    made = passages.write(Finding, area=responding, wording=wording, by=inspector)
    assert made.heading == "Two lines"


# Evidence


def test_a_finding_rests_on_evidence_of_its_inspection(
    responding: InspectionArea, inspection: Inspection, inspector: User
) -> None:
    for number in (1, 2, 3):
        evidence_of(inspection, number, inspector)
    made = passages.write(
        Finding, area=responding, wording=replace(PROMPT, evidence=[2, 1]), by=inspector
    )
    wording = replace(PROMPT, evidence=[3, 2])
    made = passages.revise(passage=made, wording=wording, edition=1, by=inspector)
    assert [str(evidence) for evidence in made.evidence.all()] == ["E2", "E3"]
    assert [version.evidence for version in versions_of(made)] == [(2, 3), (1, 2)]


def test_withdrawn_evidence_is_not_newly_cited_but_stays_where_it_was(
    responding: InspectionArea, inspection: Inspection, inspector: User
) -> None:
    first = evidence_of(inspection, 1, inspector)
    wording = replace(PROMPT, evidence=[1])
    made = passages.write(Finding, area=responding, wording=wording, by=inspector)
    first.withdrawn = True
    first.save()
    with pytest.raises(Invalid, match="E1 is withdrawn"):
        passages.write(Finding, area=responding, wording=wording, by=inspector)
    kept = passages.revise(
        passage=made, wording=replace(wording, text="Other."), edition=1, by=inspector
    )
    assert kept.evidence.count() == 1


# The order


def test_findings_change_places_within_their_kind(
    responding: InspectionArea, inspector: User
) -> None:
    for heading in ("A", "B", "C"):
        wording = replace(PROMPT, heading=heading)
        made = passages.write(Finding, area=responding, wording=wording, by=inspector)
        passages.write(Finding, area=responding, wording=SLOW, by=inspector)
    passages.move(passage=made, up=True, by=inspector)
    assert headings(responding) == ["A", "C", "B"]
    passages.move(passage=made, up=True, by=inspector)
    passages.move(passage=made, up=True, by=inspector)
    assert headings(responding) == ["C", "A", "B"]
    passages.move(passage=made, up=False, by=inspector)
    assert headings(responding) == ["A", "C", "B"]
    verbs = [event.verb for event in history_of(made)]
    assert verbs == ["written", "moved up", "moved up", "moved down"]


def test_one_that_is_withdrawn_is_passed_over(responding: InspectionArea, inspector: User) -> None:
    made = [
        passages.write(Finding, area=responding, wording=replace(PROMPT, heading=h), by=inspector)
        for h in ("A", "B", "C")
    ]
    passages.withdraw(passage=made[1], reason="Not so.", by=inspector)
    passages.move(passage=made[2], up=True, by=inspector)
    assert headings(responding) == ["C", "A"]
    with pytest.raises(Conflict, match="has no place in the report"):
        passages.move(passage=made[1], up=True, by=inspector)


# Withdrawing


def test_it_is_withdrawn_and_put_back_with_a_reason(finding: Finding, inspector: User) -> None:
    with pytest.raises(Invalid, match="Give the reason"):
        passages.withdraw(passage=finding, reason=" ", by=inspector)
    with pytest.raises(Conflict, match="is not withdrawn"):
        passages.put_back(passage=finding, reason="Why.", by=inspector)
    passages.withdraw(passage=finding, reason="Not so.", by=inspector)
    with pytest.raises(Conflict, match="withdrawn already"):
        passages.withdraw(passage=finding, reason="Not so.", by=inspector)
    with pytest.raises(Conflict, match="Put it back before"):
        passages.revise(passage=finding, wording=SLOW, edition=1, by=inspector)
    back = passages.put_back(passage=finding, reason="It was so.", by=inspector)
    assert not back.withdrawn
    assert [event.verb for event in history_of(finding)] == ["written", "withdrawn", "put back"]


def test_nothing_is_ever_deleted(finding: Finding, practice: Practice) -> None:
    for kept in (finding, practice):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            kept.delete()


def test_an_area_that_is_written_about_is_not_left_out(
    practice: Practice, inspection: Inspection, supervisor: User
) -> None:
    with pytest.raises(Conflict, match="Responding: the record holds practice about it"):
        set_areas(inspection=inspection, treatments={"leadership": "graded"}, by=supervisor)
    assert area_of(inspection, "responding") == practice.area


# Who


@pytest.mark.parametrize(
    "who", ["other_inspector", "other_supervisor", "administrator", "observer"]
)
def test_only_the_team_writes(finding: Finding, who: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(Refused):
        passages.write(Finding, area=finding.area, wording=SLOW, by=by)
    with pytest.raises(Refused):
        passages.revise(passage=finding, wording=SLOW, edition=1, by=by)
    with pytest.raises(Refused):
        passages.withdraw(passage=finding, reason="Why.", by=by)
    with pytest.raises(Refused):
        passages.move(passage=finding, up=True, by=by)


def test_those_who_work_towards_the_report_see_it(
    finding: Finding, practice: Practice, inspector: User, other_inspector: User,
    other_supervisor: User, observer: User,
) -> None:  # fmt: skip
    for reader, sees in [
        (inspector, True), (other_supervisor, True), (other_inspector, False), (observer, False),
    ]:  # fmt: skip
        assert Finding.objects.visible_to(reader).exists() is sees
        assert Practice.objects.visible_to(reader).exists() is sees


def test_nobody_from_the_force_sees_or_writes_it(finding: Finding) -> None:
    seconded = SupervisorFactory.create()
    SecondmentFactory.create(user=seconded, force=finding.area.inspection.force)
    assert not Finding.objects.visible_to(seconded).exists()
    with pytest.raises(Refused, match="You are seconded from"):
        passages.withdraw(passage=finding, reason="Why.", by=seconded)
