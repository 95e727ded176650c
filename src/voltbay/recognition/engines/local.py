"""The engine on this machine, in this process: nothing leaves it."""

import time

from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.result import Reading


class LocalEngine:
    """Reads with networks that packages ship. Loading takes about a second."""

    name = "local"

    def __init__(self) -> None:
        self._reader: Reader | None = None

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; see Engine."""
        started = time.monotonic()
        self._reader = self._reader or Reader.load()
        reading = self._reader.read(picture_jpeg, kind)
        return Reading(
            reading.kind,
            reading.fields,
            reading.problems,
            engine=self.name,
            seconds=time.monotonic() - started,
        )

    def close(self) -> None:
        """Forget the networks."""
        self._reader = None
