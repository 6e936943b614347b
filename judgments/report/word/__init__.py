"""A report as a Word file."""

from judgments.report.word.writing import docx

__all__ = ["docx"]
