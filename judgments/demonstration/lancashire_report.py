"""Loads Lancashire's report of 2023-25 with all that it rests on, and publishes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from cases.demonstration.people import INSPECTORS, SUPERVISORS, Person
from forces.models import Inspection
from judgments.actions import asking, following_up, reporting
from judgments.actions.evidence import Gathered, record_evidence
from judgments.actions.following_up import Answer
from judgments.actions.passages import Wording, write
from judgments.actions.printed_actions import enter_printed_actions
from judgments.actions.register import Progress, record_status
from judgments.demonstration import lancashire
from judgments.demonstration.report_texts import asked_in_2017, report_texts
from judgments.models import Action, Evidence, Finding, FindingKind, InspectionArea, Practice

REGISTER = (
    Progress("being_progressed", date(2018, 6, 4), "An action plan was agreed with the force."),
    Progress("being_progressed", date(2019, 1, 21), "Training has begun in every division."),
)
"""How the force went on with each area for improvement of 2017."""


def load_lancashire_report(people: Mapping[Person, User]) -> None:
    """Evidence, findings, actions and what became of those of 2017, then the published report."""
    inspection = Inspection.objects.get(slug=lancashire.SLUG)
    author, lead = people[INSPECTORS[0]], people[SUPERVISORS[0]]
    texts = report_texts()
    for each in texts["evidence"]:
        _log(inspection, each, author)
    areas = _areas(inspection)
    for code, findings in texts["findings"].items():
        for finding in findings:
            write(Finding, area=areas[code], wording=_wording(finding), by=author)
    for code, practices in texts["practices"].items():
        for practice in practices:
            write(Practice, area=areas[code], wording=_wording(practice), by=author, synthetic=True)
    for action in texts["actions"]:
        wording = asking.Wording(action["kind"], action["title"], action["text"])
        asking.write(area=areas[action["area"]], wording=wording, by=author, synthetic=True)
    _follow_up_2017(inspection, texts["follow_ups"], author, lead)
    reporting.write_summary(inspection=inspection, text=texts["summary"], edition=0, by=author)
    reporting.publish(inspection=inspection, by=lead)


def _areas(inspection: Inspection) -> dict[str, InspectionArea]:
    rows = InspectionArea.objects.filter(inspection=inspection).select_related("area")
    return {row.area.code: row for row in rows}


def _log(inspection: Inspection, logged: Mapping[str, Any], by: User) -> None:
    gathered = Gathered(
        kind=logged["kind"],
        gathered_on=logged["gathered_on"],
        source_role=logged["source_role"],
        summary=logged["summary"],
        bearings=logged["areas"],
    )
    record_evidence(inspection=inspection, gathered=gathered, by=by)


def _wording(passage: Mapping[str, Any]) -> Wording:
    return Wording(
        kind=passage.get("kind", FindingKind.MAIN),
        heading=passage["heading"],
        text=passage["text"],
        evidence=passage.get("evidence", ()),
    )


def _follow_up_2017(
    inspection: Inspection, said: list[dict[str, Any]], author: User, lead: User
) -> None:
    earlier = Inspection.objects.get(force=inspection.force, cycle__slug="2017")
    printed = asked_in_2017(earlier, lancashire.SOURCE_OF_2017, lancashire.PUBLISHED_2017)
    entered = enter_printed_actions(actions=printed, by=lead)
    asked = {action.title: action for action in entered.actions}
    for each in said:
        action = asked[each["title"]]
        _keep_register(action, lead)
        _say(action, inspection, each, author)


def _keep_register(action: Action, by: User) -> None:
    for progress in REGISTER:
        record_status(action=action, progress=progress, read=action.entries.count(), by=by)


def _say(action: Action, inspection: Inspection, said: Mapping[str, Any], by: User) -> None:
    evidence = Evidence.objects.get(inspection=inspection, number=said["evidence"])
    answer = Answer(outcome=said["outcome"], note=said["note"], evidence=evidence)
    following_up.say(action=action, inspection=inspection, answer=answer, read=0, by=by)
