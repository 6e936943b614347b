"""Casework: samples of case files, their reviews and answers, and signed-off results."""

from .answers import Answer, AnswerHistory, Comment
from .files import CaseFile, CaseFileQuerySet, EliminationReason, Position, Review, ReviewQuerySet
from .samples import FrozenAnswers, Result, Sample, SampleQuerySet, SignOff

__all__ = [
    "Answer",
    "AnswerHistory",
    "CaseFile",
    "CaseFileQuerySet",
    "Comment",
    "EliminationReason",
    "FrozenAnswers",
    "Position",
    "Result",
    "Review",
    "ReviewQuerySet",
    "Sample",
    "SampleQuerySet",
    "SignOff",
]
