"""Takes uploads: refuses those that are too large before they are kept anywhere.

What is too large to stay in memory goes straight to private storage, never to a folder that
other programs of the machine share.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 26 * MEGABYTE
CHUNK = 256 * 1024
MOST_READ_TO_BE_POLITE = 512 * MEGABYTE
INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many bytes a view takes, and from which requests; others get ``MAX_UPLOAD``."""

    most: int
    given_to: Callable[[HttpRequest], bool]


def takes_uploads(*, most: int, given_to: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Let a view take uploads of ``most`` bytes. Stands above its other decorators.

    The upload is read before the view runs, so ``given_to`` is asked with the request alone.
    """

    def mark(view: View) -> View:
        view.__dict__["upload_allowance"] = Allowance(most, given_to)
        return view

    return mark


def private_folder(*parts: str) -> Path:
    """A folder below ``EXTRACTS_ROOT`` that only this program's user may open, made if missing."""
    folder = Path(settings.EXTRACTS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in parts:
        folder = folder / part
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class LargeUploadRefused(FileUploadHandler):
    """Answers 413 to a form larger than its view takes.

    What was sent is read and thrown away first: a browser that is cut off while it sends
    shows a broken connection and not the answer.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length <= _most(self.request):
            return
        if content_length <= MOST_READ_TO_BE_POLITE:
            while input_data.read(CHUNK):
                continue
        raise RequestDataTooBig("The upload is larger than Peel accepts.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def _most(request: HttpRequest | None) -> int:
    match = request.resolver_match if request else None
    allowance = getattr(match.func, "upload_allowance", None) if match else None
    if request and allowance and allowance.given_to(request):
        return int(allowance.most)
    return MAX_UPLOAD


class PrivateFile(TemporaryUploadedFile):
    """An upload in private storage. It is removed with the request unless it is moved away."""

    def __init__(
        self,
        name: str,
        content_type: str | None,
        size: int,
        charset: str | None,
        content_type_extra: dict[str, Any] | None = None,
    ) -> None:
        file = tempfile.NamedTemporaryFile(dir=private_folder(INCOMING))  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)


class PrivateFileUploadHandler(TemporaryFileUploadHandler):
    """Streams an upload to private storage."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = PrivateFile(
            self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
        )
