"""Printing a report as a file, or saying why it can't be."""

import typst

from judgments.report.document import Document, missing_from
from judgments.report.formats import FORMATS, Format
from peel.lib.errors import Conflict


def printed_as(document: Document, made: Format) -> bytes:
    """The report as a file of the format. Raises Conflict when something in it can't be printed."""
    try:
        return made.write(document)
    except (typst.TypstError, ValueError) as error:
        raise Conflict(
            f"The report can't be made as {made.name}. Take signs out of its texts that are no "
            f"letters, numbers or punctuation, such as emoji. ({_first_line(error)})"
        ) from error


def check_printable(document: Document) -> None:
    """Raises Conflict when a figure is missing, or when one of the formats can't be made."""
    if missing := missing_from(document):
        raise Conflict(f"{missing[0].token} has no figure: {missing[0].reason}")
    for made in FORMATS.values():
        printed_as(document, made)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else "no reason given"
