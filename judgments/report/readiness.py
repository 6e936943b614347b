"""What keeps a report from being published, and what only has to be looked at."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from judgments.consistency import Point, Severity, uncited_sentence
from judgments.figures.checking import Line, check_figures
from judgments.figures.telling import told
from judgments.findings.sheet import number_without_evidence
from judgments.inspection_sheet import page_of, report_checks_for
from judgments.models import Judgment, Report
from judgments.report.document import Document, missing_in
from judgments.states import JudgmentState

NO_SUMMARY = "The report has no summary yet."
NOTHING_COVERED = "Nobody has said yet which areas the inspection covers."


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is ``refused`` keeps the report back, ``warnings`` do not."""

    refused: tuple[Point, ...]
    warnings: tuple[Point, ...]


def readiness_of(
    inspection: Inspection, document: Document, *, reader: User | None = None
) -> Readiness:
    """``document`` is the report as it would be printed, ``reader`` who is told, None for nobody.

    The same keeps a report back whoever asks; what is kept from the reader is not told.
    """
    checks = report_checks_for(inspection)
    refused = [check.point for check in checks if check.severity == Severity.REFUSED]
    warnings = [check.point for check in checks if check.severity == Severity.WARNING]
    return Readiness(
        refused=(*_bare(inspection, reader), *refused, *_figures(inspection, document, reader)),
        warnings=(*warnings, *_uncited(inspection)),
    )


def _bare(inspection: Inspection, reader: User | None) -> Iterator[Point]:
    if not inspection.areas.exists():
        yield Point(NOTHING_COVERED, page_of("inspection", inspection))
    if not Report.objects.filter(inspection=inspection).exclude(summary="").exists():
        writes = reader is not None and permissions.write(reader, inspection) is None
        yield Point(NO_SUMMARY, page_of("report_summary", inspection) if writes else "")


def _uncited(inspection: Inspection) -> Iterator[Point]:
    if sentence := uncited_sentence(number_without_evidence(inspection)):
        yield Point(sentence, page_of("findings", inspection))


def _figures(inspection: Inspection, document: Document, reader: User | None) -> Iterable[Point]:
    """What the figure check finds wrong, and tokens that it does not look at, each said once."""
    check = check_figures(inspection)
    errors = [line for line in check.errors if _goes_with_it(line)]
    checked = {line.written for line in check.lines}
    first: dict[str, Point] = {}
    for point in (*told(errors, inspection, reader), *_missing(inspection, document, checked)):
        first.setdefault(point.sentence, point)
    return first.values()


def _missing(
    inspection: Inspection, document: Document, checked: Collection[str]
) -> Iterator[Point]:
    """Tokens without a figure that the check passes over, such as one with a line end in it."""
    draft = page_of("report_draft", inspection)
    for section in document.sections:
        for missing in missing_in(section):
            if missing.token not in checked:
                sentence = f"{missing.token} has no figure: {missing.reason}"
                yield Point(sentence, f"{draft}#{section.anchor}")


def _goes_with_it(line: Line) -> bool:
    """Whether the report makes the text public: a judgment that is not confirmed waits."""
    owner = line.text.owner
    return not isinstance(owner, Judgment) or owner.state == JudgmentState.CONFIRMED
