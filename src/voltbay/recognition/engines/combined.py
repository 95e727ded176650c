"""An engine on this machine and one in the cloud, whose failures cost no photo."""

import logging
import time
from dataclasses import replace
from typing import Protocol

from voltbay.recognition.engines.engine import Engine
from voltbay.recognition.engines.merging import merged
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.result import Reading

log = logging.getLogger(__name__)


class Cloud(Protocol):
    """An engine elsewhere that may be asked only with leave."""

    def ask(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading | None:
        """Read a picture, or return None: it may not be sent, or no answer came. Raises nothing."""
        ...


class CombinedEngine:
    """Reads here, and asks the cloud for what that leaves in doubt. See `merging`."""

    name = "combined"

    def __init__(self, *, local: Engine, cloud: Cloud) -> None:
        self._local, self._cloud = local, cloud

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; a cloud that says nothing leaves the local reading as it is."""
        started = time.monotonic()
        reading = self._local.read(picture_jpeg, kind)
        if _needs_another_look(reading) and (other := self._cloud.ask(picture_jpeg, reading.kind)):
            reading = _told(before=reading, after=merged(reading, other))
        return replace(reading, seconds=time.monotonic() - started)


class CloudFirstEngine:
    """Asks the cloud for every photo that may go there, and reads the others here."""

    name = "aliyun"

    def __init__(self, *, local: Engine, cloud: Cloud) -> None:
        self._local, self._cloud = local, cloud

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; see Engine."""
        return self._cloud.ask(picture_jpeg, kind) or self._local.read(picture_jpeg, kind)


def _needs_another_look(reading: Reading) -> bool:
    if reading.problems:
        # Another reader may undo only that a value was not made out, on a photo that is good
        # enough. Any other refusal is clear, and the cloud need not see the photo.
        return all(one.field for one in reading.problems)
    return _doubts(reading) > 0


def _doubts(reading: Reading) -> int:
    """Count the deciding fields that the owner would have to compare."""
    found = [reading.fields.get(name) for name in reading.kind.deciding]
    return sum(one is None or one.doubtful for one in found)


def _told(*, before: Reading, after: Reading) -> Reading:
    counts = {"kind": before.kind.name, "doubts": _doubts(before), "left": _doubts(after)}
    log.info("a second reading", extra={"told": counts})
    return after
