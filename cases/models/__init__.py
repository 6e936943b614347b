"""Casework: samples of case files, their reviews and answers, and signed-off results."""

from .answers import Act, Answer, AnswerHistory, Comment, CommentQuerySet, Reply
from .calibration import (
    CalibrationRound,
    IssuedFile,
    ReferenceAnswer,
    ReferenceFile,
    Retirement,
)
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
    AGREED_WORK,
    ORIGINALS,
    CaseFile,
    CaseFileQuerySet,
    EliminationReason,
    Position,
    Reading,
    Review,
    ReviewQuerySet,
)
from .notices import Notice, NoticeKind, NoticeQuerySet
from .published import PublishedResult, PublishedResultQuerySet
from .quality import Choice, Decision, DecisionQuerySet, SecondReviewDraw
from .samples import (
    FrozenAnswers,
    Requirement,
    Result,
    Sample,
    SampleKind,
    SampleQuerySet,
    SignOff,
    Waiver,
)

__all__ = [
    "AGREED_WORK",
    "ORIGINALS",
    "Act",
    "Answer",
    "AnswerHistory",
    "CalibrationRound",
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
    "IssuedFile",
    "Notice",
    "NoticeKind",
    "NoticeQuerySet",
    "Position",
    "PublishedResult",
    "PublishedResultQuerySet",
    "Reading",
    "ReferenceAnswer",
    "ReferenceFile",
    "RememberedColumns",
    "Reply",
    "Requirement",
    "Result",
    "Retirement",
    "Review",
    "ReviewQuerySet",
    "Sample",
    "SampleKind",
    "SampleQuerySet",
    "SamplingPlan",
    "SamplingPlanQuerySet",
    "SecondReviewDraw",
    "SignOff",
    "Ticket",
    "Waiver",
    "Withdrawal",
]
