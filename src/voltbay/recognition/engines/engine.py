"""What every engine offers, and the two ways it fails that are not the photo's fault."""

from typing import Protocol

from voltbay.core.errors import Unavailable
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.result import Reading


class Engine(Protocol):
    """Reads a picture made by `intake`.

    A bad photo is a Reading with problems; EngineUnavailable and EngineMisconfigured are raised
    when nothing can be said about the photo. An engine serves one caller at a time.
    """

    name: str

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read the fields of a document of this kind."""
        ...


class EngineUnavailable(Unavailable):
    """The engine does not answer now; the task should try again later."""

    code = "recognition_unavailable"


class EngineMisconfigured(Unavailable):
    """The engine refuses our account or our request: an operator must act, retrying is idle.

    `vendor_code` says what the engine answered.
    """

    code = "recognition_misconfigured"
