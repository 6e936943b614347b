"""Writing the summary of a report, publishing the report, and correcting what is published."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import required
from forces.models import Inspection
from judgments import permissions
from judgments.actions.asking import publish_drafts
from judgments.actions.citing import cite
from judgments.actions.following_up import publish_follow_ups
from judgments.actions.judging import publish_all
from judgments.actions.locking import locked_inspection, locked_with_what_it_cites
from judgments.actions.printing import print_anew
from judgments.actions.texts import optional_text, warn_of_personal_data
from judgments.models import Judgment, Publication, Report
from judgments.report.assembling import as_published, assemble
from judgments.report.document import Document, Erratum
from judgments.report.printing import check_printable
from judgments.report.readiness import readiness_of
from judgments.report.storing import checksum_of, restored, stored
from judgments.states import JudgmentState
from peel.lib.errors import Conflict, require

CHANGED = "Somebody else changed the summary meanwhile. Look at it again first."
PUBLISHED = "This report is published already. A correction is an erratum, with its reason."
NOT_PUBLISHED = "This report is not published yet, so there is nothing to correct."
UNCHANGED = "Nothing differs from the version that stands. Correct the texts first."


@transaction.atomic
def write_summary(
    *,
    inspection: Inspection,
    text: str,
    edition: int,
    by: User,
    keep_personal_data: bool = False,
) -> Report:
    """Write the summary. ``edition`` is the one that was read, 0 where there was none.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when somebody else changed it.
    """
    inspection = locked_inspection(inspection.pk)
    require(permissions.write(by, inspection))
    report = Report.objects.select_for_update().filter(inspection=inspection).first()
    if edition != (report.edition if report else 0):
        raise Conflict(CHANGED)
    words = optional_text(text, "Summary")
    if not keep_personal_data:
        warn_of_personal_data(words)
    report = _with_summary(report or Report(inspection=inspection, edition=0), words, by)
    record(target=report, verb="summary written", by=by, details={"summary": words})
    cite(owner=report, inspection=inspection, text=words, by=by)
    return report


@transaction.atomic
def publish(*, inspection: Inspection, by: User) -> Publication:
    """Publish the report for good, with its judgments, its actions and what it follows up.

    Its text and figures are frozen as they are at this moment. Raises Refused, and Conflict with
    everything that keeps it back.
    """
    inspection = locked_with_what_it_cites(inspection.pk)
    require(permissions.lead(by, inspection))
    if Publication.objects.filter(report__inspection=inspection).exists():
        raise Conflict(PUBLISHED)
    _publish_parts(inspection, by)
    today = timezone.localdate()
    document = as_published(assemble(inspection), (), first=today, on=today)
    return _freeze(inspection, document, by, today)


@transaction.atomic
def publish_erratum(
    *, inspection: Inspection, reason: str, by: User, keep_personal_data: bool = False
) -> Publication:
    """Publish the report as it is now in place of the version that stands, which stays readable.

    Raises Refused, Invalid without a reason, PersonalDataWarning, and Conflict when nothing is
    published, when nothing differs, or with everything that keeps it back.
    """
    because = required(reason)
    if not keep_personal_data:
        warn_of_personal_data(because)
    inspection = locked_with_what_it_cites(inspection.pk)
    require(permissions.lead(by, inspection))
    versions = list(Publication.objects.filter(report__inspection=inspection).order_by("number"))
    if not versions:
        raise Conflict(NOT_PUBLISHED)
    if not differs(inspection, versions[-1]):
        raise Conflict(UNCHANGED)
    _publish_parts(inspection, by)
    today = timezone.localdate()
    errata = (*_errata(versions), Erratum(len(versions) + 1, today, because))
    document = as_published(assemble(inspection), errata, first=versions[0].published_on, on=today)
    return _freeze(inspection, document, by, today, because)


def differs(inspection: Inspection, standing: Publication) -> bool:
    """Whether the report would print something else now than the version that stands."""
    now, then = assemble(inspection), restored(standing.content)
    return (now.sections, now.force, now.starts, now.ends) != (
        then.sections,
        then.force,
        then.starts,
        then.ends,
    )


def _with_summary(report: Report, words: str, by: User) -> Report:
    report.summary, report.written_by = words, by
    report.edition += 1
    report.save()
    return report


def _publish_parts(inspection: Inspection, by: User) -> None:
    readiness = readiness_of(inspection, assemble(inspection), reader=by)
    if readiness.refused:
        raise Conflict(" ".join(point.sentence for point in readiness.refused))
    confirmed = Judgment.objects.filter(area__inspection=inspection, state=JudgmentState.CONFIRMED)
    if confirmed.exists():
        publish_all(inspection=inspection, by=by)
    publish_drafts(inspection=inspection, by=by)
    publish_follow_ups(inspection=inspection, by=by)
    print_anew(inspection=inspection, by=by)


def _errata(versions: list[Publication]) -> tuple[Erratum, ...]:
    later = versions[1:]
    return tuple(Erratum(each.number, each.published_on, each.reason) for each in later)


def _freeze(
    inspection: Inspection, document: Document, by: User, on: date, reason: str = ""
) -> Publication:
    check_printable(document)
    content = stored(document)
    publication = Publication.objects.create(
        report=Report.objects.get(inspection=inspection),
        number=document.number,
        content=content,
        checksum=checksum_of(content),
        reason=reason,
        published_on=on,
        published_by=by,
    )
    verb = "erratum published" if reason else "published"
    details = {"number": publication.number, "checksum": publication.checksum, "reason": reason}
    record(target=publication.report, verb=verb, by=by, details=details)
    return publication
