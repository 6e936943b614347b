"""A report as a file that is sent to who asks for it."""

from django.http import HttpResponse

from judgments.report.document import Document
from judgments.report.formats import Format, file_name
from judgments.report.printing import printed_as


def download_of(document: Document, made: Format) -> HttpResponse:
    """The report in the format. Raises Conflict when something in it can't be printed."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(document, made)}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(printed_as(document, made), content_type=made.media_type, headers=headers)
