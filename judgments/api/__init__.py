"""The API of judgments, over the same actions as the pages."""

from judgments.api.actions import ActionViewSet
from judgments.api.coverage import InspectionAreas
from judgments.api.evidence import AttachmentViewSet, EvidenceViewSet
from judgments.api.figures import AcceptFigures, FigureChoices, InspectionFigures, UseToken
from judgments.api.follow_ups import InspectionFollowUps
from judgments.api.frameworks import FrameworkViewSet
from judgments.api.grades import CycleGrades, ForceGrades
from judgments.api.judging import JudgmentViewSet, PublishJudgments
from judgments.api.passages import FindingViewSet, PracticeViewSet
from judgments.api.reports import (
    ReportDraft,
    ReportErrata,
    ReportFile,
    ReportVersion,
    ReportVersions,
)

__all__ = [
    "AcceptFigures",
    "ActionViewSet",
    "AttachmentViewSet",
    "CycleGrades",
    "EvidenceViewSet",
    "FigureChoices",
    "FindingViewSet",
    "ForceGrades",
    "FrameworkViewSet",
    "InspectionAreas",
    "InspectionFigures",
    "InspectionFollowUps",
    "JudgmentViewSet",
    "PracticeViewSet",
    "PublishJudgments",
    "ReportDraft",
    "ReportErrata",
    "ReportFile",
    "ReportVersion",
    "ReportVersions",
    "UseToken",
]
