"""The words that a report prints of itself, whichever its format. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from judgments.report.document import Callout, Document, Erratum

SYNTHETIC: Final = (
    "This report belongs to a demonstration and holds made-up material. No inspectorate published "
    "it."
)


def day(on: date) -> str:
    """Such as 5 March 2025."""
    return f"{on.day} {on:%B} {on.year}"


def period(starts: date | None, ends: date | None) -> str:
    """Such as "5 March 2024 to 1 May 2024"; "" when neither day is known."""
    if starts and ends:
        return f"{day(starts)} to {day(ends)}"
    if starts:
        return f"from {day(starts)}"
    return f"to {day(ends)}" if ends else ""


def kind_of(document: Document) -> str:
    if document.corrects:
        return f"Draft of a correction to version {document.corrects}"
    return "Draft report of an inspection" if document.is_draft else "Report of an inspection"


def dated(document: Document) -> str:
    """Which version this is, and of which day."""
    if document.is_draft or document.published_on is None:
        return "Draft: not published"
    if document.number == 1:
        return f"Published {day(document.published_on)}"
    first = document.first_published_on or document.published_on
    return (
        f"Published {day(first)}, last updated {day(document.published_on)} "
        f"(version {document.number})"
    )


def erratum_in_words(erratum: Erratum) -> str:
    return f"Version {erratum.number}, {day(erratum.on)}: {erratum.reason}"


def title_lines(document: Document) -> Iterator[str]:
    """What the title page says below the title."""
    if document.starts or document.ends:
        yield f"Inspected: {period(document.starts, document.ends)}"
    yield f"Region: {document.region}"
    yield dated(document)
    for erratum in document.errata:
        yield f"Erratum. {erratum_in_words(erratum)}"
    if document.synthetic:
        yield SYNTHETIC


def deadline_of(callout: Callout) -> str:
    """Until when it has to be done; "" when no day is set."""
    return f"To be done by {day(callout.deadline)}" if callout.deadline else ""


def early(callout: Callout) -> str:
    """When it was published before the report; "" when it is published with it."""
    on = callout.published_early_on
    return f"Published before this report, on {day(on)}" if on else ""


def named(callout: Callout) -> str:
    """What it is, with its number in the report."""
    return f"{callout.label} {callout.reference}".strip()
