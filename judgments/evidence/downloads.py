"""Sends an attached file, to keep: a browser never shows it as a page of Peel."""

from django.http import FileResponse

from accounts.models import User
from judgments.actions.attaching import record_download
from judgments.evidence import held_files
from judgments.models import Attachment


def download_of(*, attachment: Attachment, by: User) -> FileResponse:
    """The bytes as they were attached. Raises Refused, and Conflict when they are gone."""
    file = held_files.opened(attachment.stored_as)
    try:
        record_download(attachment=attachment, by=by)
    except BaseException:
        file.close()
        raise
    response = FileResponse(
        file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
