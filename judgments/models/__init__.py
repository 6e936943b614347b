"""Frameworks, judgments, and everything on the way from evidence to a published report."""

from judgments.action_states import ActionState
from judgments.models.drafts import sees_drafts
from judgments.models.evidence import Attachment, Bearing, Evidence, EvidenceArea, EvidenceKind
from judgments.models.findings import (
    Citation,
    Finding,
    FindingKind,
    Passage,
    Practice,
    PracticeKind,
)
from judgments.models.frameworks import Area, Framework, Grade
from judgments.models.judging import (
    LONGEST_SOURCE,
    InspectionArea,
    Judgment,
    JudgmentQuerySet,
    Treatment,
    judgments_seen_by,
    published_in,
)
from judgments.models.public import inspections_open_to
from judgments.models.register import (
    STILL_OPEN,
    Action,
    ActionKind,
    ActionQuerySet,
    FollowUp,
    Outcome,
    Status,
    StatusEntry,
)
from judgments.models.reports import CitedFigure, Publication, Report

__all__ = [
    "LONGEST_SOURCE",
    "STILL_OPEN",
    "Action",
    "ActionKind",
    "ActionQuerySet",
    "ActionState",
    "Area",
    "Attachment",
    "Bearing",
    "Citation",
    "CitedFigure",
    "Evidence",
    "EvidenceArea",
    "EvidenceKind",
    "Finding",
    "FindingKind",
    "FollowUp",
    "Framework",
    "Grade",
    "InspectionArea",
    "Judgment",
    "JudgmentQuerySet",
    "Outcome",
    "Passage",
    "Practice",
    "PracticeKind",
    "Publication",
    "Report",
    "Status",
    "StatusEntry",
    "Treatment",
    "inspections_open_to",
    "judgments_seen_by",
    "published_in",
    "sees_drafts",
]
