"""Taking what is written out of Peel, asked of the acts themselves."""

from functools import partial

import pytest

from accounts.events import history_of
from accounts.models import User
from forces.models import Inspection
from judgments.actions.exporting import record_draft_download, record_findings_export
from peel.lib.errors import Refused
from tests.factories import InspectorFactory, SecondmentFactory

ACTS = (
    partial(record_draft_download, what="draft report as PDF"),
    partial(record_findings_export, what="findings as CSV"),
)


def test_who_sees_no_drafts_takes_none(inspection: Inspection, observer: User) -> None:
    seconded = InspectorFactory.create()
    SecondmentFactory.create(user=seconded, force=inspection.force)
    refused = {
        "You are not on the team": InspectorFactory.create(),
        "Observers read published judgments": observer,
        "You are seconded from": seconded,
    }
    before = history_of(inspection).count()
    for act in ACTS:
        for reason, person in refused.items():
            with pytest.raises(Refused, match=reason):
                act(inspection=inspection, by=person)
    assert history_of(inspection).count() == before


def test_who_of_the_team_takes_drafts_is_recorded(inspection: Inspection, inspector: User) -> None:
    for act in ACTS:
        act(inspection=inspection, by=inspector)
    taken = {event.verb: (event.by, event.details.get("what")) for event in history_of(inspection)}
    assert taken["downloaded the draft report"] == (inspector, "draft report as PDF")
    assert taken["exported findings"] == (inspector, "findings as CSV")
