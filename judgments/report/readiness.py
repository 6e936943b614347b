"""What keeps a report from being published, and what only has to be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from forces.models import Inspection
from judgments.consistency import Severity, uncited_sentence
from judgments.figures.checking import Line, check_figures
from judgments.figures.telling import told
from judgments.findings.sheet import number_without_evidence
from judgments.inspection_sheet import report_checks_for
from judgments.models import Judgment, Report
from judgments.report.document import Document, missing_from
from judgments.states import JudgmentState

NO_SUMMARY = "The report has no summary yet."
NOTHING_COVERED = "Nobody has said yet which areas the inspection covers."


@dataclass(frozen=True, slots=True)
class Readiness:
    """Sentences: what is ``refused`` keeps the report back, ``warnings`` do not.

    ``uncited`` is the warning of findings without evidence, "" where there are none.
    """

    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    uncited: str = ""


def readiness_of(
    inspection: Inspection, document: Document, *, reader: User | None = None
) -> Readiness:
    """``document`` is the report as it would be printed, ``reader`` who is told, None for nobody.

    The same keeps a report back whoever asks; what is kept from the reader is not told.
    """
    checks = report_checks_for(inspection)
    found = [(check.severity, f"{check.area}: {check.sentence}") for check in checks]
    refused = [words for severity, words in found if severity == Severity.REFUSED]
    warnings = [words for severity, words in found if severity == Severity.WARNING]
    uncited = uncited_sentence(number_without_evidence(inspection))
    return Readiness(
        refused=(*_bare(inspection), *refused, *_figures(inspection, document, reader)),
        warnings=(*warnings, uncited) if uncited else tuple(warnings),
        uncited=uncited,
    )


def _bare(inspection: Inspection) -> Iterator[str]:
    if not inspection.areas.exists():
        yield NOTHING_COVERED
    if not Report.objects.filter(inspection=inspection).exclude(summary="").exists():
        yield NO_SUMMARY


def _figures(inspection: Inspection, document: Document, reader: User | None) -> Iterator[str]:
    """What the figure check finds wrong, and tokens that it does not look at."""
    errors = [line for line in check_figures(inspection).errors if _goes_with_it(line)]
    yield from dict.fromkeys(told(errors, inspection, reader))
    written = {line.written for line in errors}
    for missing in dict.fromkeys(missing_from(document)):
        if missing.token not in written:
            yield f"{missing.token} has no figure: {missing.reason}"


def _goes_with_it(line: Line) -> bool:
    """Whether the report makes the text public: a judgment that is not confirmed waits."""
    owner = line.text.owner
    return not isinstance(owner, Judgment) or owner.state == JudgmentState.CONFIRMED
