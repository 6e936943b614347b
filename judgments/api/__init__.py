"""The API of judgments, over the same actions as the pages."""

from judgments.api.coverage import InspectionAreas
from judgments.api.frameworks import FrameworkViewSet
from judgments.api.judging import JudgmentViewSet

__all__ = ["FrameworkViewSet", "InspectionAreas", "JudgmentViewSet"]
