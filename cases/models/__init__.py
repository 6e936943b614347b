"""Casework: samples of case files, their reviews and answers, and signed-off results."""

from .answers import Answer, AnswerHistory, Comment
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
from .files import CaseFile, CaseFileQuerySet, EliminationReason, Position, Review, ReviewQuerySet
from .samples import FrozenAnswers, Result, Sample, SampleQuerySet, SignOff

__all__ = [
    "Answer",
    "AnswerHistory",
    "CaseFile",
    "CaseFileQuerySet",
    "Comment",
    "Draw",
    "DrawQuerySet",
    "DrawStratum",
    "EliminationReason",
    "Extract",
    "ExtractQuerySet",
    "FrozenAnswers",
    "Position",
    "RememberedColumns",
    "Result",
    "Review",
    "ReviewQuerySet",
    "Sample",
    "SampleQuerySet",
    "SamplingPlan",
    "SamplingPlanQuerySet",
    "SignOff",
    "Ticket",
    "Withdrawal",
]
