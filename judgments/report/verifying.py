"""Holding what is published against what was frozen."""

from collections.abc import Iterator

from accounts.events import history_of
from judgments.models import Publication
from judgments.report.storing import Unreadable, checksum_of, restored

PUBLISHED = ("published", "erratum published")


def faults_of(publication: Publication) -> list[str]:
    """One sentence for each thing that is not as it was published; empty when all is."""
    return list(_faults(publication))


def _faults(publication: Publication) -> Iterator[str]:
    if checksum_of(publication.content) != publication.checksum:
        yield f"{publication}: the content is not what was frozen under its checksum."
    if publication.checksum != _recorded(publication):
        yield f"{publication}: the checksum is not the one that the record names."
    try:
        restored(publication.content)
    except Unreadable as error:
        yield f"{publication}: it can't be read. {error}"


def _recorded(publication: Publication) -> str:
    events = history_of(publication.report).filter(verb__in=PUBLISHED)
    checksums = {event.details["number"]: event.details["checksum"] for event in events}
    return str(checksums.get(publication.number, ""))
