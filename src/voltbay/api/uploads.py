"""Receiving a photo in memory: it touches no disk before it is sealed."""

import io
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from voltbay.recognition.reading.errors import PhotoTooLarge
from voltbay.recognition.reading.intake import MAX_BYTES

ENVELOPE = 64 * 1024  # bytes: boundaries, headers and the other parts of the form
DRAINED = 4 * MAX_BYTES  # of a body that is too large; who sends more may lose the answer
CHUNK = 64 * 1024


class MemoryUpload(FileUploadHandler):
    """Keeps the parts of a form in memory, refusing a body too large for one photo."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: ARG002, N803  # Django's signature, as below
        content_length: int,
        boundary: bytes,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Judge the body by its announced length, before any of it is kept."""
        if content_length > MAX_BYTES + ENVELOPE:
            _drain(input_data)
            raise PhotoTooLarge(limit_mb=MAX_BYTES // 1024**2)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a part."""
        super().new_file(*args, **kwargs)
        self.content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Keep a piece of it."""
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the part over."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )


def receive_in_memory(request: HttpRequest) -> None:
    """Set the handler, before anything reads the form; stands before the door's authentication.

    It says nothing about who is asking, so the next in line is asked.
    """
    request.upload_handlers = [MemoryUpload(request)]


def _drain(body: IO[bytes]) -> None:
    """Read on: most clients look at an answer only when all they had to say is said."""
    for _ in range(DRAINED // CHUNK):
        if not body.read(CHUNK):
            return
