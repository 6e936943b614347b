"""Refuses uploads that are too large before they are kept anywhere."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MAX_UPLOAD = 26 * 1024 * 1024
CHUNK = 256 * 1024
MOST_READ_TO_BE_POLITE = 250 * 1024 * 1024


class LargeUploadRefused(FileUploadHandler):
    """Answers 413 to a form over ``MAX_UPLOAD`` bytes.

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
        if content_length <= MAX_UPLOAD:
            return
        if content_length <= MOST_READ_TO_BE_POLITE:
            while input_data.read(CHUNK):
                continue
        raise RequestDataTooBig("The upload is larger than Peel accepts.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
