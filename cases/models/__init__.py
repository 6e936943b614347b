"""Casework: samples of case files, their reviews and answers, and signed-off results."""

from .answers import Act, Answer, AnswerHistory, Comment, CommentQuerySet, Reply
from .draws import (
    Draw,
    DrawQuerySet,
    DrawStratum,
    SamplingPlan,
    SamplingPlanQuerySet,
    Ticket,
    Withdrawal,
)
from .extracts import Extract, ExtractQuerySet, RememberedColumns
from .files import (
    ORIGINALS,
    CaseFile,
    CaseFileQuerySet,
    EliminationReason,
    Position,
    Reading,
    Review,
    ReviewQuerySet,
)
from .quality import Choice, Decision, DecisionQuerySet, SecondReviewDraw
from .samples import FrozenAnswers, Result, Sample, SampleQuerySet, SignOff

__all__ = [
    "ORIGINALS",
    "Act",
    "Answer",
    "AnswerHistory",
    "CaseFile",
    "CaseFileQuerySet",
    "Choice",
    "Comment",
    "CommentQuerySet",
    "Decision",
    "DecisionQuerySet",
    "Draw",
    "DrawQuerySet",
    "DrawStratum",
    "EliminationReason",
    "Extract",
    "ExtractQuerySet",
    "FrozenAnswers",
    "Position",
    "Reading",
    "RememberedColumns",
    "Reply",
    "Result",
    "Review",
    "ReviewQuerySet",
    "Sample",
    "SampleQuerySet",
    "SamplingPlan",
    "SamplingPlanQuerySet",
    "SecondReviewDraw",
    "SignOff",
    "Ticket",
    "Withdrawal",
]
